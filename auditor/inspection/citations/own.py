"""The publication itself: an outlet never attributes its own article."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from auditor.inspection.citations.names import packaged_outlets, plain_name
from auditor.inspection.document import Document
from auditor.inspection.tiling import Segment, SegmentKind

_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "gob", "or", "ne"})
_TOP_LENGTH = 2


class House:
    """The names and the site of whoever publishes an article."""

    __slots__ = ("_label", "_names", "site")

    def __init__(self, names: Iterable[str], address: str) -> None:
        self.site = registrable(address)
        known = packaged_outlets()
        own = {alike for name in names if name for alike in known.alike(plain_name(name))}
        self._names = tuple(name.split() for name in sorted(own) if name)
        self._label = self.site.partition(".")[0]

    def owns(self, plain: str) -> bool:
        """Whether a name, as ``plain_name`` gives it, is one of its own, in full or in part."""
        if self._label and plain.replace(" ", "").replace("-", "") == self._label.replace("-", ""):
            return True
        for alike in packaged_outlets().alike(plain) | {plain}:
            words = alike.split()
            if any(_part(words, own) or _part(own, words) for own in self._names):
                return True
        return False

    def holds(self, address: str) -> bool:
        """Whether a link leads to its own site; what names no site is its own."""
        site = registrable(address)
        return not site or site == self.site


def _part(words: list[str], whole: list[str]) -> bool:
    """Whether ``words`` begin or end ``whole``: "BBC" of "BBC News", "Times" of "New York Times"."""
    return words in (whole[: len(words)], whole[-len(words) :])


def registrable(address: str) -> str:
    """The site of an address: "bbc.co.uk" of "https://www.bbc.co.uk/news"; empty if there is none.

    By the shape of the name, not by a list of public suffixes.
    """
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    labels = host.split(".")
    if len(labels) < _TOP_LENGTH or not labels[-1].isalpha():
        return ""
    double = len(labels) > _TOP_LENGTH and len(labels[-1]) == _TOP_LENGTH and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if double else labels[-2:])


def house_of(document: Document, segments: Iterable[Segment]) -> House:
    """Who publishes the article: by the page's metadata, its copyright line, its dateline."""
    names = [document.metadata.get(key, "") for key in ("site", "outlet")]
    for segment in segments:
        dated = segment.kind is SegmentKind.DATELINE and segment.subkind != "wire_dateline"
        if dated or segment.kind is SegmentKind.COPYRIGHT_NOTICE:
            holders = segment.values.get("holders")
            names.append(str(segment.values.get("outlet", "")))
            names += [str(holder) for holder in holders] if isinstance(holders, list) else []
    return House(names, document.metadata.get("address", ""))
