"""The past of one notice in the admin: since when, with which gaps, in which words around it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from auditor.catalogue.notice_past import timeline, turns
from auditor.models import Passage, Snapshot
from tests.api_door import Caller
from tests.factories import TAKEN, make_article, make_audit, make_notice, make_passage
from tests.test_admin_notice import VIEWS, page_of

pytestmark = pytest.mark.django_db


def taken(snapshot: int, day: int) -> None:
    Snapshot.objects.filter(pk=snapshot).update(taken_at=TAKEN + timedelta(days=day))


class TestPast:
    """Since when, with which gaps; who gained and lost it."""

    def test_a_gap_is_a_time_without_it_between_times_with_it(self) -> None:
        notice = make_notice(VIEWS)
        for day in (0, 1, 20):
            taken(make_passage(notice, outlet="a.example").audit.snapshot_id, day)
        taken(make_audit(article=make_article(outlet="a.example")).snapshot_id, 10)
        taken(make_audit(article=make_article(outlet="noise.example")).snapshot_id, 90)
        drawn = timeline(notice)
        assert drawn is not None
        (strip,) = drawn.strips
        assert (strip.outlet, strip.carried, strip.looked_at, strip.gaps) == ("a.example", 3, 4, 1)
        assert [bar.share for bar in strip.bars] == [1.0, 1.0, 0.0, 1.0]
        assert (strip.bars[0].height, strip.bars[2].height, strip.bars[0].y) == (20.0, 0.0, 2.0)
        assert (drawn.begins, drawn.ends) == (TAKEN, TAKEN + timedelta(days=20))

    def test_programs_read_the_same(self, reader: User) -> None:
        notice = make_notice(VIEWS)
        for day in (0, 1):
            taken(make_passage(notice, outlet="a.example").audit.snapshot_id, day)
        told = Caller(reader).get(f"catalogue/{notice.pk}/timeline/").json()
        (outlet,) = told["outlets"]
        assert (outlet["outlet"], outlet["carried"], outlet["looked_at"], outlet["gaps"]) == (
            "a.example",
            2,
            2,
            0,
        )
        assert (told["others"], told["turns"]) == (0, [])
        nowhere = Caller(reader).get(f"catalogue/{make_notice('Not ours.').pk}/timeline/").json()
        assert nowhere == {"outlets": [], "others": 0, "turns": []}
        assert Caller(reader).get("catalogue/999999/timeline/").status_code == 404

    def test_nowhere_is_not_drawn(self) -> None:
        assert timeline(make_notice(VIEWS)) is None

    def test_an_article_that_lost_and_regained_it_is_told(self, client: Client, reader: User) -> None:
        notice, article = make_notice(VIEWS), make_article(outlet="a.example")
        taken(make_passage(notice, article=article).audit.snapshot_id, 0)
        taken(make_audit(article=article, text="Nothing of the kind.").snapshot_id, 1)
        taken(make_passage(notice, article=article).audit.snapshot_id, 2)
        make_passage(notice, article=make_article(outlet="a.example"))
        told = [(turn.article, turn.gained, turn.revision) for turn in turns(notice)]
        assert told == [(article.pk, True, 3), (article.pk, False, 2)]
        client.force_login(reader)
        html = client.get(page_of(notice)).content.decode()
        assert "− lost" in html
        assert f"{reverse('admin:auditor_article_change', args=[article.pk])}?revision=2" in html

    def test_three_contexts_are_of_three_articles(self, client: Client, reader: User) -> None:
        notice = make_notice(VIEWS)
        article = make_article()
        for _ in range(3):
            make_passage(notice, article=article)
        for _ in range(3):
            make_passage(notice)
        client.force_login(reader)
        places = client.get(page_of(notice)).context["contexts"]
        assert len({place.passage.audit.snapshot.article_id for place in places}) == len(places) == 3

    def test_words_around_it_are_cut_between_words(self, client: Client, reader: User) -> None:
        notice = make_notice(VIEWS)
        place = make_passage(notice)
        reading = place.audit.reading
        assert reading is not None
        reading.text = "\n\n".join(("alpha " * 60, VIEWS, "omega " * 60))
        reading.save()
        start = reading.text.index(VIEWS)
        Passage.objects.filter(pk=place.pk).update(start=start, end=start + len(VIEWS))
        client.force_login(reader)
        (shown,) = client.get(page_of(notice)).context["contexts"]
        assert shown.before.startswith("… alpha")
        assert shown.before.endswith("\n")
        assert shown.after.startswith("\nomega")
        assert shown.after.endswith("omega …")
