"""What a text without markup shows of each line, in numbers: shape, order, neighbours, shared words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import re2
from numpy.typing import NDArray

from auditor.inspection.document import Document
from auditor.inspection.segments.characters import CLASSES, classes_of
from auditor.inspection.segments.traits import Traits, shifted, sums, window
from auditor.inspection.tiling import Segment, SegmentKind

Column = NDArray[np.float32]

_SHARES = ("comma", "stop", "digit", "upper", "quote", "bar")
_COUNTED = CLASSES[: CLASSES.index("letter")]
_STOP = CLASSES.index("stop")
_GOING_ON = (CLASSES.index("comma"), _STOP, CLASSES.index("letter"))
_NUMBER = {kind: place for place, kind in enumerate(SegmentKind, start=1)}
_LONG = 25  # words; a line of so many is running text in any language
_FAR = 30  # lines from which on a distance makes no difference
# Short lines that announce what is not the article, in the languages of the corpora.
_ANNOUNCES = re2.compile(
    r"(?i)^\W*(?:related|more (?:from|in|on|stor|news|top|arti)|most (?:read|pop|view|share|recent|comment)|"
    r"recommended|you (?:may|might)|popular|trending|latest|top stor|read (?:more|next|also)|see also|"
    r"also (?:read|on|in)|share|follow|subscribe|sign up|newsletter|leave a (?:reply|comment)|post a comment|"
    r"about (?:us|the author)|advertis|sponsored|promoted|around the web|from (?:around|our)|"
    r"editor'?s.? pick|don'?t miss|(?:\d+ )?(?:comments?|responses?|replies|kommentare?|commentaires?|"
    r"comentarios?|комментари\w*|kommentarer)\b|mehr (?:zum|aus|von)|weitere|meistgelesen|das könnte|"
    r"lesen sie auch|à lire|lire aussi|sur le même|les plus|más (?:leíd|notic|sobre)|te puede|lo más|"
    r"relacionad|notas relac|leia (?:mais|também)|mais lidas|les også|mest lest|siste nytt|"
    r"читайте также|по теме|популярн|смотрите также|другие новости)"
)


@dataclass(frozen=True, slots=True)
class _Shape:
    """Columns over the lines: code points, words, words that begin with a capital, prose by the rules."""

    length: Column
    words: Column
    capitals: Column
    prose: Column


def lines_traits(document: Document, tiles: Sequence[Segment]) -> Traits:
    """All traits of the blocks of ``document``, which the rules have read, each alone, as ``tiles``."""
    traits = Traits()
    shape = _shape(document, tiles, traits)
    _position(shape, traits)
    _around(shape, traits)
    _stretch(shape, traits)
    _wording(document, shape, traits)
    return traits


def _shape(document: Document, tiles: Sequence[Segment], traits: Traits) -> _Shape:
    starts = np.array([block.span.start for block in document.blocks])
    ends = np.array([block.span.end for block in document.blocks])
    classes = classes_of(document.text)
    length = (ends - starts).astype(np.float32)

    def counted(signs: NDArray[np.bool_]) -> Column:
        running = np.concatenate(([0], np.cumsum(signs)))
        return np.asarray(running[ends] - running[starts], np.float32)

    counts = {name: counted(classes == place) for place, name in enumerate(_COUNTED)}
    words = np.asarray(counts["space"] + 1 + counts["wide"] / 2, np.float32)
    opening = np.concatenate(([True], (classes == 0)[:-1]))
    capitals = counted(opening & (classes == 4))
    traits.add("length", length)
    traits.add("words", words)
    traits.add("word_length", (length - counts["space"]) / words)
    for name in _SHARES:
        traits.add(name, counts[name])
        traits.add(name + "_rate", counts[name] / words)
    traits.add("capitals", capitals / words)
    last, first = classes[ends - 1], classes[starts]
    traits.add("last", last)
    traits.add("first", first)
    traits.add("last-1", shifted(last, -1, 0))
    traits.add("first+1", shifted(first, 1, 0))
    _fragments(words, first, last, traits)
    return _Shape(length, words, capitals, _known(document, tiles, traits))


def _fragments(words: Column, first: NDArray[np.uint8], last: NDArray[np.uint8], traits: Traits) -> None:
    """How long a paragraph is whose links were printed on lines of their own: all pieces that go on."""
    opens = np.isin(first, _GOING_ON)
    ends = np.concatenate(([True], last[:-1] == _STOP))
    number = np.cumsum(~opens | ends) - 1
    traits.add("fragment", opens & ~ends)
    traits.add("pieces", np.bincount(number)[number])
    traits.add("paragraph", np.bincount(number, words)[number])


def _known(document: Document, tiles: Sequence[Segment], traits: Traits) -> Column:
    """What the rules say of each line: prose, how much of it they claim, and as what."""
    prose, ruled, kind, clue = np.zeros((4, len(document.blocks)), np.float32)
    place, blocks = 0, document.blocks
    for tile in tiles:
        while blocks[place].span.end <= tile.span.start:
            place += 1
        if tile.alone is SegmentKind.BODY:
            prose[place] = 1
        elif tile.alone is not SegmentKind.SECTION_HEADING:
            ruled[place] += len(tile.span) / len(blocks[place].span)
            kind[place] = _NUMBER[tile.alone]
        clue[place] = max(clue[place], float(str(tile.values.get("clue_score", 0))))
    for name, column in (("prose", prose), ("ruled", ruled), ("kind", kind), ("clue", clue)):
        traits.add(name, column)
    return prose


def _position(shape: _Shape, traits: Traits) -> None:
    count = len(shape.length)
    places = np.arange(count, dtype=np.float32)
    traits.add("place", places / count)
    traits.add("from_top", np.minimum(places, 200))
    traits.add("from_end", np.minimum(count - 1 - places, 200))
    running, prose = sums(shape.words), sums(shape.words * shape.prose)
    traits.add("text_before", running[:-1] / running[-1])
    traits.add("prose_before", prose[:-1] / max(prose[-1], 1.0))
    traits.add("prose_after", 1 - prose[1:] / max(prose[-1], 1.0))
    traits.add("prose_rate", np.full(count, prose[-1] / running[-1]))


def _around(shape: _Shape, traits: Traits) -> None:
    """The lines beside each line, and how far it is to the next long ones."""
    capitals = shape.capitals / shape.words
    for by in (-4, -3, -2, -1, 1, 2, 3, 4):
        traits.add(f"words{by:+d}", shifted(shape.words, by, 0))
        traits.add(f"prose{by:+d}", shifted(shape.prose, by, 0))
    for by in (-2, -1, 1, 2):
        traits.add(f"capitals{by:+d}", shifted(capitals, by, 1))
    even = np.ones(len(capitals), np.float32)
    for reach in (2, 5, 12):
        traits.add(f"words_window{reach}", window(shape.words, even, reach))
        traits.add(f"prose_window{reach}", window(shape.prose, even, reach))
        spread = window(shape.words**2, even, reach) - window(shape.words, even, reach) ** 2
        traits.add(f"spread{reach}", np.sqrt(np.maximum(spread, 0)))
        traits.add(f"capitals_window{reach}", window(capitals, shape.words, reach))
    for name, sure in (("long", shape.words >= _LONG), ("prose", shape.prose > 0)):
        before, after = distances(sure)
        traits.add(f"since_{name}", before)
        traits.add(f"until_{name}", after)


def distances(sure: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lines since the last before, and to the next after, that is ``sure``; at most ``_FAR``."""
    places = np.arange(len(sure))
    before = np.maximum.accumulate(np.where(sure, places, -_FAR))
    after = np.minimum.accumulate(np.where(sure, places, len(sure) + _FAR)[::-1])[::-1]
    past = np.concatenate(([-_FAR], before[:-1]))
    coming = np.concatenate((after[1:], [len(sure) + _FAR]))
    return np.minimum(places - past, _FAR), np.minimum(coming - places, _FAR)


