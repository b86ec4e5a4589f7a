"""Rights as a policy in ODRL 2.2, the W3C's language for permissions and prohibitions, as JSON-LD."""

import base64
import json
import uuid
from collections.abc import Iterator
from typing import Any

from auditor.inspection.document import Document, Span
from auditor.inspection.rights import Rights
from auditor.inspection.rights.statements import (
    ANYONE,
    IMAGES,
    OTHERS_WORK,
    Claim,
    Condition,
    Statement,
    Use,
)
from auditor.inspection.rights.telling import sentence_of

MEDIA_TYPE = "application/ld+json"
CONTEXT = (
    "http://www.w3.org/ns/odrl.jsonld",
    {
        "cc": "http://creativecommons.org/ns#",
        "dct": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "prov": "http://www.w3.org/ns/prov#",
        "schema": "http://schema.org/",
    },
)
"""The context of the ODRL recommendation, and the vocabularies used beside it."""
_NAMES = uuid.UUID("5b1c3a66-52d0-5c0e-9d4b-5f1d4d0f7c11")
"""The name space of our identifiers: the same statement or name gives the same one (RFC 9562, version 5)."""
_AROUND = 32
"""Code points of prefix and suffix in a quotation's selector."""

_ACTIONS: dict[Use, tuple[str, ...]] = {
    Use.CROSS_POST: ("distribute", "reproduce"),
    Use.REPUBLISH: ("distribute", "reproduce"),
    Use.REPRODUCE: ("reproduce",),
    Use.PRINT: ("print",),
    Use.REDISTRIBUTE: ("distribute",),
    Use.SHARE: ("distribute",),
    Use.REWRITE: ("derive",),
    Use.TRANSLATE: ("translate",),
    Use.QUOTE: ("extract",),
}
_KEPT = ("distribute", "reproduce", "derive")
"""What a holder who keeps all rights is to be asked for; reading is nobody's to forbid."""
_PARTS = {IMAGES: "images", OTHERS_WORK: "others-work"}


def policy(document: Document, rights: Rights) -> dict[str, Any] | None:
    """The rules of ``rights`` over the article; None where the page states none: ODRL has no empty policy.

    Claims of ownership and of fair use are no rules: they describe the asset. A use that needs consent is
    a permission with the duty ``obtainConsent``. Every rule says from which words it was derived, by
    selectors of the Web Annotation model that count code points of the canonical text. An ``Offer``
    where every rule names its assigner, else a ``Set`` (ODRL Information Model 2.2, sections 2.1.1 and
    2.1.2).
    """
    asset = _Asset(document, rights)
    rules = [rule for one in rights.statements for rule in _rules(one, asset)]
    if not rules:
        return None
    content = json.dumps([asset.described(), rules], sort_keys=True, ensure_ascii=False)
    uid = _urn(content)
    return {
        "@context": list(CONTEXT),
        "@type": "Offer" if all("assigner" in rule for _, rule in rules) else "Set",
        "uid": uid,
        "dct:description": " ".join(rights.reading),
        "dct:subject": asset.described(),
        **{
            sort: [
                {"uid": f"{uid}#{sort}-{number}", **rule}
                for number, rule in enumerate((rule for kind, rule in rules if kind == sort), start=1)
            ]
            for sort in ("permission", "prohibition")
            if any(kind == sort for kind, _ in rules)
        },
    }


class _Asset:
    """The article as the target of rules, known by its address, else by its text (RFC 6920)."""

    def __init__(self, document: Document, rights: Rights) -> None:
        self.document = document
        digest = base64.urlsafe_b64encode(bytes.fromhex(document.digest)).decode().rstrip("=")
        self.text = f"ni:///sha-256;{digest}"
        self.uid = document.metadata.get("address") or self.text
        self.owned = [one for one in rights.statements if one.claim is Claim.OWNERSHIP]
        self.sources = [credit.outlet for credit in rights.credits]

    def described(self) -> dict[str, Any]:
        """What is claimed and credited of it."""
        holders = [_party(name) for one in self.owned for name in one.assigner]
        years = [one.year for one in self.owned if one.year]
        return {
            "@type": "Asset",
            "uid": self.uid,
            **({"schema:copyrightHolder": holders} if holders else {}),
            **({"schema:copyrightYear": years[0]} if years else {}),
            **({"schema:creditText": list(dict.fromkeys(self.sources))} if self.sources else {}),
        }

    def target(self, one: Statement) -> object:
        """What a statement is about: the article, or a part of it."""
        part = _PARTS.get(one.target)
        if part is None:
            return self.uid
        collection = {"@type": "AssetCollection", "uid": f"{self.uid}#{part}"}
        return {**collection, "dct:description": one.target, "dct:isPartOf": self.uid}

    def origins(self, one: Statement) -> list[dict[str, Any]]:
        """The words that a statement stands on."""
        if not one.spans:
            source = {"@type": "oa:SpecificResource", "oa:hasSource": {"@id": self.uid}}
            return [{**source, "dct:description": one.said_in}]
        return [self._selected(span) for span in one.spans]

    def _selected(self, span: Span) -> dict[str, Any]:
        text = self.document.text
        return {
            "@type": "oa:SpecificResource",
            "oa:hasSource": {"@id": self.text},
            "oa:hasSelector": [
                {"@type": "oa:TextPositionSelector", "oa:start": span.start, "oa:end": span.end},
                {
                    "@type": "oa:TextQuoteSelector",
                    "oa:exact": self.document.quote(span),
                    "oa:prefix": text[max(0, span.start - _AROUND) : span.start],
                    "oa:suffix": text[span.end : span.end + _AROUND],
                },
            ],
        }


