"""Read statements about reuse from the notices of a text and from what a page says in its head."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import re2

from auditor.inspection.document import Document, Span
from auditor.inspection.rights.licences import find_licence
from auditor.inspection.rights.statements import (
    ANYONE,
    ARTICLE,
    OTHERS_WORK,
    Claim,
    Condition,
    Proviso,
    Statement,
    Use,
)
from auditor.inspection.rights.terms import Said, find_terms
from auditor.inspection.segments import Segment, SegmentKind
from auditor.inspection.wording import cut_sentences, unlinked

_SPEAKING = {
    SegmentKind.COPYRIGHT_NOTICE: Claim.OWNERSHIP,
    SegmentKind.REPRINT_PERMISSION: Claim.GRANT,
    SegmentKind.FAIR_USE_NOTICE: Claim.FAIR_USE,
    SegmentKind.SYNDICATION_CREDIT: None,
    SegmentKind.DISCLAIMER: None,
}
"""The kinds of notice that speak of rights, with what they say when no words of it are recognised."""
_BY_SUBKIND = {"commercial_by_request": Claim.REQUEST, "reposted_with_permission": Claim.BORROWED}
_PLAIN = frozenset({Claim.OWNERSHIP, Claim.RESERVATION, Claim.PROHIBITION})
_ROLES = frozenset(
    {"author", "authors", "author(s)", "owner", "owners", "writer", "photographer", "publisher"}
)
_FORMS = frozenset({"inc", "llc", "ltd", "plc", "llp", "corp", "co", "pty ltd", "gmbh"})  # after a comma
_EMAIL = re2.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SITE = re2.compile(r"(?:https?://|www\.)[^\s)\]]+[^\s)\].,;]")
_YEAR = re2.compile(r"\b((?:19|20)\d\d)\b")


def read_statements(document: Document, segments: Sequence[Segment]) -> tuple[Statement, ...]:
    """Every statement about reuse in text order, then those of the page's head."""
    found = [one for tile in segments if tile.kind in _SPEAKING for one in _of_notice(document, tile)]
    return (*found, *_of_head(document))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a notice at ``start`` of the text, with all that it says."""

    words: str
    start: int
    tile: Segment
    said: tuple[Said, ...]

    @property
    def span(self) -> Span:
        return Span(self.start, self.start + len(self.words))

    def means(self, sort: str) -> tuple[str, ...]:
        return tuple(said.term.means for said in self.said if said.term.sort == sort)

    def group(self, name: str) -> str | None:
        words = [said.groups[name] for said in self.said if name in said.groups]
        return " ".join(unlinked(words[0]).split()) if words else None


def _of_notice(document: Document, tile: Segment) -> Iterator[Statement]:
    sentences = list(_sentences(document, tile))
    if tile.kind is SegmentKind.FAIR_USE_NOTICE:
        yield _fair_use(tile, sentences)
    count = 0
    for sentence in sentences:
        for claim in _claims(sentence):
            count += 1
            yield _statement(claim, sentence)
    default = _BY_SUBKIND.get(tile.subkind or "", _SPEAKING[tile.kind])
    if not count and default is not None and tile.kind is not SegmentKind.FAIR_USE_NOTICE:
        whole = document.quote(tile.span)
        yield _statement(default, _Sentence(whole, tile.span.start, tile, tuple(find_terms(whole))))


def _sentences(document: Document, tile: Segment) -> Iterator[_Sentence]:
    text = document.quote(tile.span)
    for start, end in cut_sentences(text):
        words = text[start:end]
        yield _Sentence(words, tile.span.start + start, tile, tuple(find_terms(words)))


def _claims(sentence: _Sentence) -> Iterator[Claim]:
    """What one sentence does; what forbids does not also allow, and fair use is told of a whole notice."""
    claims = dict.fromkeys(Claim(name) for name in sentence.means("claim"))
    claims.pop(Claim.FAIR_USE, None)
    if Claim.LICENCE in claims or Claim.PROHIBITION in claims:
        claims.pop(Claim.GRANT, None)
    if sentence.tile.kind is SegmentKind.FAIR_USE_NOTICE:
        claims = {claim: None for claim in claims if claim is Claim.REQUEST}
    yield from claims


def _fair_use(tile: Segment, sentences: Sequence[_Sentence]) -> Statement:
    said = [means for sentence in sentences for means in sentence.means("purpose")]
    audience = [means for sentence in sentences for means in sentence.means("audience")]
    statutes = [means for sentence in sentences for means in sentence.means("statute")]
    site = tile.values.get("site")
    return Statement(
        Claim.FAIR_USE,
        (tile.span,),
        _rules(tile, [said for sentence in sentences for said in sentence.said]),
        assigner=(str(site),) if site else (),
        assignee=audience[0] if audience else ANYONE,
        target=OTHERS_WORK,
        conditions=tuple(
            term
            for sentence in sentences
            for term in _conditions(sentence)
            if term.condition is Condition.NON_COMMERCIAL
        ),
        purposes=tuple(dict.fromkeys(said)),
        statute=statutes[0] if statutes else None,
    )


def _statement(claim: Claim, sentence: _Sentence) -> Statement:
    objects, audience = sentence.means("object"), sentence.means("audience")
    licence = find_licence(sentence.words) if claim is Claim.LICENCE else None
    uses = tuple(dict.fromkeys(Use(name) for name in sentence.means("use")))
    given = tuple(Proviso(condition) for condition in licence.conditions) if licence else ()
    plain = claim in (Claim.OWNERSHIP, Claim.RESERVATION)
    in_fair_use = sentence.tile.kind is SegmentKind.FAIR_USE_NOTICE
    return Statement(
        claim,
        (sentence.span,),
        _rules(sentence.tile, sentence.said),
        assigner=_assigner(claim, sentence),
        assignee=audience[0] if audience else ANYONE,
        target=OTHERS_WORK if in_fair_use else (objects[0] if objects else ARTICLE),
        whose=sentence.group("whose"),
        uses=() if plain else (licence.uses if licence else uses),
        conditions=() if plain else _merged(given, _conditions(sentence)),
        venues=sentence.means("venue"),
        purposes=("any but fair use",) if in_fair_use else (),
        contact=_contact(sentence) if claim in (Claim.REQUEST, Claim.PROHIBITION, Claim.GRANT) else None,
        licence=licence.name if licence else None,
        year=_year(sentence) if claim is Claim.OWNERSHIP else None,
        exclusive=claim is Claim.OWNERSHIP and "exclusive" in sentence.means("trait"),
    )


def _rules(tile: Segment, said: Sequence[Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*tile.rules, *(one.term.id for one in said))))


def _conditions(sentence: _Sentence) -> tuple[Proviso, ...]:
    return tuple(
        Proviso(Condition(said.term.means), Span(sentence.start + said.start, sentence.start + said.end))
        for said in sentence.said
        if said.term.sort == "condition"
    )


def _merged(given: tuple[Proviso, ...], found: tuple[Proviso, ...]) -> tuple[Proviso, ...]:
    """Each condition once, the words that set it before the licence that does."""
    merged = {term.condition: term for term in (*given, *found)}
    return tuple(merged.values())


def _assigner(claim: Claim, sentence: _Sentence) -> tuple[str, ...]:
    values = sentence.tile.values
    holders = values.get("holders")
    if claim in _PLAIN and isinstance(holders, list):
        names = (str(name).removesuffix(" (not named)") for name in holders)
        return tuple(_definite(name) for name in names if name.lower().strip(".") not in _FORMS)
    named = sentence.group("holder")
    if claim in (Claim.OWNERSHIP, Claim.BORROWED):
        outlet = values.get("outlet") if claim is Claim.BORROWED else None
        return tuple(_definite(str(name)) for name in (named or outlet,) if name)
    if sentence.tile.kind is SegmentKind.FAIR_USE_NOTICE:
        return ("the copyright owner",)
    issuer = values.get("issuer")
    return (str(issuer),) if issuer else ()


def _definite(name: str) -> str:
    """Without an article a word for somebody gets one; names and "their respective owners" stay."""
    return f"the {name}" if name.split(maxsplit=1)[0] in _ROLES else name


def _contact(sentence: _Sentence) -> str | None:
    email = sentence.tile.values.get("email") or sentence.tile.values.get("url")
    found = _EMAIL.search(sentence.words) or _SITE.search(sentence.words)
    return str(email) if email else (found[0].rstrip(".") if found else None)


def _year(sentence: _Sentence) -> int | None:
    year = sentence.tile.values.get("year")
    found = _YEAR.search(sentence.words)
    return year if isinstance(year, int) else (int(found[1]) if found else None)


def _of_head(document: Document) -> Iterator[Statement]:
    """What a page says of its licence and rights where no reader sees it."""
    for name in ("license", "rights"):
        words = document.metadata.get(name, "")
        licence = find_licence(words)
        said_in = f"metadata: {name}"
        if licence:
            terms = tuple(map(Proviso, licence.conditions))
            yield Statement(
                Claim.LICENCE, (), ("rights.head",), uses=licence.uses, conditions=terms,
                licence=licence.name, said_in=said_in,
            )  # fmt: skip
        elif words:
            yield from _head_words(words, said_in)
    holder = document.metadata.get("holder", "")
    if holder:
        yield Statement(Claim.OWNERSHIP, (), ("rights.head",), assigner=(holder,), said_in="metadata: holder")


def _head_words(words: str, said_in: str) -> Iterator[Statement]:
    said = tuple(find_terms(words))
    rules = ("rights.head", *(one.term.id for one in said))
    year = _YEAR.search(words)
    for one in said:
        if one.term.sort == "claim" and one.term.means in _PLAIN:
            claim, holder = Claim(one.term.means), one.groups.get("holder")
            named = (holder,) if holder else ()
            yield Statement(
                claim, (), rules, assigner=named, year=int(year[1]) if year else None, said_in=said_in
            )
