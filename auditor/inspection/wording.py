"""How words are compared and where a line may be cut: the same signs in every typographic dress."""

import hashlib

import re2

_LINK = re2.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "…": "...",
        "\u00ad": None,
        "\u200b": None,
        "\ufeff": None,
    }
)
# A full stop after these does not end a sentence; single capitals ("J.") are handled by shape.
_ABBREVIATIONS = (
    "mr mrs ms dr prof rev gen col lt sgt capt gov sen rep st jr sr vs no vol pp ed eds est dept inc ltd co "
    "corp jan feb mar apr jun jul aug sept sep oct nov dec u.s u.k u.n e.g i.e a.m p.m etc al sec art"
)
_SHORTENED = frozenset(_ABBREVIATIONS.split())
_STOP = re2.compile(r"[.!?…]+[\"'”’»)\]]*[\s\p{Z}]+")
_OPENERS = "\"'“‘«([{¿¡©@"


def plain_words(text: str) -> str:
    """``text`` with link targets dropped, quotes, dashes and white space unified, in lower case."""
    return " ".join(unlinked(text).translate(_SIGNS).split()).casefold()


def unlinked(text: str) -> str:
    """``text`` with Markdown links reduced to their words."""
    return str(_LINK.sub(r"\1", text)) if "](" in text else text


def fingerprint(text: str) -> str:
    """The catalogue identity of a notice: SHA-256, in hexadecimal, of its ``plain_words``."""
    return hashlib.sha256(plain_words(text).encode()).hexdigest()


def cut_sentences(text: str) -> list[tuple[int, int]]:
    """Sentence-like stretches of one line as ``(start, end)`` code points, white space between left out.

    A coarse cut for telling notices apart inside one line; ``auditor.inspection.sentences`` reads
    running text.
    """
    cuts = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends_sentence(text, stop.start(), stop.end()):
            end = stop.end()
            cuts.append((start, start + len(text[start:end].rstrip())))
            start = end
    if start < len(text.rstrip()):
        cuts.append((start, len(text.rstrip())))
    return cuts


def _ends_sentence(text: str, stop: int, after: int) -> bool:
    following = text[after : after + 1]
    if not (following.isupper() or following.isdigit() or following in _OPENERS):
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    word = text[max(0, stop - 12) : stop].split()[-1:] or [""]
    last = word[0].strip(_OPENERS).casefold()
    return last not in _SHORTENED and not (len(last) == 1 and last.isalpha())


def inside_quotation(text: str, position: int) -> bool:
    """Whether double quotation marks are open at ``position`` of ``text``."""
    before = text[:position]
    curly = before.count("“") + before.count("«") - before.count("”") - before.count("»")
    return curly > 0 or before.count('"') % 2 == 1
