"""What a notice grants or forbids, as words for the values of its segment; ``rights`` reads who to whom."""

from collections.abc import Mapping
from typing import Any

import re2

from auditor.inspection.tiling import SegmentKind

USES = {
    "cross_post": r"cross-?post",
    "republish": r"re-?publish|republication|re-?post|\bpublished\b|publication",
    "reproduce": r"reproduc",
    "print": r"re-?print|in print",
    "broadcast": r"broadcast",
    "rewrite": r"rewrit",
    "redistribute": r"distribut|transmi(?:t|ss)",
    "copy": r"\bcop(?:y|ied|ying)\b|duplicat",
    "share": r"\bshar(?:e|ed|ing)\b",
    "translate": r"translat",
    "quote": r"\bquot(?:e|ed|ing|ation)\b|excerpt",
    "store": r"\bstored?\b|\bcached\b|archiv",
    "commercial_use": r"commercial (?:use|internet|sites?|purposes|publication)",
    "use": r"\bused?\b",
}
"""What can be done with a text, each with the words that name it."""
CONDITIONS = {
    "attribution": r"attribut|credit|acknowledg|source and copyright|by-?line|cite\b|name of the author",
    "hyperlink": r"\b(?:hyper)?link",
    "unmodified": r"un(?:modified|altered|edited|changed)|without (?:any )?(?:change|alter|modif|edit)|"
    r"not (?:be )?(?:edited|altered|modified)",
    "complete": r"in full|in its entirety|complete(?:ly)?\b|entire article",
    "non_commercial": r"non-?commercial|not for profit|community internet sites|no commercial|without profit",
    "prior_permission": r"permission (?:from|of|by)|authori[sz]ation|(?:without|request|for) permission|"
    r"(?:prior|written|express|explicit)[^.]{0,20} (?:permission|consent)",
    "notify": r"\bnotify|let us know|inform us|send us (?:a )?(?:copy|link)|contact:?\b",
    "share_alike": r"share-?alike|same licen[sc]e|BY-(?:NC-)?SA",
    "personal_use": r"(?:personal|private)[^.]{0,16} (?:use|study|research)",
    "fair_dealing": r"fair (?:use|dealing)",
}
PURPOSES = {
    "criticism": r"criticism",
    "comment": r"\bcomment",
    "news_reporting": r"news reporting|\breporting",
    "teaching": r"teaching",
    "scholarship": r"scholarship|\bstudy\b",
    "research": r"research",
    "education": r"education|understanding of|instruct",
    "non_profit": r"without (?:profit|charge|payment)|non-?profit",
    "parody": r"parody|satire",
}
_PATTERNS = [
    {name: re2.compile(f"(?i){pattern}") for name, pattern in table.items()}
    for table in (USES, CONDITIONS, PURPOSES)
]
_USES, _CONDITIONS, _PURPOSES = _PATTERNS
_STATUTE = re2.compile(r"(?i)(?:sec(?:tion|\.)?\s*107|title\s*17|17\s*u\.?\s*s\.?\s*c)")
_LICENCE = re2.compile(r"(?i)\bcc[ -]?(by(?:-(?:nc|nd|sa)){0,2}|0)\b(?: (\d\.\d))?")
_SPELLED = (("noncommercial", "NC"), ("sharealike", "SA"), ("noderiv", "ND"))


def grants_of(kind: SegmentKind, subkind: str | None, words: str) -> dict[str, object]:
    """What ``words`` of a notice of this kind say, as lists of the words above; unsaid is absent."""
    found: dict[str, object]
    if kind is SegmentKind.REPRINT_PERMISSION:
        found = {"uses": _named(_USES, words), "conditions": _named(_CONDITIONS, words), **licence_of(words)}
    elif subkind == "no_reproduction":
        found = {"forbidden": _named(_USES, words), "unless": _named(_CONDITIONS, words)}
    elif kind is SegmentKind.FAIR_USE_NOTICE:
        statute = "17 U.S.C. 107" if _STATUTE.search(words) else None
        found = {"purposes": _named(_PURPOSES, words), "statute": statute}
    else:
        return {}
    return {name: value for name, value in found.items() if value}


def licence_of(words: str) -> dict[str, object]:
    """The Creative Commons licence named in ``words``: "CC BY-NC 4.0", as far as they say it."""
    short = _LICENCE.search(words)
    if short:
        name = "CC0" if short[1] == "0" else f"CC {short[1].upper()}"
        return {"licence": f"{name} {short[2]}" if short[2] else name}
    plain = words.lower().replace("-", "").replace(" ", "")
    if "creativecommonsattribution" not in plain:
        return {"licence": "Creative Commons"} if "creativecommons" in plain else {}
    terms = [sign for word, sign in _SPELLED if word in plain]
    version = re2.search(r"\d\.\d", words)
    return {"licence": " ".join(filter(None, ["CC " + "-".join(["BY", *terms]), version and version[0]]))}


def _named(table: Mapping[str, Any], words: str) -> list[str]:
    return [name for name, pattern in table.items() if pattern.search(words)]
