"""What a page shows of each block, in numbers: shape, place in the tree, company, repeated templates."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from auditor.inspection.document import Document
from auditor.inspection.segments.characters import CLASSES, classes_of
from auditor.inspection.segments.outline import SIGNS, Outline, Places
from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import plain_words

Matrix = NDArray[np.float32]

_UPS = (1, 2, 3, 4, 6)
_SHIFTS = (-3, -2, -1, 1, 2, 3)
_NUMBER = {kind: place for place, kind in enumerate(SegmentKind, start=1)}
_RUNNING = (SegmentKind.BODY, SegmentKind.BLOCKQUOTE)
_READINGS = ("prose", "ruled", "kind", "rules_body", "rules_heading", "rules_kind", "rules_last")
_RULE_NAMES = (
    "pages.outside pages.hidden pages.figure pages.aside pages.links pages.blockquote pages.heading "
    "pages.article pages.edge pages.short_line layout.shape"
)
_RULES = {f"{name}": place for place, name in enumerate(_RULE_NAMES.split(), start=1)}
_PROSE, _SHORT = SegmentKind.BODY, SegmentKind.SECTION_HEADING


def sums(values: NDArray[np.float32]) -> NDArray[np.float64]:
    """Running sums with a nought in front: ``sums(x)[b] - sums(x)[a]`` is the sum of ``x[a:b]``."""
    return np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))


class Traits:
    """Columns of numbers over the blocks of a page, each with a name."""

    def __init__(self, columns: Mapping[str, NDArray[np.float32]] | None = None) -> None:
        self.columns = dict(columns or {})

    @property
    def names(self) -> list[str]:
        """The names of the columns, in the order in which they were measured."""
        return list(self.columns)

    def add(self, name: str, column: ArrayLike) -> None:
        """One more column."""
        self.columns[name] = np.asarray(column, np.float32)

    def __getitem__(self, name: str) -> NDArray[np.float32]:
        return self.columns[name]

    def matrix(self) -> Matrix:
        """Columns (traits) by blocks: one row for each trait."""
        return np.stack(list(self.columns.values()))


def traits_of(document: Document, tiles: Sequence[Segment], outline: Outline) -> Traits:
    """All traits of the blocks of ``document``, which the rules have read as ``tiles``."""
    traits = Traits()
    shape = _shape(document, traits)
    known = _known(document, tiles, traits)
    linked = np.array([b.markup.link_chars if b.markup else 0 for b in document.blocks], np.float32)
    hidden = np.array([bool(b.markup and b.markup.hidden) for b in document.blocks], np.float32)
    traits.add("linked", np.minimum(linked / shape["length"], 1))
    traits.add("hidden", hidden)
    _distances(outline, traits)
    prose = known["prose"] * shape["length"] * (linked < 0.4 * shape["length"]) * (1 - hidden)
    weights = {"length": shape["length"], "linked": linked, "prose": prose}
    _around(outline, weights, traits)
    _style(outline, weights, traits)
    _position(document, shape, prose, traits)
    _neighbours(shape, linked, known["prose"], traits)
    return traits


def _shape(document: Document, traits: Traits) -> dict[str, NDArray[np.float32]]:
    starts = np.array([block.span.start for block in document.blocks])
    ends = np.array([block.span.end for block in document.blocks])
    classes = classes_of(document.text)
    length = (ends - starts).astype(np.float32)
    shape = {"length": length}
    counts = _counts(classes, starts, ends)
    for place, name in enumerate(CLASSES[:8]):
        shape[name] = counts[:, place].astype(np.float32)
    words = shape["space"] + 1 + shape["wide"] / 2
    shape["words"] = words
    traits.add("length", length)
    traits.add("words", words)
    traits.add("word_length", (length - shape["space"]) / words)
    for name in ("comma", "stop", "digit", "upper", "quote", "bar"):
        traits.add(name, shape[name])
        traits.add(name + "_rate", shape[name] / words)
    traits.add("last", classes[ends - 1])
    traits.add("first", classes[starts])
    traits.add("gap", np.diff(starts, prepend=0) - np.concatenate(([0], length[:-1])))
    return shape


def _counts(classes: NDArray[np.uint8], starts: Places, ends: Places) -> Places:
    """How many signs of each class (column) every block (row) holds."""
    blocks = len(starts)
    owner, lengths = np.full(2 * blocks, blocks), np.empty(2 * blocks, np.int64)
    owner[1::2] = np.arange(blocks)
    lengths[0::2] = starts - np.concatenate(([0], ends[:-1]))
    lengths[1::2] = ends - starts
    kinds = len(CLASSES)
    cells = np.repeat(owner * kinds, lengths) + classes[: ends[-1]]
    return np.bincount(cells, minlength=(blocks + 1) * kinds).reshape(-1, kinds)[:blocks]


def _known(document: Document, tiles: Sequence[Segment], traits: Traits) -> dict[str, NDArray[np.float32]]:
    """What the rules say, by the words alone and by the tree: prose, how much is claimed, and as what."""
    count = len(document.blocks)
    found = np.zeros((len(_READINGS), count), np.float32)
    prose, ruled, kind, as_body, as_heading, as_kind, rule = found
    place, blocks = 0, document.blocks
    for tile in tiles:
        while blocks[place].span.end <= tile.span.start:
            place += 1
        share = len(tile.span) / len(blocks[place].span)
        if tile.alone is _PROSE:
            prose[place] = 1
        elif tile.alone is not _SHORT:
            ruled[place] += share
            kind[place] = _NUMBER[tile.alone]
        if tile.kind in _RUNNING:
            as_body[place] += share
        elif tile.kind is _SHORT:
            as_heading[place] += share
        else:
            as_kind[place] = _NUMBER[tile.kind]
        rule[place] = _RULES.get(tile.rules[-1], 0)
    for name, column in zip(_READINGS, found, strict=True):
        traits.add(name, column)
    return {"prose": prose}


def _distances(outline: Outline, traits: Traits) -> None:
    traits.columns.update(zip(SIGNS, outline.distances().T.astype(np.float32), strict=True))


def _around(outline: Outline, weights: dict[str, NDArray[np.float32]], traits: Traits) -> None:
    """How much text, links and prose the elements around a block hold, and how often they repeat."""
    first, last, homes = outline.first, outline.last, outline.homes
    held = {name: (run := sums(column))[last] - run[first] for name, column in weights.items()}
    counts = (last - first).astype(np.float64)
    all_prose, all_text = max(held["prose"][0], 1.0), max(held["length"][0], 1.0)
    above = outline.ancestors(max(_UPS) + 1)
    for up in _UPS:
        at = above[up]
        traits.add(f"up{up}_text", held["length"][at] / all_text)
        traits.add(f"up{up}_prose", held["prose"][at] / all_prose)
        traits.add(f"up{up}_prose_rate", held["prose"][at] / np.maximum(held["length"][at], 1))
        traits.add(f"up{up}_linked", held["linked"][at] / np.maximum(held["length"][at], 1))
        traits.add(f"up{up}_blocks", counts[at])
        traits.add(f"up{up}_mean", held["length"][at] / counts[at])
    repeats = outline.repeats[above[:5]]
    traits.add("repeats", repeats.max(axis=0))
    traits.add("repeats_own", repeats[0])
    traits.add("repeats_up", repeats[1])
    traits.add("depth", outline.depths[homes])
    for share in (0.5, 0.8):
        _container(outline, held["prose"], share, traits)


def _container(outline: Outline, prose: NDArray[np.float64], share: float, traits: Traits) -> None:
    """The innermost element that holds ``share`` of all prose, and where each block stands to it."""
    enough = np.flatnonzero(prose >= share * max(prose[0], 1.0))
    best = int(enough[np.argmax(outline.depths[enough])]) if len(enough) else 0
    first, last = int(outline.first[best]), int(outline.last[best])
    blocks = np.arange(len(outline.homes))
    name = f"within{round(share * 100)}"
    inside = (blocks >= first) & (blocks < last)
    traits.add(name, inside)
    traits.add(name + "_steps", np.where(inside, outline.depths[outline.homes] - outline.depths[best], -1))
    traits.add(name + "_place", (blocks - first) / max(last - first, 1))
    traits.add(name + "_before", blocks - first)
    traits.add(name + "_after", last - blocks)
    traits.add(name + "_held", np.full(len(blocks), prose[best] / max(prose[0], 1.0)))


def _style(outline: Outline, weights: dict[str, NDArray[np.float32]], traits: Traits) -> None:
    """What the blocks whose elements are named alike have in common."""
    own = outline.styles[outline.homes]
    counts = np.bincount(own)
    length = np.bincount(own, weights["length"])
    traits.add("style_blocks", counts[own])
    traits.add("style_text", (length / max(length.sum(), 1))[own])
    traits.add("style_mean", (length / np.maximum(counts, 1))[own])
    for name in ("linked", "prose"):
        rate = np.bincount(own, weights[name]) / np.maximum(length, 1)
        traits.add("style_" + name, rate[own])


def _position(
    document: Document, shape: dict[str, NDArray[np.float32]], prose: NDArray[np.float32], traits: Traits
) -> None:
    count = len(document.blocks)
    blocks = np.arange(count, dtype=np.float32)
    traits.add("place", blocks / count)
    traits.add("text_before", (sums(shape["length"])[:-1]) / max(len(document.text), 1))
    running = sums(prose)
    traits.add("prose_before", running[:-1] / max(running[-1], 1.0))
    traits.add("page_blocks", np.full(count, count))
    traits.add("page_prose", np.full(count, running[-1]))
    traits.add("page_prose_rate", np.full(count, running[-1] / max(len(document.text), 1)))
    headline = _headline(document, shape["length"])
    traits.add("titled", np.full(count, float(headline >= 0)))
    traits.add("from_title", blocks - headline)


def _headline(document: Document, length: NDArray[np.float32]) -> int:
    """The block that says most of the page's title, -1 when none does."""
    title = plain_words(document.metadata.get("title", ""))
    best, most = -1, 11
    for place in np.flatnonzero((length >= 12) & (length <= len(title) + 20)).tolist() if title else ():
        words = plain_words(document.quote(document.blocks[place].span))
        if len(words) > most and (words in title or title in words):
            best, most = place, len(words)
    return best