def best_stretch(gains: NDArray[np.float64]) -> tuple[int, int]:
    """The half-open stretch with the largest sum of ``gains``; the first of equals."""
    running = sums(np.asarray(gains, np.float32))
    lowest = np.minimum.accumulate(running)
    end = int(np.argmax(running[1:] - lowest[:-1])) + 1
    return int(np.argmin(running[:end])), end


def _stretch(shape: _Shape, traits: Traits) -> None:
    """Where a line stands to the stretch that holds most prose for the least else."""
    places = np.arange(len(shape.words))
    weight = np.minimum(shape.words, 60) * shape.prose
    for cost in (4, 12):
        first, last = best_stretch(np.asarray(weight - cost * (1 - shape.prose), np.float64))
        inside = (places >= first) & (places < last)
        traits.add(f"inside{cost}", inside)
        traits.add(f"before{cost}", np.clip(places - first, -50, 50))
        traits.add(f"after{cost}", np.clip(last - places, -50, 50))
        traits.add(f"held{cost}", np.full(len(places), weight[first:last].sum() / max(weight.sum(), 1.0)))


def _wording(document: Document, shape: _Shape, traits: Traits) -> None:
    """Which words a line shares with the long lines, whether it is printed twice, what announces it."""
    lines = [document.quote(block.span).casefold() for block in document.blocks]
    words = [[word for word in line.split() if len(word) > 3] for line in lines]
    held = Counter[str]()
    for each, prose in zip(words, shape.prose.tolist(), strict=True):
        if prose:
            held.update(set(each))
    shared = np.zeros(len(lines), np.float32)
    for place, (each, prose) in enumerate(zip(words, shape.prose.tolist(), strict=True)):
        known = sum(held[word] > prose for word in each)
        shared[place] = known / max(len(each), 1)
    traits.add("shared", shared)
    for by in (-1, 1):
        traits.add(f"shared{by:+d}", shifted(shared, by, 0))
    traits.add("shared_window3", window(shared, shape.words, 3))
    copies = Counter(lines)
    traits.add("copies", [copies[line] for line in lines])
    traits.add("trails_off", [line.rstrip(" ]»)").endswith(("…", "...")) for line in lines])
    announcing = np.array([len(line) < 60 and _ANNOUNCES.search(line) is not None for line in lines])
    before, after = distances(announcing)
    traits.add("announcing", announcing)
    traits.add("since_announced", before)
    traits.add("until_announced", after)
    traits.add("announced", sums(np.asarray(announcing, np.float32))[:-1])


