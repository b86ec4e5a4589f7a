"""Walk a page once: what a reader would see, line by line, each with its way back to the HTML."""

from dataclasses import dataclass, field

from bs4 import BeautifulSoup, Tag

from auditor.inspection.document import Block, Markup, Span

_BLOCK_NAMES = (
    "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search "
    "section summary table caption tbody td tfoot th thead tr ul"
)
BLOCKS = frozenset(_BLOCK_NAMES.split())
_KEEPING = frozenset({"pre", "listing", "plaintext", "xmp"})
_ABOUT = frozenset({"meta", "title", "link", "script", "base"})
_HIDING = ("display:none", "visibility:hidden")


class Frame:
    """An open element of the walk; ``index`` counts the siblings of the same name before it."""

    __slots__ = ("attributes", "block", "counts", "hidden", "index", "link", "markup", "parent", "pre", "tag")

    def __init__(self, tag: str, parent: "Frame | None", attributes: dict[str, str], block: bool) -> None:
        self.tag = tag
        self.parent = parent
        self.attributes = attributes
        self.block = block
        self.counts: dict[str, int] = {}
        self.markup: Markup | None = None
        if parent is None:
            self.index, self.hidden, self.link, self.pre = 0, False, False, False
            return
        self.index = parent.counts.get(tag, 0)
        parent.counts[tag] = self.index + 1
        self.hidden = parent.hidden or (bool(attributes) and _hides(attributes))
        self.link = parent.link or (tag == "a" and "href" in attributes)
        self.pre = parent.pre or tag in _KEEPING


@dataclass(slots=True)
class Page:
    """What the walk found: canonical text, blocks, and the elements that speak about the page."""

    text: str
    blocks: tuple[Block, ...]
    about: tuple[Tag, ...]


@dataclass(slots=True)
class _Lines:
    """The lines found so far and the one being filled."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    line: list[str] = field(default_factory=list)
    linked: int = 0
    shown: bool = False
    broken: bool = False

    def add(self, words: str, frame: Frame) -> None:
        """Words of the line being filled."""
        self.line.append(words)
        if frame.link:
            self.linked += len(words.strip())
        if not frame.hidden:
            self.shown = self.shown or not words.isspace()

    def close(self, frame: Frame, *, within: bool = False) -> None:
        """End the line; ``within`` a block (``<br>``) the next one follows closely."""
        if self.line:
            words = "".join(self.line)
            text = words.rstrip() if frame.pre else collapsed(words)
            self.line.clear()
            if text:
                self._keep(text, frame)
            self.linked = 0
            self.shown = False
        if not within:
            self.broken = False

    def _keep(self, text: str, frame: Frame) -> None:
        gap = "" if not self.blocks else "\n" if self.broken else "\n\n"
        start = self.length + len(gap)
        shared = _markup(frame)
        first = start + len(text) - len(text.lstrip())
        linked = min(self.linked, len(text))
        markup = shared
        if linked or not self.shown:
            markup = Markup(shared.path, shared.tags, shared.names, linked, not self.shown, shared.lineage)
        self.blocks.append(Block(Span(first, start + len(text)), markup))
        self.parts += (gap, text)
        self.length = start + len(text)
        self.broken = True


def collapsed(words: str) -> str:
    """``words`` with runs of ASCII white space as one blank, as a browser shows them; ends stripped."""
    plain = words.replace("\n", " ").replace("\t", " ").replace("\r", " ").replace("\f", " ")
    return " ".join([part for part in plain.split(" ") if part]).strip()


def read_visible(soup: BeautifulSoup) -> Page:
    """The lines of a page in document order; time and memory grow with the page, not with its depth.

    Text that the page hides (``hidden``, ``aria-hidden``, ``display:none``, ``visibility:hidden``)
    is kept and marked: an auditor must see it.
    """
    lines = _Lines()
    about: list[Tag] = []
    root = Frame("", None, {}, block=True)
    stack = [(root, iter(soup.contents))]
    while stack:
        frame, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if frame.block:
                lines.close(frame)
        elif isinstance(child, Tag):
            inner = _enter(child, frame, lines, about)
            if inner is not None:
                stack.append((inner, iter(child.contents)))
        else:
            _text(str(child), frame, lines)
    return Page("".join(lines.parts), tuple(lines.blocks), tuple(about))


def _text(words: str, frame: Frame, lines: _Lines) -> None:
    if not frame.pre:
        lines.add(words, frame)
        return
    first, *rest = words.split("\n")
    lines.add(first, frame)
    for line in rest:
        lines.close(frame, within=True)
        lines.add(line, frame)


def _enter(element: Tag, parent: Frame, lines: _Lines, about: list[Tag]) -> Frame | None:
    """The frame of an element to descend into; None for a line break and for what speaks about the page."""
    name = element.name
    if name == "br":
        lines.close(parent, within=True)
        return None
    if name in _ABOUT:
        about.append(element)
        return None
    block = name in BLOCKS
    if block:
        lines.close(_nearest_block(parent))
        if name == "html":
            about.append(element)
    return Frame(name, parent, element.attrs, block)


def _nearest_block(frame: Frame) -> Frame:
    while not frame.block and frame.parent is not None:
        frame = frame.parent
    return frame


def _names(attributes: dict[str, str]) -> tuple[str, ...]:
    words = [attributes[key] for key in ("class", "id", "role", "itemprop") if key in attributes]
    return tuple(" ".join(words).lower().split()[:12]) if words else ()


def _hides(attributes: dict[str, str]) -> bool:
    if "hidden" in attributes or attributes.get("aria-hidden", "").lower() == "true":
        return True
    style = attributes.get("style")
    if not style:
        return False
    plain = style.lower().replace(" ", "")
    return any(sign in plain for sign in _HIDING)


def _markup(frame: Frame) -> Markup:
    """Path, tags and names of the line's nearest block element, worked out once for each element."""
    unknown: list[Frame] = []
    here: Frame | None = _nearest_block(frame)
    while here is not None and here.markup is None:
        unknown.append(here)
        here = here.parent
    markup = here.markup if here is not None and here.markup is not None else Markup("")
    for step in reversed(unknown):
        if step.tag:
            names = _names(step.attributes)
            path = f"{markup.path}/{step.tag}[{step.index}]" if markup.path else f"{step.tag}[{step.index}]"
            lineage = (names, *markup.lineage)
            markup = Markup(path, (step.tag, *markup.tags), names + markup.names, lineage=lineage)
        step.markup = markup
    return markup