def shifted(column: NDArray[np.float32], by: int, fill: float) -> NDArray[np.float32]:
    """The column as seen by the block ``by`` places before; ``fill`` beyond the ends of the page."""
    moved = np.full(len(column), fill, np.float32)
    if abs(by) >= len(column):
        return moved
    if by > 0:
        moved[:-by] = column[by:]
    else:
        moved[-by:] = column[:by]
    return moved


def _neighbours(
    shape: dict[str, NDArray[np.float32]],
    linked: NDArray[np.float32],
    prose: NDArray[np.float32],
    traits: Traits,
) -> None:
    rate = linked / shape["length"]
    for by in _SHIFTS:
        traits.add(f"words{by:+d}", shifted(shape["words"], by, 0))
        traits.add(f"linked{by:+d}", shifted(rate, by, 1))
        traits.add(f"prose{by:+d}", shifted(prose, by, 0))


def window(values: NDArray[np.float32], weights: NDArray[np.float32], reach: int) -> NDArray[np.float64]:
    """The weighted mean of ``values`` over the blocks up to ``reach`` places away."""
    count = len(values)
    low = np.maximum(np.arange(count) - reach, 0)
    high = np.minimum(np.arange(count) + reach + 1, count)
    top, bottom = sums(values * weights), sums(weights)
    return (top[high] - top[low]) / np.maximum(bottom[high] - bottom[low], 1e-6)


