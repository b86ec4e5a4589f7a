"""Whose words the running text is: the house's, or another's, quoted or reposted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.inspection.document import Document, Span
from auditor.inspection.rights.parties import is_of
from auditor.inspection.rights.statements import Credit
from auditor.inspection.segments import Segment, SegmentKind

_RUNNING = frozenset({SegmentKind.BODY, SegmentKind.BLOCKQUOTE, SegmentKind.EMBED})
_TAKEN = frozenset({SegmentKind.BLOCKQUOTE, SegmentKind.EMBED})
_CREDITS = frozenset({SegmentKind.SYNDICATION_CREDIT, SegmentKind.DATELINE})
_SAYS_WHENCE = frozenset({"original_source", "from_outlet", "reposted_with_permission", "wire_dateline"})
_LARGELY = 3
"""One part in so many from which the running text is largely others' (set by hand; seed 000: 39 %)."""
UNNAMED = "somebody not named"


@dataclass(frozen=True, slots=True)
class Voice:
    """One whose words stand in the running text: how many characters, and where.

    ``reposted`` counts those of whole paragraphs taken over as if they were the article's own;
    ``house`` says that it is the house itself, quoting its own work.
    """

    name: str
    characters: int
    reposted: int
    spans: tuple[Span, ...]
    house: bool

    @property
    def other(self) -> bool:
        """Whether it is known to be another's: whom nobody names may be the house."""
        return not self.house and self.name != UNNAMED


@dataclass(frozen=True, slots=True)
class Origin:
    """``characters`` of running text (body, block quotations, embeds; white space is not counted).

    ``voices`` are those quoted or reposted, the largest first.
    """

    characters: int
    voices: tuple[Voice, ...]

    @property
    def taken(self) -> int:
        """Characters that are quoted or reposted, from whomever."""
        return sum(voice.characters for voice in self.voices)

    @property
    def others(self) -> int:
        """Characters that are quoted or reposted from others who are named."""
        return sum(voice.characters for voice in self.voices if voice.other)

    @property
    def is_largely_others(self) -> bool:
        """Whether a third or more of it is."""
        return 0 < self.characters <= self.others * _LARGELY

    @property
    def reposted(self) -> int:
        """Characters of others' paragraphs taken over as they were."""
        return sum(voice.reposted for voice in self.voices if voice.other)


def find_origin(document: Document, segments: Sequence[Segment], house: Iterable[str]) -> Origin:
    """Whose words the running text is, by the voices that the segments carry."""
    own = tuple(house)
    total, taken = 0, dict[str, list[Segment]]()
    for tile in segments:
        if tile.kind in _RUNNING:
            total += _size(document, tile)
            if tile.kind in _TAKEN or tile.values.get("voice"):
                taken.setdefault(_voice(tile).casefold(), []).append(tile)
    voices = [_heard(document, tiles, own) for tiles in taken.values()]
    return Origin(total, tuple(sorted(voices, key=lambda voice: (-voice.characters, voice.name))))


def find_credits(segments: Iterable[Segment]) -> tuple[Credit, ...]:
    """The credits that say from whom the text comes."""
    return tuple(
        Credit(str(tile.values["outlet"]), tile.span, str(tile.subkind), tile.rules)
        for tile in segments
        if tile.kind in _CREDITS and tile.subkind in _SAYS_WHENCE and tile.values.get("outlet")
    )


def _voice(tile: Segment) -> str:
    named = (tile.values.get(key) for key in ("voice", "outlet", "account", "platform"))
    return str(next(filter(None, named), UNNAMED))


def _heard(document: Document, tiles: Sequence[Segment], house: Sequence[str]) -> Voice:
    name = _voice(tiles[0])
    sizes = [(tile, _size(document, tile)) for tile in tiles]
    return Voice(
        name,
        sum(size for _, size in sizes),
        sum(size for tile, size in sizes if tile.kind is SegmentKind.BODY),
        tuple(tile.span for tile in tiles),
        name != UNNAMED and is_of(name, house),
    )


def _size(document: Document, tile: Segment) -> int:
    return sum(map(len, document.quote(tile.span).split()))
