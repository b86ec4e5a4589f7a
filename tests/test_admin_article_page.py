"""An article in the admin as a reviewer reads it: segments, flags, figures, versions."""

import re
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from auditor import ingest
from auditor.admin import article_page
from auditor.admin.sourcing_panel import SHOWN, surely
from auditor.models import Article, Audit, Boilerplate, Passage, QueueItem
from tests.factories import make_article, make_audit, make_item

LIST = reverse("admin:auditor_article_changelist")
REFRESH = '<meta http-equiv="refresh" content="3">'

pytestmark = pytest.mark.django_db


def page_of(article: Article) -> str:
    return reverse("admin:auditor_article_change", args=[article.pk])


def counted(numerator: int, denominator: int, **more: object) -> dict[str, object]:
    """A signal as audits keep it."""
    signal = {"name": "some_share", "numerator": numerator, "denominator": denominator, "unit": "sentences"}
    rest = {"reason": "none", "standard": "", "interval": None, "needed": 0, "sufficient": True, "spans": []}
    return {**signal, **rest, **more}


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestPage:
    """The article as a reviewer reads it."""

    def test_it_shows_every_segment_with_its_kind_and_every_flag_with_its_number(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        for article in audited_seeds:
            answer = client.get(page_of(article))
            html = answer.content.decode()
            reading = answer.context["reading"]
            for number, flag in enumerate(reading.flags, start=1):
                assert f'id="flag-{number}"' in html
                assert reverse("admin:auditor_queueitem_change", args=[flag.item.pk]) in html
            assert {section.kind for section in reading.sections} == {p.kind for p in reading.passages}
            words = "".join(run.text for section in reading.sections for run in section.runs)
            assert "".join(words.split()) == "".join(reading.text.split())
            assert "style=" not in html
            assert "<style" not in html

    def test_comments_are_indented_and_say_who_answers_whom(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        html = client.get(page_of(audited_seeds[4])).content.decode()
        assert "depth-1" in html
        assert "No. 14.2, author not recognised, answers no. 14" in html
        assert html.count("<details open>") == html.count('class="speaker"') > 20

    def test_signals_notices_and_the_audit_are_listed(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        html = client.get(page_of(audited_seeds[0])).content.decode()
        for notice in Boilerplate.objects.filter(
            variants__passages__audit__snapshot__article=audited_seeds[0]
        ):
            assert reverse("admin:auditor_boilerplate_change", args=[notice.pk]) in html
        assert "body share" in html
        assert Audit.objects.get(snapshot__article=audited_seeds[0]).rulebook[:12] in html

    def test_a_signal_with_nothing_to_count_is_unknown_and_not_zero(
        self, client: Client, reader: User
    ) -> None:
        audit = make_audit()
        Audit.objects.filter(pk=audit.pk).update(signals=[counted(0, 0)])
        client.force_login(reader)
        html = client.get(page_of(audit.snapshot.article)).content.decode()
        assert "unknown: nothing could be counted" in html

    def test_signals_lead_to_the_words_they_count(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        for article in audited_seeds:
            html = client.get(page_of(article)).content.decode()
            led = set(re.findall(r'href="#(at-\d+)"', html))
            assert len(led) > 10
            assert led == set(re.findall(r'id="(at-\d+)"', html))
        assert "insufficient sample" in html
        assert "says whether a sentence is true" in html

    def test_citations_figures_and_loaded_phrases_are_listed(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        html = client.get(page_of(audited_seeds[0])).content.decode()
        assert "Al-Masdar News" in html
        assert "the passage it closes" in html
        assert "date: 2016-03-14" in html
        assert "Loaded phrases" in html
        assert "the attribution does not reach" in html

    def test_how_sure_a_figure_is_stands_beside_it(self) -> None:
        known = counted(50, 100, interval={"low": 0.4038, "high": 0.5962})
        assert surely(known) == "50 %, with 95 % confidence between 40 and 60 %"
        assert surely(counted(3, 600, unit="words of running text")) == "5.0 per 1,000 words"
        assert surely(counted(1, 4, sufficient=False, needed=1081)) == "insufficient sample: 1,081 needed"
        assert surely(counted(1, 4)) == surely(counted(0, 0)) == ""

    def test_of_many_places_the_first_are_shown_and_the_rest_counted(
        self, client: Client, reader: User
    ) -> None:
        audit = make_audit()
        spans = [{"start": place, "end": place + 1} for place in range(SHOWN + 3)]
        cited = {"text": "RT", "type": "link", "reach": "article", "address": "", "rule": "x", "covers": []}
        said = [{**span, "text": "x"} for span in spans]
        sentence = {"numbers": [], "loaded": said, "residual_unsourced": []}
        Audit.objects.filter(pk=audit.pk).update(
            signals=[counted(43, 100, spans=spans)],
            citations=[{**span, **cited} for span in spans],
            sentences=[sentence],
        )
        client.force_login(reader)
        html = client.get(page_of(audit.snapshot.article)).content.decode()
        assert "and 3 more" in html
        assert html.count("And 3 more.") == 2

    def test_an_incomplete_reading_says_so_above_its_figures(self, client: Client, reader: User) -> None:
        audit = make_audit()
        Audit.objects.filter(pk=audit.pk).update(incomplete=["extraction_incomplete", "of_old"])
        client.force_login(reader)
        html = client.get(page_of(audit.snapshot.article)).content.decode()
        assert html.index("audited, but its reading is incomplete") < html.index("words may be missing")
        assert html.index("words may be missing") < html.index("of_old") < html.index('id="text-title"')

    def test_a_strangers_text_is_only_ever_text(self, client: Client, reader: User) -> None:
        text = "<script>alert(1)</script> <img src=x onerror=alert(2)> & more"
        item = make_item()
        audit = make_audit(article=item.article, text=text)
        Passage.objects.create(
            audit=audit,
            ordinal=0,
            start=0,
            end=len(text),
            kind="body",
            alone="body",
            confidence=1,
            reason=text,
        )
        QueueItem.objects.filter(pk=item.pk).update(audit=audit, start=0, end=12, quote=text)
        client.force_login(reader)
        html = client.get(page_of(item.article)).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "&lt;script&gt;" in html

    def test_older_revisions_and_audits_can_be_chosen(self, client: Client, reader: User) -> None:
        article = make_article()
        old = make_audit(article=article, text="The first version of it.")
        new = make_audit(article=article, text="The second version of it.")
        other = make_audit(text="Another article altogether.")
        client.force_login(reader)

        def shown(**asked: object) -> str:
            return str(client.get(page_of(article), asked).context["reading"].text)

        assert shown() == "The second version of it."
        assert shown(revision=1) == "The first version of it."
        assert shown(audit=old.pk) == "The first version of it."
        assert shown(audit=new.pk, revision=1) == "The second version of it."
        assert shown(audit=other.pk) == "The second version of it."
        assert shown(audit="x", revision=99) == "The second version of it."

    def test_a_text_that_is_not_audited_yet_is_shown_undivided(self, client: Client, reader: User) -> None:
        audit = make_audit(text="Plain words.")
        Audit.objects.filter(pk=audit.pk).update(state="waiting", reading=None)
        client.force_login(reader)
        html = client.get(page_of(audit.snapshot.article)).content.decode()
        assert "The audit is waiting." in html
        assert "Plain words." in html
        assert REFRESH in html

    def test_a_page_stops_loading_itself_when_nothing_more_comes(self, client: Client, reader: User) -> None:
        audit = make_audit()
        article = audit.snapshot.article
        client.force_login(reader)
        assert REFRESH not in client.get(page_of(article)).content.decode()
        Audit.objects.filter(pk=audit.pk).update(state="superseded", reading=None)
        html = client.get(page_of(article)).content.decode()
        assert "This audit was superseded" in html
        assert REFRESH not in html
        long_ago = timezone.now() - timedelta(minutes=11)
        Audit.objects.filter(pk=audit.pk).update(state="waiting", asked_at=long_ago)
        html = client.get(page_of(article)).content.decode()
        assert "is a worker running?" in html
        assert REFRESH not in html

    def test_an_address_not_fetched_for_long_is_no_longer_waited_for(
        self, client: Client, reader: User, now: datetime
    ) -> None:
        article = ingest.submit_address("https://example.org/a", now=now).article
        client.force_login(reader)
        assert REFRESH in client.get(page_of(article)).content.decode()
        Article.objects.update(submitted_at=timezone.now() - timedelta(minutes=11))
        html = client.get(page_of(article)).content.decode()
        assert "has waited for long to be fetched" in html
        assert REFRESH not in html

    @pytest.mark.parametrize(
        ("text", "title"),
        [
            ("\n  First   line. \nSecond line.", "First line."),
            ("word " * 40, ("word " * 20)[:99] + "…"),
        ],
    )
    def test_until_there_is_a_title_the_first_line_stands_for_it(
        self, client: Client, reader: User, text: str, title: str
    ) -> None:
        audit = make_audit(text=text)
        Article.objects.update(title="")
        client.force_login(reader)
        assert client.get(page_of(audit.snapshot.article)).context["title"] == title

    def test_the_page_leads_to_its_own_parts(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        html = client.get(page_of(audited_seeds[4])).content.decode()
        for part in (
            "text-title",
            "flags",
            "signals-title",
            "notices-title",
            "audit-title",
            "versions-title",
        ):
            assert f'<li><a href="#{part}">' in html
            assert f'id="{part}"' in html

    def test_a_snapshot_without_any_audit_is_shown_all_the_same(self, client: Client, reader: User) -> None:
        audit = make_audit(text="Plain words.")
        audit.delete()
        client.force_login(reader)
        html = client.get(page_of(audit.snapshot.article)).content.decode()
        assert "not audited" in html
        assert "Plain words." in html

    def test_a_very_long_text_comes_in_parts(
        self, client: Client, reader: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(article_page, "PART", 2)
        audit = make_audit(text="a b c d e")
        for ordinal in range(5):
            Passage.objects.create(
                audit=audit, ordinal=ordinal, start=2 * ordinal, end=2 * ordinal + 1,
                kind="body", alone="body", confidence=1, reason="",
            )  # fmt: skip
        client.force_login(reader)

        def shown(part: str) -> str:
            reading = client.get(page_of(audit.snapshot.article), {"part": part}).context["reading"]
            return "".join(run.text for section in reading.sections for run in section.runs)

        assert [shown(part) for part in ("", "1", "2", "3", "4", "x", "0")] == [
            "ab", "ab", "cd", "e", "e", "ab", "ab",
        ]  # fmt: skip

    def test_more_flags_cost_no_more_queries(
        self, client: Client, reader: User, audited_seeds: list[Article]
    ) -> None:
        client.force_login(reader)
        short, long = (page_of(audited_seeds[index]) for index in (2, 4))
        assert queries(client, short) == queries(client, long)

    def test_an_article_that_is_not_there_is_not_found(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        for pk in ("999", "x"):
            answer = client.get(reverse("admin:auditor_article_change", args=[pk]))
            assert answer.status_code == 404
            assert "There is no such page" in answer.content.decode()
