"""Rights as plain data, for JSON: every stretch with its words."""

from typing import Any

from auditor.inspection.document import Document, Span
from auditor.inspection.rights.contradictions import Contradiction
from auditor.inspection.rights.holding import Rights
from auditor.inspection.rights.origin import Origin
from auditor.inspection.rights.statements import Statement
from auditor.inspection.rights.telling import sentence_of


def as_data(document: Document, rights: Rights) -> dict[str, Any]:
    """``stated`` is false where no notice speaks of rights: what is allowed is then unknown."""
    return {
        "stated": bool(rights.statements),
        "reading": list(rights.reading),
        "statements": [_statement(document, one) for one in rights.statements],
        "credits": [
            {"outlet": one.outlet, "kind": one.kind, "rules": list(one.rules), **_place(document, one.span)}
            for one in rights.credits
        ],
        "origin": _origin(rights.origin),
        "contradictions": [_contradiction(document, one) for one in rights.contradictions],
    }


def _statement(document: Document, one: Statement) -> dict[str, Any]:
    return {
        "claim": one.claim.value,
        "reading": sentence_of(one),
        "assigner": list(one.assigner),
        "assignee": one.assignee,
        "target": one.target,
        "whose": one.whose,
        "uses": [use.value for use in one.uses],
        "conditions": [
            {"condition": term.condition.value, "words": term.span and _place(document, term.span)}
            for term in one.conditions
        ],
        "venues": list(one.venues),
        "purposes": list(one.purposes),
        "contact": one.contact,
        "licence": one.licence,
        "statute": one.statute,
        "year": one.year,
        "exclusive": one.exclusive,
        "said_in": one.said_in,
        "spans": [_place(document, span) for span in one.spans],
        "rules": list(one.rules),
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {
        "characters": origin.characters,
        "taken": origin.taken,
        "others": origin.others,
        "voices": [
            {
                "name": voice.name,
                "characters": voice.characters,
                "reposted": voice.reposted,
                "house": voice.house,
                "spans": [{"start": span.start, "end": span.end} for span in voice.spans],
            }
            for voice in origin.voices
        ],
    }


def _contradiction(document: Document, one: Contradiction) -> dict[str, Any]:
    return {
        "kind": one.kind.value,
        "severity": one.severity.value,
        "reason": one.reason,
        "one": [_place(document, span) for span in one.one],
        "other": [_place(document, span) for span in one.other],
        "rules": list(one.rules),
    }


def _place(document: Document, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": document.quote(span)}
