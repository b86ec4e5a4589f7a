"""When two stretches of text are the same words: typography, white space, case and emoji set aside."""

import unicodedata

import re2

_GLYPHS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″", '"'),
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
    }
)
# Pictures and what joins or tints them (Unicode 16, blocks of pictographs); "©" and "™" are words.
_EMOJI = re2.compile(
    r"[\x{2600}-\x{27BF}\x{2B00}-\x{2BFF}\x{1F000}-\x{1FAFF}\x{FE0E}\x{FE0F}\x{20E3}\x{E0020}-\x{E007F}]+"
)


def normalise(text: str) -> str:
    """The words of ``text``: quotes, dashes, white space, ligatures, case made equal, emoji left out."""
    if text.isascii():
        return " ".join(text.replace("`", "'").casefold().replace("''", '"').split())
    plain = _EMOJI.sub("", text.translate(_GLYPHS))
    folded = unicodedata.normalize("NFKC", plain).casefold()
    return " ".join(folded.replace("''", '"').split())


def unnumbered(quote: str) -> str:
    """A normalised quote without the number or bullet of a list before it.

    A thread renumbers its comments when one is removed: the number is not the reader's word.
    """
    head, _, rest = quote.partition(" ")
    return rest if rest and (head in "•-*" or (head[-1] in ".)" and head[:-1].isdecimal())) else quote
