"""What a page hides from its readers: by attributes, and by the plain rules of its own style sheets."""

from collections.abc import Iterator, Mapping

import re2

_NOTHING = frozenset[str]()
_HIDDEN = frozenset({"display:none", "visibility:hidden", "visibility:collapse"})
_SIMPLE = re2.compile(r"^[A-Za-z0-9]*[.#][\w-]+$")
_NAMED = re2.compile(r"[.#][\w-]+")
_APART = str.maketrans({**dict.fromkeys(">+~:[](),*=", " "), ".": " .", "#": " #"})
_TELLING = ("display", "visibility", "font-size")
_STYLES = 2_000_000  # code points of style sheets looked at
_NEVER = frozenset({"html", "body"})  # a script shows the page that hides itself whole


def hides(tag: str, attributes: Mapping[str, str], selectors: frozenset[str] = _NOTHING) -> bool:
    """Whether an element is not shown: ``hidden``, its own style, the page's style sheets.

    ``aria-hidden`` hides nothing from the eye; white, tiny and far-away words do not count as hidden
    either, as they do not in browsers.
    """
    if "hidden" in attributes:
        return True
    if "style" in attributes and not _HIDDEN.isdisjoint(_declarations(attributes["style"])):
        return True
    return bool(selectors) and tag not in _NEVER and _selected(tag, attributes, selectors)


def has_no_size(attributes: Mapping[str, str]) -> bool:
    """Whether an element's own style gives its words no size; elements inside may set theirs anew."""
    return "style" in attributes and any(map(_no_size, _declarations(attributes["style"])))


def hidden_selectors(markup: str) -> frozenset[str]:
    """The simple selectors (``.q``, ``#q``, ``p.q``) by which the page's own style sheets hide elements.

    Only rules outside ``@media`` and the like count, and only names that no other rule shows again:
    what some reader sees is not hidden. Time is linear in the style sheets.
    """
    hidden, showing = set[str](), list[str]()
    for sheet in _sheets(markup):
        for selectors, said, nested in _rules(sheet):
            if not _HIDDEN.isdisjoint(said) or any(map(_no_size, said)):
                if not nested:
                    hidden.update(one.strip() for one in selectors.split(","))
            else:
                showing.append(selectors)
    shown = frozenset(" ".join(showing).translate(_APART).split()) if hidden else _NOTHING
    return frozenset(one for one in hidden if _SIMPLE.search(one) and _NAMED.search(one)[0] not in shown)


def names_in(selectors: frozenset[str]) -> frozenset[str]:
    """The class and id words of simple selectors: an element that has none of them answers to none."""
    return frozenset(one.replace("#", ".").partition(".")[2] for one in selectors)


def _sheets(markup: str) -> Iterator[str]:
    """The content of every ``style`` element, without comments."""
    left, start = _STYLES, markup.find("<style")
    while start >= 0 and left > 0:
        begin = markup.find(">", start) + 1
        end = markup.find("</style", begin) if begin else -1
        if end < 0:
            return
        sheet = markup[begin : min(end, begin + left)]
        left -= len(sheet)
        yield "".join(part.partition("*/")[2] for part in f"*/{sheet}".split("/*"))
        start = markup.find("<style", end)


def _rules(sheet: str) -> Iterator[tuple[str, list[str], bool]]:
    """Selectors, declarations, and whether in an at-rule: of the rules that may hide or show."""
    depth = 0
    for part, small in zip(sheet.split("}"), sheet.lower().split("}"), strict=True):
        opened = part.count("{")
        if opened and any(map(small.__contains__, _TELLING)):
            selectors = part.rpartition("{")[0].rpartition("{")[2].rpartition(";")[2]
            yield selectors, _declarations(small.rpartition("{")[2]), depth + opened > 1
        depth = max(0, depth + opened - 1)


def _declarations(style: str) -> list[str]:
    return "".join(style.lower().split()).replace("!important", "").split(";")


def _no_size(declaration: str) -> bool:
    name, _, size = declaration.partition(":")
    return (
        name == "font-size" and size[:1] == "0" and not size.rstrip("abcdefghijklmnopqrstuvwxyz%").strip("0.")
    )


def _selected(tag: str, attributes: Mapping[str, str], selectors: frozenset[str]) -> bool:
    names = [f".{name}" for name in attributes.get("class", "").split()]
    if "id" in attributes:
        names.append(f"#{attributes['id']}")
    return any(name in selectors or tag + name in selectors for name in names)
