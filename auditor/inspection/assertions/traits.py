"""What the second stage knows of a sentence: its words by groups, its marks, its neighbours, its article."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from auditor.inspection.assertions.kinds import SentenceType
from auditor.inspection.assertions.ruling import STATING, Ruling
from auditor.inspection.assertions.stances import Stance
from auditor.inspection.attribution import Attribution, Heard, Sourcing
from auditor.inspection.cues import word_set
from auditor.inspection.tiling import SegmentKind

Table = NDArray[np.float32]
Numbers = NDArray[np.int64]

_GROUP_NAMES = (
    "i we you person they pointer modal future past-be present-be negation superlative comparative cause "
    "quantity time but and praise stress advice scene life office event study opens title"
)
GROUPS = tuple(_GROUP_NAMES.split())
_SUFFIXES = ("ed", "ing", "ly", "est", "tion", "'s")
_WORDS = {name: word_set(f"traits.{name}") for name in GROUPS}
_FACTS = (*(f"has {name}" for name in GROUPS), *(f"has -{suffix}" for suffix in _SUFFIXES), "has digits")
_CUE_KINDS = (
    "opinion hedge inference motive purpose background hope grave imperative speech act stance evidence "
    "according impersonal noun noun_vague noun_of law vague outlet document institution office"
)
_KINDS = tuple(_CUE_KINDS.split())
_KIND_BITS = {kind: 1 << place for place, kind in enumerate(_KINDS)}
_SOURCINGS = tuple(Sourcing)
_CARRIED = len(_SOURCINGS)
_TYPES = tuple(SentenceType)
_SIGNS = ("?", "!", ":", ";", "(", "—", "$", "%", ",", "http")
BUCKETS = 1 << 13
"""Places for words and pairs of words; two that share one are not told apart."""
_PAIR = 0x9E3779B1
_CONTESTED = 2.0
"""Articles half of whose sentences tell of grave acts are contested throughout (set by hand)."""
_TOGETHER = ("none", "reports", "judges", "i", "you", "?")

_COUNTS = (
    "judgement", "names", "figures", "grave words", "length", "quoted", "finite", "perfect", "weak subject",
    "capitals", "entered", "commas", "vouched",
)  # fmt: skip


def _numbered(prefix: str, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{prefix} {name}" for name in names)


NAMES = (
    *_COUNTS,
    *_FACTS,
    *_numbered("first", _FACTS),
    *_numbered("cue", _KINDS),
    *_numbered("sourcing", (one.value for one in _SOURCINGS)),
    "carried",
    *_numbered("sign", _SIGNS),
    "block quotation",
    "opens paragraph",
    "alone in paragraph",
    "place",
    "early",
    *(f"{side} {name}" for side in ("before", "after", "two before", "two after") for name in _TOGETHER),
    *_numbered("article", (*_TOGETHER, "figures", "past", "grave", "length")),
    *_numbered("rule", (one.value for one in _TYPES)),
    "rule worth",
    "contested claim",
)
"""The traits in their order, in words a reviewer can be shown."""


@lru_cache(maxsize=1 << 16)
def _mask(word: str) -> int:
    """Which groups a word is of, a bit for each of ``_FACTS``."""
    mask = sum(1 << place for place, name in enumerate(GROUPS) if word in _WORDS[name])
    for place, suffix in enumerate(_SUFFIXES, len(GROUPS)):
        mask |= (word.endswith(suffix) and len(word) > len(suffix) + 2) << place
    return mask | any(sign.isdigit() for sign in word) << (len(_FACTS) - 1)


@lru_cache(maxsize=1 << 16)
def _number(word: str) -> int:
    """A number for a word; all figures of one length share theirs."""
    return crc32("".join("0" if sign.isdigit() else sign for sign in word).encode())


class Seen(NamedTuple):
    """Sentences as the second stage sees them.

    ``traits`` has a row for each sentence and a column for each of ``NAMES``; ``words`` are places among
    ``BUCKETS``, each of the sentence numbered in ``owners``.
    """

    traits: Table
    words: Numbers
    owners: Numbers

    def shares(self) -> NDArray[np.float64]:
        """What each word counts for: long sentences have more words, not louder ones."""
        counts = np.bincount(self.owners, minlength=len(self.traits))
        shares: NDArray[np.float64] = 1 / np.sqrt(counts[self.owners])
        return shares


def see(
    heard: Sequence[Heard],
    stances: Sequence[Stance],
    attributions: Sequence[Attribution],
    rulings: Sequence[Ruling],
) -> Seen:
    """The sentences of one article (at least one) as the second stage sees them."""
    ruled = _by_rule(rulings, np.mean([one.grave > 0 for one in stances]))
    return Seen(np.concatenate([_measure(heard, stances, attributions), ruled], axis=1), *_words(heard))


def _by_rule(rulings: Sequence[Ruling], grave: np.floating) -> Table:
    """What the rules say; a claim counts the more, the more of the article tells of grave acts."""
    table = np.zeros((len(rulings), len(_TYPES) + 2), np.float32)
    table[np.arange(len(rulings)), [_TYPES.index(one.type) for one in rulings]] = 1
    worth = np.clip([one.worth for one in rulings], 0.01, 0.99)
    table[:, -2] = np.log(worth / (1 - worth))
    claims = np.array([one.type in STATING and one.checkworthy for one in rulings])
    table[:, -1] = claims * table[:, -2] * min(1.0, _CONTESTED * float(grave))
    return table


def _measure(heard: Sequence[Heard], stances: Sequence[Stance], attributions: Sequence[Attribution]) -> Table:
    own = np.array([_row(*one) for one in zip(heard, stances, attributions, strict=True)], np.float32)
    masks = [[_mask(word) for word in one.said.words] for one in heard]
    facts = _bits([_union(mask) for mask in masks], len(_FACTS))
    first = _bits([mask[0] if mask else 0 for mask in masks], len(_FACTS))
    cues = _bits([_cues(one) for one in heard], len(_KINDS))
    given = _sourcing(attributions)
    signs = np.array([[sign in one.said.text for sign in _SIGNS] for one in heard], np.float32)
    shared = np.stack(
        [given[:, -2], 1 - given[:, -2], own[:, 0] >= 1, facts[:, 0], facts[:, 2], signs[:, 0]], axis=1
    )
    place = _places(heard)
    sides = [_shifted(shared, by) for by in (1, -1, 2, -2)]
    figures, past = own[:, 2] > 0, facts[:, GROUPS.index("past-be")] > 0
    told = [figures.mean(), past.mean(), (own[:, 3] > 0).mean(), np.log1p(len(heard))]
    whole = np.concatenate([shared.mean(axis=0), told])
    article = np.broadcast_to(whole, (len(heard), len(whole)))
    return np.concatenate(
        [own, facts, first, cues, given, signs, place, *sides, article], axis=1, dtype=np.float32
    )


def _words(heard: Sequence[Heard]) -> tuple[Numbers, Numbers]:
    """The words and pairs of words as places among ``BUCKETS``, and the sentence that each stands in."""
    lengths = np.array([len(one.said.words) for one in heard], np.int64)
    numbers = np.array([_number(word) for one in heard for word in one.said.words], np.int64)
    owners = np.repeat(np.arange(len(heard)), lengths)
    paired = owners[1:] == owners[:-1]
    pairs = ((numbers[:-1] * _PAIR + numbers[1:])[paired] >> 7) % BUCKETS
    return np.concatenate([numbers % BUCKETS, pairs]), np.concatenate([owners, owners[1:][paired]])


def _row(heard: Heard, stance: Stance, attribution: Attribution) -> tuple[float, ...]:
    said = heard.said
    length = max(1, len(said.words))
    return (
        min(3.0, max(-1.0, stance.judgement)),
        min(stance.names, 5),
        min(stance.figures, 3),
        min(stance.grave, 3),
        min(length, 60) / 10,
        sum(said.quoted) / length,
        stance.finite,
        stance.perfect,
        stance.weak_subject,
        sum(said.capitals) / length,
        said.entered,
        said.text.count(","),
        attribution.probability,
    )


def _union(masks: Iterable[int]) -> int:
    union = 0
    for mask in masks:
        union |= mask
    return union


def _cues(heard: Heard) -> int:
    union = 0
    for hit in heard.hits:
        union |= _KIND_BITS.get(hit.cue.kind, 0)
    return union


def _bits(masks: Sequence[int], width: int) -> Table:
    held = np.array(masks, np.int64)[:, None] >> np.arange(width) & 1
    return held.astype(np.float32)


def _sourcing(attributions: Sequence[Attribution]) -> Table:
    """A column for each sort of source; the last but one is "none", the last "carried"."""
    table = np.zeros((len(attributions), len(_SOURCINGS) + 1), np.float32)
    kinds = [_SOURCINGS.index(one.sourcing) for one in attributions]
    table[np.arange(len(kinds)), kinds] = 1
    table[:, _CARRIED] = [one.carried is not None for one in attributions]
    return table


def _places(heard: Sequence[Heard]) -> Table:
    """Block quotation, first or alone in its paragraph, how far down the article, among its first three."""
    paragraphs = np.array([one.said.paragraph for one in heard])
    opens = np.append(True, paragraphs[1:] != paragraphs[:-1])
    closes = np.append(opens[1:], True)
    quoted = [one.said.kind is SegmentKind.BLOCKQUOTE for one in heard]
    order = np.arange(len(heard))
    return np.stack([quoted, opens, opens & closes, order / len(heard), order < 3], axis=1).astype(np.float32)


def _shifted(table: Table, by: int) -> Table:
    """The rows of the sentence ``by`` places before; nothing where there is none."""
    shifted = np.zeros_like(table)
    if by > 0:
        shifted[by:] = table[:-by]
    else:
        shifted[:by] = table[-by:]
    return shifted
