"""Which words an outlet repeats from article to article, the words of the people it quotes left out."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from auditor.inspection.tiling import Segment, SegmentKind
from auditor.inspection.wording import fingerprint

AT_LEAST = 3
"""Articles in which a wording must stand to be proposed (set by hand)."""
_OWN = 0.2
"""Share of an article's blocks that stand nowhere else; with less it is a copy and tells nothing."""
_QUOTED = 0.2
"""Share of a block in double quotation marks from which on it is somebody's words.

Sentences that stood in three articles of CNN or Politico were mostly shared quotes (2,900 outlets
looked at), while "fair use" in a notice is quoted too.
"""
_WORDS = 4
_SIGNS = 24  # code points: as much as four words, in a script that parts no words
_OPENING, _CLOSING = '"“«„»”‟', '"”»«“‟'


def mark(segment: Segment, text: str) -> str:
    """The fingerprint of a segment (``text`` is its words) that may turn out to be a notice, else "".

    Running text of the outlet's own and whatever no rule knows; no quotations, no embeds, no labels
    of fewer than four words.
    """
    own = segment.kind is SegmentKind.BODY or bool(segment.values.get("unknown_boilerplate"))
    if not own or "joins" in segment.values:
        return ""
    long_enough = len(text.split()) >= _WORDS or len(text) >= _SIGNS
    return fingerprint(text) if long_enough and quoted_share(text) < _QUOTED else ""


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


def repeated(standing: Iterable[tuple[int, str]], *, at_least: int = AT_LEAST) -> dict[str, int]:
    """The marks that stand in at least so many articles, with the number of these, the most first.

    ``standing`` holds pairs (article, mark), each once. An article that has hardly anything of its own
    is a copy of others and does not count: three addresses of one story are no repetition.
    """
    by_mark: dict[str, set[int]] = defaultdict(set)
    blocks: Counter[int] = Counter()
    for article, words in standing:
        by_mark[words].add(article)
        blocks[article] += 1
    shared = {words: articles for words, articles in by_mark.items() if len(articles) >= at_least}
    repeats = Counter(article for articles in shared.values() for article in articles)
    copies = {
        article for article, count in repeats.items() if blocks[article] - count < _OWN * blocks[article]
    }
    counted = {words: len(articles - copies) for words, articles in shared.items()}
    kept = [(words, count) for words, count in counted.items() if count >= at_least]
    return dict(sorted(kept, key=lambda pair: (-pair[1], pair[0])))
