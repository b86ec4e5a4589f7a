"""What the buttons of a notice's page do, and what is said afterwards."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.contrib.auth.models import User
from django.http import QueryDict

from auditor.admin.rendering import label_of
from auditor.catalogue import entries
from auditor.models import Boilerplate, CatalogueEntry

# A refusal in terms of HTTP; all others are conflicts with what somebody else has done since.
STATUSES = {
    "not_permitted": 403, "notice_unknown": 404, "entry_unknown": 404, "item_unknown": 404,
    "reason_missing": 422, "kind_unknown": 422, "variants_unknown": 422, "nothing_left": 422,
    "same_notice": 422, "scope_unknown": 422, "rule_unproven": 422,
}  # fmt: skip
CONFLICT = 409
Sent = QueryDict
Act = Callable[[int, Sent, User, datetime], CatalogueEntry]

ACTS: Mapping[str, Act] = {
    "confirm": lambda pk, sent, by, now: entries.confirm(pk, by=by, now=now),
    "relabel": lambda pk, sent, by, now: entries.relabel(
        pk, kind=sent.get("kind", ""), subkind=sent.get("subkind", ""), by=by, now=now
    ),
    "reject": lambda pk, sent, by, now: entries.reject(pk, reason=sent.get("reason", ""), by=by, now=now),
    "merge": lambda pk, sent, by, now: entries.merge(pk, into=number(sent.get("into", "")), by=by, now=now),
    "split": lambda pk, sent, by, now: entries.split(
        pk, variants=[number(one) for one in sent.getlist("variant")], by=by, now=now
    ),
}


def number(value: str) -> int:
    """A key as the form sent it; -1, which no row has, for what is none or more than a database holds."""
    given = int(value) if value.isdecimal() else -1
    return given if given < 2**63 else -1


def told(entry: CatalogueEntry, on: Boilerplate | None = None) -> str:
    """What a decision has come to, in one sentence; ``on`` is the notice on whose page it is said."""
    notice, other = entry.notice, entry.other
    if other is not None and other == on:
        merged = entry.act == CatalogueEntry.Act.MERGED
        return f"Notice {notice.pk} was merged in." if merged else f"Split off notice {notice.pk}."
    flags = len(entry.details.get("decisions", ()))
    closed = f" {flags} open flag{'' if flags == 1 else 's'} closed with it." if flags else ""
    kind = label_of(entry.details.get("kind", notice.kind))  # as it was called then
    words = {
        CatalogueEntry.Act.CONFIRMED: f"Confirmed as {kind}.",
        CatalogueEntry.Act.RELABELLED: f"Relabelled: it is {kind} from now on.",
        CatalogueEntry.Act.REJECTED: "Rejected: these words are body wherever they stand.",
        CatalogueEntry.Act.MERGED: f"Merged into notice {other.pk if other else ''}.",
        CatalogueEntry.Act.SPLIT: f"Split off as notice {other.pk if other else ''}.",
        CatalogueEntry.Act.RULED: f"Made a rule for every outlet: {entry.details.get('name', '')}.",
    }
    return words.get(CatalogueEntry.Act(entry.act), entry.get_act_display()) + closed
