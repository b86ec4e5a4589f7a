"""Public licences by their address or name, and what each allows on which condition."""

from dataclasses import dataclass

import re2

from auditor.inspection.rights.statements import Condition, Use

_ADDRESS = re2.compile(
    r"(?i)creativecommons\.org/(?:licenses/(?P<parts>by(?:-nc)?(?:-nd|-sa)?)|(?P<zero>publicdomain/(?:zero|mark)))"
    r"(?:/(?P<version>\d\.\d))?"
)
_SHORT = re2.compile(
    r"(?i)\bCC[ -](?P<parts>BY(?:[ -]NC)?(?:[ -](?:ND|SA))?)(?:[ -]v?(?P<version>\d\.\d))?\b"
)
_ZERO = re2.compile(r"(?i)\bCC[ -]?0\b|\bpublic domain\b")
_LONG = re2.compile(r"(?i)\bcreative commons\b")
_WORDS = (
    ("nc", re2.compile(r"(?i)\bnon-?commercial\b")),
    ("nd", re2.compile(r"(?i)\bno[ -]?deriv(?:ative|ate)?s?\b")),
    ("sa", re2.compile(r"(?i)\bshare[ -]?alike\b")),
)
_VERSION = re2.compile(r"\b([1-4]\.[0-5])\b")
_BASE = "https://creativecommons.org/"
_PUBLIC = _BASE + "publicdomain/zero/1.0/"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its address or name, the uses it allows and their conditions.

    As in the deeds of Creative Commons 4.0: all allow copying and sharing; "nd" no changed copies,
    "nc" no commercial use, "sa" the same licence for what is made of it. ``known`` is false when it
    is only said to be one of Creative Commons: then what it allows is unknown.
    """

    name: str
    uses: tuple[Use, ...] = ()
    conditions: tuple[Condition, ...] = ()
    known: bool = True


def find_licence(words: str) -> Licence | None:
    """The public licence that ``words`` name by address or name; None when they name none."""
    address = _ADDRESS.search(words)
    if address:
        return _public() if address["zero"] else _of(address["parts"], address["version"])
    short = _SHORT.search(words)
    if short:
        return _of(short["parts"].replace(" ", "-"), short["version"])
    if _LONG.search(words):
        return _spelt(words)
    return _public() if _ZERO.search(words) else None


def _spelt(words: str) -> Licence:
    parts = ["by", *(part for part, pattern in _WORDS if pattern.search(words))]
    if len(parts) == 1 and "attribution" not in words.lower():
        return Licence("Creative Commons, which one is not said", known=False)
    version = _VERSION.search(words)
    return _of("-".join(parts), version[1] if version else None)


def _of(parts: str, version: str | None) -> Licence:
    kept = [Condition.ATTRIBUTION, Condition.COPYRIGHT_NOTICE]
    said = parts.lower().split("-")
    if "nc" in said:
        kept.append(Condition.NON_COMMERCIAL)
    if "sa" in said:
        kept.append(Condition.SHARE_ALIKE)
    if "nd" in said:
        kept.append(Condition.UNMODIFIED)
    changed = () if "nd" in said else (Use.REWRITE,)
    name = f"{_BASE}licenses/{'-'.join(said)}/" + (f"{version}/" if version else "")
    return Licence(name, (Use.REPRODUCE, Use.REDISTRIBUTE, *changed), tuple(kept))


def _public() -> Licence:
    return Licence(_PUBLIC, (Use.REPRODUCE, Use.REDISTRIBUTE, Use.REWRITE))