def company_of(alone: NDArray[np.float32], traits: Traits, outline: Outline) -> Traits:
    """The second stage's traits: all of the first, and what it made of the blocks around each block."""
    both = Traits(traits.columns)
    length = np.sqrt(traits["length"])
    both.add("alone", alone)
    for by in (-4, *_SHIFTS, 4):
        both.add(f"alone{by:+d}", shifted(alone, by, 0))
    for reach in (2, 5, 12):
        both.add(f"alone_window{reach}", window(alone, length, reach))
    top, bottom = sums(alone * length), sums(length)
    above = outline.ancestors(5)
    for up in range(5):
        first, last = outline.first[above[up]], outline.last[above[up]]
        both.add(f"alone_up{up}", (top[last] - top[first]) / np.maximum(bottom[last] - bottom[first], 1e-6))
    own = outline.styles[outline.homes]
    rate = np.bincount(own, alone * length) / np.maximum(np.bincount(own, length), 1e-6)
    both.add("alone_style", rate[own])
    both.add("alone_page", np.full(len(alone), top[-1] / max(bottom[-1], 1e-6)))
    both.add("alone_before", top[:-1] / max(top[-1], 1e-6))
    _runs(alone, both)
    return both


def _runs(alone: NDArray[np.float32], both: Traits) -> None:
    """Blocks since the last, and to the next, that is surely body; and the best of those before and after."""
    places = np.arange(len(alone))
    sure = alone > 0.8
    before = np.maximum.accumulate(np.where(sure, places, -1000))
    after = np.minimum.accumulate(np.where(sure, places, len(alone) + 1000)[::-1])[::-1]
    both.add("since_sure", np.minimum(places - before, 50))
    both.add("until_sure", np.minimum(after - places, 50))
    both.add("best_before", np.maximum.accumulate(alone))
    both.add("best_after", np.maximum.accumulate(alone[::-1])[::-1])
