"""What each character of a text is good for: a space, a stop, a quotation mark, a letter of any script."""

import unicodedata

import numpy as np
from numpy.typing import NDArray

CLASSES = ("space", "comma", "stop", "digit", "upper", "quote", "bar", "wide", "letter", "other")
"""The classes of characters, "wide" those of scripts that part no words."""


def _class_of(sign: str) -> int:
    if sign.isspace():
        return 0
    for place, members in ((1, ",;:、，；"), (2, ".!?…。！？"), (5, "\"'“”‘’«»„「」"), (6, "|·•›>/+–—-_#@")):
        if sign in members:
            return place
    if sign.isdigit():
        return 3
    if unicodedata.category(sign) == "Lu":
        return 4
    return 8 if sign.isalpha() else 9


_WIDE = 0x2E80
_CLASS_OF = np.array([_class_of(chr(code)) for code in range(_WIDE)] + [7], np.uint8)


def classes_of(text: str) -> NDArray[np.uint8]:
    """The class of each code point of ``text``, a place in ``CLASSES``."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return _CLASS_OF[np.minimum(codes, _WIDE)]
