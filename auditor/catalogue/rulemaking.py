"""Making a rule for every outlet out of a confirmed notice."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from auditor.catalogue import house
from auditor.catalogue.rulings import CatalogueRefused
from auditor.inspection.patterns import Scope
from auditor.inspection.rulebook import RulebookError
from auditor.models import Boilerplate, CatalogueEntry, HouseRule

MAKE = "auditor.add_houserule"
SCOPES = tuple(scope.value for scope in Scope if scope is not Scope.NAMES)


def make_rule(  # noqa: PLR0913 - the fields of a rule, all named
    notice: int,
    *,
    by: User,
    now: datetime,
    name: str = "",
    scope: str = Scope.BLOCK.value,
    pattern: str = "",
    examples: Sequence[str] = (),
    counter_examples: Sequence[str] = (),
) -> HouseRule:
    """Turn a confirmed notice into a rule that every outlet's audits know.

    Without a ``pattern`` (RE2, as in the rulebook) the rule knows the notice's very words. Its first
    example is the notice's wording; it is proven as the packaged rules are. Undone through the log of
    the catalogue. Raises CatalogueRefused: not_permitted, notice_unknown, not_confirmed, scope_unknown,
    name_taken, rule_unproven (the pattern does not compile in RE2, or an example fails).
    """
    _permit(by)
    with transaction.atomic():
        source = _confirmed(notice)
        rule = HouseRule(
            name=(name.strip() or f"house.{source.kind}_{source.pk}")[:80],
            entry=_entry(source, scope, pattern.strip(), examples, counter_examples),
            notice=source,
            author=by,
            made_at=now,
        )
        _prove(rule)
        rule.save()
        CatalogueEntry.objects.create(
            notice=source, act=CatalogueEntry.Act.RULED, actor=by, at=now,
            details={"undoable": True, "before": {}, "moved": {}, "decisions": [], "rule": rule.pk,
                     "name": rule.name},
        )  # fmt: skip
    return rule


def _permit(by: User) -> None:
    if not by.has_perm(MAKE):
        raise CatalogueRefused("not_permitted", "Making rules needs the editor group. Ask an editor.")


def _confirmed(pk: int) -> Boilerplate:
    notice = Boilerplate.objects.select_for_update().filter(pk=pk).first()
    if notice is None:
        raise CatalogueRefused("notice_unknown", f"There is no notice {pk} in the catalogue.")
    if notice.state != Boilerplate.State.CONFIRMED:
        raise CatalogueRefused("not_confirmed", "Only a confirmed notice becomes a rule. Confirm it first.")
    return notice


def _entry(
    notice: Boilerplate,
    scope: str,
    pattern: str,
    examples: Sequence[str],
    counter_examples: Sequence[str],
) -> dict[str, object]:
    if scope not in SCOPES:
        raise CatalogueRefused("scope_unknown", f"{scope!r} is no scope. Use one of: {', '.join(SCOPES)}.")
    others = [one.strip() for one in examples if one.strip() and one.strip() != notice.wording]
    entry: dict[str, object] = {"kind": notice.kind, "scope": scope}
    if notice.subkind:
        entry["subkind"] = notice.subkind
    entry |= {"patterns": [pattern]} if pattern else {"text": notice.wording}
    return entry | {
        "examples": [notice.wording, *others],
        "counter_examples": [one.strip() for one in counter_examples if one.strip()],
    }


def _prove(rule: HouseRule) -> None:
    if HouseRule.objects.filter(name=rule.name).exists():
        raise CatalogueRefused(
            "name_taken", f"There is a rule {rule.name} already. Give this one another name."
        )
    try:
        house.prove(rule)
    except RulebookError as error:
        raise CatalogueRefused("rule_unproven", f"The rule cannot be taken up. {error}") from error
