"""How much visible text a page should have, counted by a tokenizer that shares nothing with the parser."""

from dataclasses import dataclass

from auditor.inspection.markup.naming import BLOCKS, BREAKING_OUT, DRAWN, UNSEEN

# Elements whose content is no markup by the HTML standard; noscript is one where scripts run.
_CHARACTER_NAMES = "script style iframe noembed noframes xmp title textarea plaintext noscript"
_CHARACTERS = frozenset(_CHARACTER_NAMES.split())
_BLANKS = " \n\t\r\f\u00a0"
_SPACES = frozenset({"nbsp", "Tab", "NewLine", "#9", "#10", "#12", "#13", "#32", "#160", "#xa0", "#xA0"})
_REFERENCE = 34  # code points of the longest character reference
_ORDINARY_NAMES = (
    "a abbr b big br button cite code dfn em figure font form i img input ins label link meta picture q s "
    "small source span strike strong sub sup time tt u"
)
_ORDINARY = (BLOCKS | frozenset(_ORDINARY_NAMES.split())) - _CHARACTERS
_PLAIN = _ORDINARY | {f"/{name}" for name in _ORDINARY | UNSEEN | {"title"}}
_WINDOW = 65_536  # code points taken apart at a time
FLOOR = 20
"""Characters by which any page may differ: 1 % of 2,000."""