def _rules(one: Statement, asset: _Asset) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rules of one statement, one action each, as ``permission`` or ``prohibition``."""
    if one.claim in (Claim.FAIR_USE, Claim.BORROWED) or (one.claim is Claim.OWNERSHIP and not one.exclusive):
        return
    if one.claim is Claim.LICENCE and not one.uses:
        return
    forbids = one.claim is Claim.PROHIBITION and not one.asks(Condition.PRIOR_PERMISSION)
    for action in _actions(one):
        rule = _rule(one, action, asset)
        if forbids:
            yield "prohibition", rule
        else:
            duties = list(_duties(one, asset))
            yield "permission", {**rule, **({"duty": duties} if duties else {})}
    if not forbids:
        yield from (("prohibition", _rule(one, action, asset)) for action in _withheld(one))


def _rule(one: Statement, action: str, asset: _Asset) -> dict[str, Any]:
    assigner = one.assigner[:1] or ((one.whose,) if one.whose else ())
    constraints = list(_constraints(one))
    return {
        "dct:description": sentence_of(one),
        "target": asset.target(one),
        "action": action,
        **({"assigner": _party(assigner[0])} if assigner else {}),
        **({"assignee": _crowd(one.assignee)} if one.assignee != ANYONE else {}),
        **({"constraint": constraints} if constraints else {}),
        **({"dct:license": {"@id": one.licence}} if one.licence else {}),
        "prov:wasDerivedFrom": asset.origins(one),
    }


def _actions(one: Statement) -> tuple[str, ...]:
    if one.claim in (Claim.OWNERSHIP, Claim.RESERVATION):
        return _KEPT
    return tuple(dict.fromkeys(name for use in one.uses for name in _ACTIONS[use])) or ("use",)


def _withheld(one: Statement) -> Iterator[str]:
    """What a permission keeps back."""
    if one.asks(Condition.UNMODIFIED):
        yield "modify"
    if one.asks(Condition.COMPLETE):
        yield "extract"


def _duties(one: Statement, asset: _Asset) -> Iterator[dict[str, Any]]:
    party = _party(one.assigner[0]) if one.assigner else None
    if one.asks(Condition.ATTRIBUTION):
        yield {"action": "attribute", **({"attributedParty": party} if party else {})}
    if one.asks(Condition.COPYRIGHT_NOTICE):
        yield {"action": "cc:Notice"}
    if one.asks(Condition.HYPERLINK):
        link = {
            "@type": "Asset",
            "uid": f"{asset.uid}#link",
            "dct:description": "a hyperlink to the original",
        }
        yield {"action": "include", "target": link}
    if one.asks(Condition.SHARE_ALIKE):
        yield {"action": "cc:ShareAlike"}
    asked = _party(one.assigner[0] if one.assigner else one.whose, one.contact)
    if one.asks(Condition.NOTIFY):
        yield {"action": "inform", **({"informedParty": asked} if asked else {})}
    consent = one.claim in (Claim.REQUEST, Claim.RESERVATION, Claim.OWNERSHIP)
    if consent or one.asks(Condition.PRIOR_PERMISSION):
        yield {"action": "obtainConsent", **({"consentingParty": asked} if asked else {})}


def _constraints(one: Statement) -> Iterator[dict[str, Any]]:
    if one.venues:
        sites = all(venue.endswith("sites") for venue in one.venues)
        yield _constraint("virtualLocation" if sites else "media", "isAnyOf", list(one.venues))
    if one.asks(Condition.NON_COMMERCIAL):
        yield _constraint("purpose", "isNoneOf", ["commercial"])
    if one.asks(Condition.PERSONAL_USE):
        yield _constraint("purpose", "isAnyOf", ["personal use"])
    if one.purposes:
        yield _constraint("purpose", "isAnyOf", list(one.purposes))


def _constraint(operand: str, operator: str, right: list[str]) -> dict[str, Any]:
    return {"leftOperand": operand, "operator": operator, "rightOperand": right}


def _party(name: str | None, contact: str | None = None) -> dict[str, Any] | None:
    """A party by its printed name and the address at which to ask; None when neither is known."""
    if name is None and contact is None:
        return None
    reached = {"schema:email" if "@" in contact else "schema:url": contact} if contact else {}
    named = {"schema:name": name} if name else {}
    return {"@type": "Party", "uid": _urn(f"party {name or contact}"), **named, **reached}


def _crowd(description: str) -> dict[str, Any]:
    return {"@type": "PartyCollection", "uid": _urn(f"party {description}"), "dct:description": description}


def _urn(content: str) -> str:
    return uuid.uuid5(_NAMES, content).urn
