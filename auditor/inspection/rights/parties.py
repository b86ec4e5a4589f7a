"""Whether two printed names mean one house, and which names are the house's own."""

from collections.abc import Iterable, Sequence

import re2

from auditor.inspection.document import Document
from auditor.inspection.rights.statements import Claim, Statement
from auditor.inspection.segments import Segment, SegmentKind
from auditor.inspection.wording import plain_words

_WORD = re2.compile(r"[\p{L}\p{N}]+")
_HOST = re2.compile(r"^(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)+)")
_NOTHING = (
    "the of for and on in at by a an inc llc ltd plc llp corp co company corporation group media network "
    "news newspaper newspapers press publishing publications holdings international com org net "
    "prof professor dr mr mrs ms sir"
)
_WEAK = frozenset(_NOTHING.split())
_OWN_DATELINES = frozenset({"outlet_and_date"})


def same_house(one: str, other: str) -> bool:
    """Whether two names look like one party: shared telling words, initials, or a domain of the name.

    "Example Media LLC" and "The Example", "VT" and "Veterans Today", "www.globalresearch.ca" and
    "Global Research". Errs on the side of one house: a contradiction must not rest on a spelling.
    """
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return plain_words(one) == plain_words(other)
    shorter, longer = sorted((mine, theirs), key=len)
    if set(shorter) <= set(longer) or _initials(one) in theirs or _initials(other) in mine:
        return True
    return _label(one) in _joined(other) or _label(other) in _joined(one)


def house_names(
    document: Document, segments: Sequence[Segment], statements: Iterable[Statement]
) -> tuple[str, ...]:
    """The names under which the page speaks of itself: outlet, site, author, holders, issuers."""
    names = [document.metadata.get(key, "") for key in ("site", "author", "holder", "address")]
    for tile in segments:
        if tile.kind is SegmentKind.BYLINE or tile.subkind in _OWN_DATELINES:
            names += [str(tile.values.get(key) or "") for key in ("author", "outlet")]
        names += [str(tile.values.get(key) or "") for key in ("issuer", "site")]
    for one in statements:
        if one.claim is not Claim.BORROWED:
            names += (*one.assigner, one.whose or "")
    return tuple(dict.fromkeys(name for name in names if name))


def is_of(name: str, house: Iterable[str]) -> bool:
    """Whether ``name`` is one of the house's own."""
    return any(same_house(name, own) for own in house)


def _words(name: str) -> list[str]:
    host = _HOST.search(name.strip())
    bare = host[1].rpartition(".")[0].rpartition(".")[2] if host else name
    found = _WORD.findall(plain_words(bare))
    return [word for word in found if word not in _WEAK] or found


def _initials(name: str) -> str:
    words = [word for word in _WORD.findall(plain_words(name)) if word not in {"the", "of", "for", "and"}]
    return "".join(word[0] for word in words) if len(words) > 1 else "-"


def _label(name: str) -> str:
    """The name of a site without its top-level domain; a sign that is in no name for other names."""
    host = _HOST.search(name.strip())
    return host[1].split(".")[-2].lower() if host else "-"


def _joined(name: str) -> tuple[str, str]:
    words = _WORD.findall(plain_words(name))
    return "".join(words), "".join(word for word in words if word not in _WEAK)
