"""How what was decided on a notice is taken back."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.contrib.auth.models import User

from auditor.catalogue import entries, flagged
from auditor.catalogue.entries import CatalogueRefused
from auditor.models import (
    Boilerplate,
    CatalogueEntry,
    Decision,
    Variant,
)
from tests.factories import make_notice
from tests.test_catalogue import VIEWS, state_of_everything, story, unknown_flag

pytestmark = pytest.mark.django_db


class TestUndoing:
    """Every decision can be taken back exactly."""

    def test_each_decision_is_undone_to_the_letter(self, now: datetime, editor: User) -> None:
        for day in range(2):
            story(day, now)
        flag = unknown_flag()
        first = entries.adopt(flag.pk, kind="contact", by=editor, now=now)
        entries.undo(first.pk, by=editor, now=now)
        odd, views = first.notice_id, Boilerplate.objects.get(wording=VIEWS).pk
        year = make_notice("The views expressed here are those of the writer alone.").pk
        entries.merge(year, into=views, by=editor, now=now)
        main = Variant.objects.get(wording=VIEWS).pk
        alike = Boilerplate.objects.get(pk=odd).kind
        imprint = make_notice("Write to the desk.", kind=alike).pk
        acts: list[Callable[[], CatalogueEntry]] = [
            lambda: entries.confirm(odd, by=editor, now=now),
            lambda: entries.relabel(odd, kind="author_bio", subkind="x", by=editor, now=now),
            lambda: entries.reject(odd, by=editor, now=now, reason="body after all"),
            lambda: entries.merge(imprint, into=odd, by=editor, now=now),
            lambda: entries.merge(odd, into=imprint, by=editor, now=now),
        ]
        for act in acts:
            before = state_of_everything()
            entry = act()
            assert state_of_everything() != before
            entries.undo(entry.pk, by=editor, now=now)
            assert state_of_everything() == before
        entry = entries.split(views, variants=[main], by=editor, now=now)
        entries.undo(entry.pk, by=editor, now=now)
        assert Boilerplate.objects.get(pk=views).wording == VIEWS
        assert set(Boilerplate.objects.get(pk=views).variants.values_list("pk", flat=True)) >= {main}
        assert entry.other is not None
        entry.other.refresh_from_db()
        assert entry.other.state == "merged"

    def test_the_last_comes_first_and_only_once(self, now: datetime, editor: User) -> None:
        notice = make_notice(VIEWS)
        first = entries.confirm(notice.pk, by=editor, now=now)
        second = entries.relabel(notice.pk, kind="contact", by=editor, now=now)
        for entry, code in ((first, "not_last"), (second, ""), (second, "already_undone"), (first, "")):
            if not code:
                entries.undo(entry.pk, by=editor, now=now)
                continue
            with pytest.raises(CatalogueRefused) as refusal:
                entries.undo(entry.pk, by=editor, now=now)
            assert refusal.value.code == code
        notice.refresh_from_db()
        assert (notice.state, notice.kind, notice.decided_by) == ("found", "disclaimer", None)
        assert CatalogueEntry.objects.count() == 4

    def test_others_decisions_are_undone_by_editors_alone(
        self, now: datetime, editor: User, reviewer: User
    ) -> None:
        notice = make_notice(VIEWS)
        entry = entries.confirm(notice.pk, by=editor, now=now)
        with pytest.raises(CatalogueRefused) as refusal:
            entries.undo(entry.pk, by=reviewer, now=now)
        assert refusal.value.code == "not_permitted"
        entries.undo(entry.pk, by=editor, now=now)
        mine = entries.confirm(notice.pk, by=reviewer, now=now)
        undoing = entries.undo(mine.pk, by=editor, now=now)
        with pytest.raises(CatalogueRefused) as refusal:
            entries.undo(undoing.pk, by=editor, now=now)
        assert refusal.value.code == "entry_unknown"

    def test_a_flag_decided_again_by_a_person_stays_decided(self, now: datetime, reviewer: User) -> None:
        story(1, now)
        entry = entries.adopt(unknown_flag().pk, kind="contact", by=reviewer, now=now)
        assert flagged.reopen(entry.details["decisions"], by=reviewer, now=now)[0] == 1
        assert flagged.reopen(entry.details["decisions"], by=reviewer, now=now)[0] == 0
        entries.undo(entry.pk, by=reviewer, now=now)
        assert Decision.objects.exclude(undoes=None).count() == 1
