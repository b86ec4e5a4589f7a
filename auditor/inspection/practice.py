"""How an article sources what it says: six counts, S5 to S10 of the standards, never a score."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from auditor.inspection.assertions import Assertion
from auditor.inspection.attribution import Sourcing
from auditor.inspection.citations import Citation, CitationType
from auditor.inspection.counts import Signal, share
from auditor.inspection.cues import packaged_lexicon, plain, word_set
from auditor.inspection.document import Document, Span
from auditor.inspection.flags import unsourced

RATE_WORDS = 300
"""Words of running text below which a rate per thousand words says nothing (set by hand)."""
_OF_NOBODY = frozenset({Sourcing.NONE, Sourcing.SELF_EVIDENT})
_UNNAMED = frozenset({Sourcing.ANONYMOUS, Sourcing.VAGUE})
_PRONOUNS = word_set("signals.pronouns")


def weigh_sourcing(
    document: Document, assertions: Sequence[Assertion], citations: Sequence[Citation], words: int
) -> tuple[Signal, ...]:
    """The six signals, always in the same order; ``words`` of running text were read."""
    attributed = [one for one in assertions if one.attribution.sourcing not in _OF_NOBODY]
    return (
        _unattributed(assertions),
        _named_sources(document, assertions, words),
        _concentration(document, attributed),
        _unnamed(attributed),
        _explained(document, attributed),
        _documents(document, citations if assertions else ()),
    )


def _unattributed(assertions: Iterable[Assertion]) -> Signal:
    checkable = [one for one in assertions if one.checkworthy]
    spans = tuple(one.span for one in checkable if unsourced(one))
    reason = "claims worth checking for which the text names no source"
    return share("unattributed_claims", spans, len(checkable), "checkable sentences", reason, standard="S5")


def _named_sources(document: Document, assertions: Sequence[Assertion], words: int) -> Signal:
    """Different names are counted once; a pronoun names nobody anew."""
    named: dict[str, Span] = {}
    for one in assertions:
        source = one.attribution.source
        if one.attribution.sourcing is Sourcing.NAMED and source is not None:
            name = _key(document.quote(source))
            if name not in _PRONOUNS:
                named.setdefault(name, source)
    return Signal(
        "named_sources",
        len(named),
        words if assertions else 0,
        "words of running text",
        ("signal.named-sources",),
        "different named sources (by the last word of the name)",
        tuple(named.values()),
        "S6",
        needed=RATE_WORDS,
    )


def _key(name: str) -> str:
    """The last word of a name, as names are told apart here."""
    words = name.removeprefix("The ").removeprefix("the ").lower().split()
    return words[-1].removesuffix("’s").removesuffix("'s")


def _concentration(document: Document, attributed: Sequence[Assertion]) -> Signal:
    """The sentences of whoever vouches for the most of them; a pronoun is whoever came before."""
    by_source: defaultdict[str, list[Span]] = defaultdict(list)
    for name, span in _vouchers(document, attributed):
        by_source[name].append(span)
    name, spans = max(by_source.items(), key=lambda entry: len(entry[1]), default=("", []))
    reason = f"attributed sentences that stand on one source: {name}" if name else "no source was told apart"
    total = sum(map(len, by_source.values()))
    return share(
        "source_concentration",
        tuple(spans),
        total,
        "sentences with a source told apart",
        reason,
        standard="S7",
    )


def _vouchers(document: Document, attributed: Iterable[Assertion]) -> Iterator[tuple[str, Span]]:
    before = ""
    for one in attributed:
        source = one.attribution.source
        if source is None or one.attribution.sourcing is Sourcing.VAGUE:
            continue
        name = _key(document.quote(source))
        before = before if name in _PRONOUNS else name
        if before:
            yield before, one.span


def _unnamed(attributed: Sequence[Assertion]) -> Signal:
    spans = tuple(one.span for one in attributed if one.attribution.sourcing in _UNNAMED)
    reason = "sentences that stand on people without names, or on nobody in particular"
    return share("unnamed_share", spans, len(attributed), "attributed sentences", reason, standard="S8")


def _explained(document: Document, attributed: Iterable[Assertion]) -> Signal:
    anonymous = [one for one in attributed if one.attribution.sourcing is Sourcing.ANONYMOUS]
    spans = tuple(one.span for one in anonymous if _gives_reason(document.quote(one.span)))
    reason = "sentences on people without names that say why they are not named"
    return share(
        "anonymity_explained", spans, len(anonymous), "anonymous attributions", reason, standard="S9"
    )


def _gives_reason(text: str) -> bool:
    return "anonymity_reason" in packaged_lexicon().kinds(plain(text))


def _documents(document: Document, citations: Iterable[Citation]) -> Signal:
    """Documents cited, each once by its last word and the sentence it stands in; a "#" leads nowhere."""
    papers = [one for one in citations if one.type is CitationType.DOCUMENT]
    linked = tuple(one.source for one in papers if one.address.strip("#"))
    reason = "documents cited with a link to follow (whether it still works is not tried)"
    return share("documents_linked", linked, len(papers), "cited documents", reason, standard="S10")