def lines_company(alone: Column, traits: Traits) -> Traits:
    """The second stage's traits: all of the first, and what it made of the lines around each line."""
    both = Traits(traits.columns)
    words = traits["words"]
    weight = np.sqrt(words)
    both.add("alone", alone)
    for by in (-4, -3, -2, -1, 1, 2, 3, 4):
        both.add(f"alone{by:+d}", shifted(alone, by, 0))
    for reach in (2, 5, 12):
        both.add(f"alone_window{reach}", window(alone, weight, reach))
    top = sums(alone * weight)
    both.add("alone_before", top[:-1] / max(top[-1], 1e-6))
    both.add("alone_text", np.full(len(alone), top[-1] / weight.sum()))
    before, after = distances(alone > 0.8)
    both.add("since_sure", before)
    both.add("until_sure", after)
    both.add("best_before", np.maximum.accumulate(alone))
    both.add("best_after", np.maximum.accumulate(alone[::-1])[::-1])
    places = np.arange(len(alone))
    for border in (0.3, 0.5):
        first, last = best_stretch(np.asarray((alone - border) * np.minimum(words, 60), np.float64))
        both.add(f"run{border}", (places >= first) & (places < last))
        both.add(f"run{border}_before", np.clip(places - first, -50, 50))
        both.add(f"run{border}_after", np.clip(last - places, -50, 50))
    return both
