"""Which words an outlet repeats from article to article, the words of the people it quotes left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import fingerprint

AT_LEAST = 3
"""Articles in which a wording must stand to be proposed (set by hand)."""
LABEL = 24
"""Code points up to which a wording is a label, which comes again by chance: it must stand in more."""
LABEL_AT_LEAST = 8
"""Articles in which a label must stand (on 840 articles of 7 outlets, times of day stood in up to 4)."""
_OWN = 0.2
"""Share of an article's blocks that stand nowhere else; with less it is a copy and tells nothing."""
_QUOTED = 0.2
"""Share of a block in double quotation marks from which on it is somebody's words.

Sentences that stood in three articles of CNN or Politico were mostly shared quotes (2,900 outlets
looked at), while "fair use" in a notice is quoted too.
"""
_SHORTEST = 8  # code points
_OPENING, _CLOSING = '"“«„»”‟', '"”»«“‟'


def mark(segment: Segment, text: str) -> str:
    """The fingerprint of a segment (``text`` is its words) that may turn out to be a notice, else "".

    Running text of the outlet's own and whatever no rule knows; no quotations, no embeds, no figures
    alone and no labels with figures, which tell times and numbers.
    """
    own = segment.kind is SegmentKind.BODY or bool(segment.values.get("unknown_boilerplate"))
    if not own or "joins" in segment.values:
        return ""
    return fingerprint(text) if _says_something(text) and quoted_share(text) < _QUOTED else ""


def _says_something(text: str) -> bool:
    letters = any(sign.isalpha() for sign in text)
    return letters and (len(text) > LABEL or (len(text) >= _SHORTEST and not any(map(str.isdigit, text))))


def quoted_share(text: str) -> float:
    """How much of ``text`` stands in double quotation marks, in [0, 1]; marks left open run to the end."""
    inside, opened = 0, False
    for sign in text:
        if opened and sign in _CLOSING:
            opened = False
        elif not opened and sign in _OPENING:
            opened = True
        elif opened:
            inside += 1
    return inside / len(text) if text else 0.0


def repeated(standing: Iterable[tuple[int, str, int]]) -> dict[str, int]:
    """The marks that stand in enough articles, with the number of these, the most first.

    ``standing`` holds (article, mark, length in code points), each once. An article that has hardly
    anything of its own is a copy of others and does not count: three addresses of one story are no
    repetition.
    """
    by_mark: dict[str, set[int]] = defaultdict(set)
    blocks: Counter[int] = Counter()
    needed: dict[str, int] = {}
    for article, words, length in standing:
        by_mark[words].add(article)
        blocks[article] += 1
        needed[words] = LABEL_AT_LEAST if length <= LABEL else AT_LEAST
    shared = {words: articles for words, articles in by_mark.items() if len(articles) >= needed[words]}
    repeats = Counter(article for articles in shared.values() for article in articles)
    copies = {
        article for article, count in repeats.items() if blocks[article] - count < _OWN * blocks[article]
    }
    counted = {words: len(articles - copies) for words, articles in shared.items()}
    kept = [(words, count) for words, count in counted.items() if count >= needed[words]]
    return dict(sorted(kept, key=lambda pair: (-pair[1], pair[0])))