def disagree(expected: int, held: int) -> bool:
    """Whether two counts of visible characters differ by more than 1 % of the greater, and by ``FLOOR``."""
    return abs(expected - held) > max(FLOOR, max(expected, held) // 100)


def inked(text: str) -> int:
    """The number of code points of ``text`` that are neither white space of HTML nor no-break spaces."""
    return len(text) - sum(map(text.count, _BLANKS))


@dataclass(frozen=True, slots=True)
class Count:
    """What a tokenizer counts: visible characters, and whether something takes the page's end along.

    ``unclosed`` is true when a comment, a tag or an element whose content is no text is never closed.
    """

    visible: int
    unclosed: bool


def count_visible(markup: str, unseen: frozenset[str] = UNSEEN) -> Count:
    """The number of code points, white space not counted, that stand in ``markup`` as text for readers.

    A state machine over the markup as the HTML standard (section 13.2.5) tokenizes it: tags with
    quoted attributes, comments, raw text; a character reference counts as one. ``unseen`` names the
    elements whose content is no text. Time is linear in the markup, whatever is in it.
    """
    tokens = _Tokens(markup, unseen)
    tokens.read()
    return Count(tokens.visible, tokens.unclosed or tokens.skipping != "")


class _Tokens:
    """The state machine: what it skips, the text it has seen and counted."""

    def __init__(self, markup: str, unseen: frozenset[str]) -> None:
        self.markup = markup
        self.unseen = unseen | {"title"}
        self.special = self.unseen | (_CHARACTERS - {"noscript"})
        self.size = len(markup)
        self.resume = 0
        self.skipping = ""
        self.depth = 0
        self.pieces: list[str] = []
        self.visible = 0
        self.unclosed = False
        self.ahead: dict[str, int] = {}

    def read(self) -> None:
        """Go through the markup once, window by window, from one ``<`` to the next."""
        markup = self.markup
        start = markup.find("<")
        self.pieces.append(markup[:start] if start >= 0 else markup)
        while 0 <= start < self.size:
            stop = markup.find("<", start + _WINDOW)
            stop = stop if stop >= 0 else self.size
            self._read_window(start + 1, markup[start + 1 : stop].split("<"))
            self.count()
            start = stop
        self.count()

    def _read_window(self, at: int, parts: list[str]) -> None:
        """Read the parts between one ``<`` and the next; part ``known`` begins at ``at``."""
        add, known, busy = self.pieces.append, 0, self.skipping != "" or self.resume >= at
        for number, part in enumerate(parts):
            head, closed, text = part.partition(">")
            if busy or not (
                closed
                and (
                    head in _PLAIN
                    or (head.partition(" ")[0] in _PLAIN and "'" not in head and not head.count('"') % 2)
                )
            ):
                at += sum(map(len, parts[known:number])) + number - known
                text = self._read_part(at, part)
                at += len(part) + 1
                known = number + 1
                busy = self.skipping != "" or self.resume >= at
            if text:
                add(text)

    def _read_part(self, begin: int, part: str) -> str:
        """The text in a part that may be anything."""
        if begin <= self.resume:  # inside a comment, a quoted value or a script
            return "" if self.skipping else part[self.resume - begin :]
        end = self._token(begin - 1)
        if end < begin:
            return "" if self.skipping else "<" + part
        self.resume = end
        return "" if self.skipping else part[end - begin :]

    def _token(self, at: int) -> int:
        """Where the token that begins at ``at`` ends; ``at`` itself when it is text."""
        sign = self.markup[at + 1 : at + 2]
        if sign.isalpha() and sign.isascii():
            return self._start_tag(at)
        return self._other(at, sign)

    def count(self) -> None:
        """Count the pieces of text seen since the last count."""
        text = "".join(self.pieces)
        self.pieces.clear()
        self.visible += inked(text)
        if "&" in text:
            self.visible -= sum(map(_excess, text.split("&")[1:]))

    def _start_tag(self, at: int) -> int:
        end = self.markup.find(">", at) + 1
        head = self.markup[at + 1 : end - 1]
        if end and ("'" in head or head.count('"') % 2):
            end = self._quoted_end(at)
        if not end:
            return self._to_the_end()
        name = head.partition(" ")[0]
        if not name.isalnum():
            name = _name(head)
        name = name.lower()
        if self.skipping or name in self.special:
            return self._enter(name, head, end)
        return end

    def _quoted_end(self, at: int) -> int:
        """The end of a tag with values in quotes, which may hold ``>``."""
        markup = self.markup
        closing = markup.find(">", at)
        equals = markup.find("=", at)
        while 0 <= equals < closing:
            place = equals + 1
            while markup[place : place + 1].isspace():
                place += 1
            quote = markup[place : place + 1]
            if quote in ('"', "'"):
                place = self._next(quote, place + 1) + 1
                if not place:
                    return 0
            else:
                while not (markup[place].isspace() or markup[place] == ">"):
                    place += 1
            if closing < place:
                closing = markup.find(">", place)
            equals = markup.find("=", place)
        return closing + 1

    def _enter(self, name: str, head: str, end: int) -> int:
        """Begin to skip what is no text, or read characters that are no markup."""
        if self.skipping == "svg" and name != "svg":
            self.skipping = "" if name in BREAKING_OUT else "svg"
        elif name in _CHARACTERS and name in self.special:
            close = self._raw_end(name, end)
            if not (self.skipping or name in self.unseen):
                self.pieces.append(self.markup[end:close])
            return close
        elif self.skipping:
            self.depth += name == self.skipping and not head.endswith("/")
            if self.skipping in DRAWN and name in BREAKING_OUT:
                self.skipping = ""
        elif not ((name == "svg" and head.endswith("/")) or "shadowrootmode" in head):
            self.skipping, self.depth = name, 1
        return end

    def _raw_end(self, name: str, start: int) -> int:
        """Where the end tag of ``name`` begins, which alone ends its content."""
        markup, size = self.markup, len(name)
        at = markup.find("</", start)
        while at >= 0:
            after = at + 2 + size
            if markup[at + 2 : after].lower() == name and not markup[after : after + 1].isalnum():
                return at
            at = markup.find("</", at + 2)
        return self._to_the_end()

    def _other(self, at: int, sign: str) -> int:
        """End tags where something is skipped, comments, declarations; ``at`` itself when it is text."""
        markup = self.markup
        if sign == "!" and markup.startswith("<!--", at):
            closes = [
                place + len(token)
                for token, begin in (("-->", at + 2), ("--!>", at + 4))
                if (place := self._next(token, begin)) >= 0
            ]
            return min(closes) if closes else self._to_the_end()
        if sign not in ("/", "!", "?") or at + 2 == len(markup):
            return at
        end = markup.find(">", at) + 1 or self._to_the_end()
        if self.skipping and sign == "/" and _name(markup[at + 2 : end - 1] + " ").lower() == self.skipping:
            self.depth -= 1
            if not self.depth:
                self.skipping = ""
        return end

    def _to_the_end(self) -> int:
        self.unclosed = True
        return self.size

    def _next(self, token: str, begin: int) -> int:
        """Like ``find``, without looking twice through what was looked through for ``token`` before."""
        place = self.ahead.get(token, 0)
        if 0 <= place < begin:
            place = self.ahead[token] = self.markup.find(token, begin)
        return place


def _name(head: str) -> str:
    return next(iter(head.replace("/", " ").split(None, 1)), "")


def _excess(after: str) -> int:
    """How many code points more than the one it stands for the reference that ``after`` completes has."""
    end = after.find(";", 0, _REFERENCE)
    name = after[: max(end, 0)]
    if not name.removeprefix("#").isalnum():
        return 0
    return len(name) + 2 - (name not in _SPACES)
