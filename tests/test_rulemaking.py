"""A confirmed notice becomes a rule for every outlet: data with author, date and example, and proven."""

import tomllib
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from auditor import ingest, reaudit
from auditor.catalogue import entries, house, rulemaking
from auditor.catalogue.entries import CatalogueRefused
from auditor.inspection.rulebook import Rulebook, RulebookError, load_rulebook
from auditor.models import Article, Audit, Boilerplate, HouseRule
from tests.conftest import audit_all
from tests.factories import make_notice

pytestmark = pytest.mark.django_db

ODD = 'Readers of the county can still write to the desk by the "old" post\\box.'


@pytest.fixture
def confirmed(now: datetime, editor: User) -> Boilerplate:
    """A confirmed notice."""
    notice = make_notice(ODD, kind="contact", subkind="post")
    entries.confirm(notice.pk, by=editor, now=now)
    return notice


def kinds_of(article: Article) -> list[str]:
    audit = Audit.objects.filter(snapshot__article=article, state="done").order_by("-finished_at", "-pk")[0]
    return list(audit.passages.order_by("ordinal").values_list("kind", flat=True))


def test_another_outlet_knows_the_words_by_the_rule(
    confirmed: Boilerplate, now: datetime, editor: User
) -> None:
    text = f"The ship left the harbour on Monday, the port authority said in the evening.\n\n{ODD}"
    article = ingest.submit_text(text, now=now, outlet="Elsewhere").article
    audit_all(now)
    assert kinds_of(article)[-1] != "contact"
    rule = rulemaking.make_rule(confirmed.pk, by=editor, now=now)
    assert str(rule) == f"house.contact_{confirmed.pk}"
    assert house.in_force().digest != load_rulebook().digest
    assert reaudit.renew_audits() == 1
    audit_all(now + timedelta(minutes=1))
    assert kinds_of(article)[-1] == "contact"


def test_a_pattern_knows_what_is_worded_like_it(confirmed: Boilerplate, now: datetime, editor: User) -> None:
    rulemaking.make_rule(
        confirmed.pk,
        by=editor,
        now=now,
        name="house.post",
        scope="start",
        pattern=r"readers (?:of|in) the \w+ can still write",
        examples=["Readers in the city can still write to us."],
        counter_examples=["Writers of the county can still read."],
    )
    story = "The ship left on Monday, the port authority said in the evening."
    text = f"{story}\n\nReaders in the town can still write here."
    article = ingest.submit_text(text, now=now, outlet="Elsewhere").article
    audit_all(now)
    assert kinds_of(article)[-1] == "contact"
    assert Audit.objects.get().passages.order_by("-ordinal")[0].rules == ["house.post"]


@pytest.mark.parametrize(
    ("fields", "code", "words"),
    [
        ({"pattern": "("}, "rule_unproven", "cannot be read"),
        ({"pattern": r"(a)\1"}, "rule_unproven", "cannot be read"),
        ({"pattern": "sailors"}, "rule_unproven", "does not know its example"),
        (
            {"pattern": "readers", "scope": "start", "counter_examples": ["Readers!"]},
            "rule_unproven",
            "takes",
        ),
        ({"scope": "everywhere"}, "scope_unknown", "everywhere"),
        ({"name": "disclaimer.no_liability"}, "rule_unproven", "defined twice"),
    ],
)
def test_what_cannot_be_proven_is_refused_by_name(
    confirmed: Boilerplate, now: datetime, editor: User, fields: dict[str, str], code: str, words: str
) -> None:
    with pytest.raises(CatalogueRefused, match=words) as refusal:
        rulemaking.make_rule(confirmed.pk, by=editor, now=now, **fields)  # type: ignore[arg-type]
    assert refusal.value.code == code
    assert not HouseRule.objects.exists()
    assert house.in_force() is load_rulebook()


def test_only_editors_make_rules_and_only_of_confirmed_notices(
    confirmed: Boilerplate, now: datetime, editor: User, reviewer: User
) -> None:
    for notice, who, code in (
        (confirmed.pk, reviewer, "not_permitted"),
        (10**9, editor, "notice_unknown"),
        (make_notice("Another.").pk, editor, "not_confirmed"),
    ):
        with pytest.raises(CatalogueRefused) as refusal:
            rulemaking.make_rule(notice, by=who, now=now)
        assert refusal.value.code == code
    rulemaking.make_rule(confirmed.pk, by=editor, now=now)
    with pytest.raises(CatalogueRefused) as refusal:
        rulemaking.make_rule(confirmed.pk, by=editor, now=now)
    assert refusal.value.code == "name_taken"


def test_a_rule_is_retired_by_undoing_it(confirmed: Boilerplate, now: datetime, editor: User) -> None:
    rulemaking.make_rule(confirmed.pk, by=editor, now=now)
    entry = confirmed.log.get(act="made a rule")
    entries.relabel(confirmed.pk, kind="author_bio", by=editor, now=now)
    entries.undo(entry.pk, by=editor, now=now)
    assert HouseRule.objects.get().retired_at == now
    assert house.in_force().digest == load_rulebook().digest


def test_rules_are_exported_in_the_rulebooks_own_format(
    confirmed: Boilerplate, now: datetime, editor: User
) -> None:
    rulemaking.make_rule(confirmed.pk, by=editor, now=now, counter_examples=["Tab\there, DEL \x7f, é 🐟."])
    out = StringIO()
    call_command("export_rules", stdout=out)
    (entry,) = tomllib.loads(out.getvalue())["boilerplate"]
    assert entry == {
        "id": f"house.contact_{confirmed.pk}",
        "kind": "contact",
        "scope": "block",
        "subkind": "post",
        "text": ODD,
        "examples": [ODD],
        "counter_examples": ["Tab\there, DEL \x7f, é 🐟."],
        "author": "editor",
        "added": "2026-03-17",
    }
    known = load_rulebook(more=out.getvalue()).rules
    assert next(rule.author for rule in known if rule.id == entry["id"]) == "editor"


def test_nothing_is_exported_without_rules() -> None:
    out = StringIO()
    call_command("export_rules", stdout=out)
    assert out.getvalue() == ""


def test_a_rule_the_packaged_ones_no_longer_bear_does_not_stop_the_audits(
    confirmed: Boilerplate, now: datetime, editor: User, caplog: pytest.LogCaptureFixture
) -> None:
    good = rulemaking.make_rule(confirmed.pk, by=editor, now=now)
    HouseRule.objects.create(
        name="disclaimer.no_liability", entry=good.entry, notice=confirmed, author=editor, made_at=now
    )
    ids = [rule.id for rule in house.in_force().rules]
    assert good.name in ids
    assert ids.count("disclaimer.no_liability") == 1
    assert "the rule disclaimer.no_liability is left out" in caplog.text


def test_a_packaged_rule_that_cannot_be_read_stops_the_audits(
    confirmed: Boilerplate, now: datetime, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    HouseRule.objects.create(name="house.desk", entry={}, notice=confirmed, author=editor, made_at=now)

    def broken(*, more: str, weights: bytes) -> Rulebook:
        raise RulebookError("byline.by_author", "does not know its example")

    monkeypatch.setattr(house, "load_rulebook", broken)
    with pytest.raises(RulebookError, match="by_author"):
        house.in_force()
