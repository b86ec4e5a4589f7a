"""How the elements of HTML are read: which end a line, which are never text, which speak about the page."""

from collections.abc import Mapping

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search "
    "section summary table caption tbody td tfoot th thead tr ul"
)
KEEPING = frozenset({"pre", "listing", "plaintext", "xmp"})
"""Elements that keep white space and line ends."""

BLOCKS = frozenset(_BLOCK_NAMES.split()) | KEEPING
"""Elements that browsers lay out as boxes of their own: a line ends where one begins or ends."""

_UNSEEN_NAMES = (
    "script style noscript template svg iframe object canvas audio video select datalist map "
    "noframes noembed applet"
)
UNSEEN = frozenset(_UNSEEN_NAMES.split())
"""Elements whose content no reader sees as text of the page: code, drawings, frames, form choices."""

DRAWN = frozenset({"svg", "select"})
"""Unseen elements that browsers leave at certain start tags when they were never closed."""

_BREAKING_NAMES = (
    "blockquote body center dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table ul article section main"
)
BREAKING_OUT = frozenset(_BREAKING_NAMES.split())
"""Those start tags (HTML standard, "the rules for parsing tokens in foreign content"), and a few more."""

ABOUT = frozenset({"meta", "title", "link", "script", "base"})
"""Elements that say something about the page; a script only as JSON-LD."""

_EMPTY_NAMES = "area col embed frame img input keygen param source track wbr"
EMPTY = frozenset(_EMPTY_NAMES.split())
"""Elements without content that part no words."""


def is_unseen(tag: str, attributes: Mapping[str, str], unseen: frozenset[str] = UNSEEN) -> bool:
    """Whether what stands in an element is no text; JSON-LD and declarative shadow trees are read."""
    if tag not in unseen:
        return False
    if tag == "script":
        return attributes.get("type") != "application/ld+json"
    return not (tag == "template" and "shadowrootmode" in attributes)


def tells_about(tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element of the text says something about the page too: the root, a link to its licence."""
    return tag == "html" or (tag == "a" and "license" in attributes.get("rel", "").lower().split())
