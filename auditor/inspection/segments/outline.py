"""The tree of a page as columns of numbers: each element once, with its names, tag, repeats and extent."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import re2
from numpy.typing import NDArray

from auditor.inspection.document import ROOT, Block, Element

Column = NDArray[np.float32]
Places = NDArray[np.int64]

FAR = 15
"""Steps at which an ancestor is as good as none."""
_STEPS = 12
# What class, id, role and itemprop words tell of an element, whatever the publishing system. Hyphens and
# underscores part words.
_NAMES = {
    "comment": r"comment|disqus|respond|livefyre|replies",
    "share": r"share|sharing|social|addthis|addtoany|\bfollow",
    "related": r"relat|recommend|\bmore|\balso\b|similar|upsell|you-?may|outbrain|taboola|trend|popular|"
    r"latest|most-",
    "nav": r"\bnav|navig|menu|crumb|toolbar|\btabs?\b|pagin|\bpager",
    "footer": r"foot|colophon|contentinfo|\bbottom",
    "header": r"header|masthead|banner|topbar|\btop\b",
    "side": r"\bside|aside|\brail|\bright\b|\bleft\b|secondary|complementary|widget",
    "author": r"author|byline|writer|contributor|\bbio\b|profile|vcard",
    "date": r"\bdate|\btime|publish|posted",
    "meta": r"meta\b|\binfo\b|details?\b",
    "tags": r"\btags?\b|categor|keyword|label|kicker|eyebrow|rubric|taxonom",
    "caption": r"caption|credit|cutline",
    "image": r"image|\bimg|photo|pictur|galler|media|video|player|slide|carousel|swiper|figure",
    "advert": r"\bads?\b|advert|sponsor|promo|\bdfp|teaser|outstream",
    "subscribe": r"newsletter|subscri|sign-?up|paywall|donat|\bcta\b|call-?to|opt-?in|premium",
    "form": r"\bform|input|field|checkbox|select",
    "popup": r"cookie|consent|gdpr|privacy|popup|modal|overlay|dialog|drawer|off-?canvas|toast|tooltip",
    "article": r"article|story|\bpost\b|\bentry|\bblog",
    "content": r"content\b|\bmain|primary",
    "body": r"body|\btext|\bcopy\b|prose|rich-?text|\brte|wysiwyg|markdown|cooked",
    "title": r"title|headline|heading",
    "lead": r"summar|excerpt|\bdek\b|standfirst|\blead|intro|sub-?title|sub-?head|abstract|\bsapo|deck\b",
    "product": r"product|\bprice|\bsku|\bcart|\bshop|\bbuy",
    "description": r"descr|overview|feature|\bspec|\babout|ingredient",
    "review": r"review|rating|testimonial|\bstars?\b",
    "thread": r"thread|topic|forum|\bboard|discuss|conversation|\bqa\b|question",
    "message": r"messag|\bmsg|\breply\b|answer|\bposts\b|postbody|post-?(?:content|body|text|message)",
    "user": r"\buser|avatar|member|poster|nick|handle",
    "signature": r"signature|\bsig\b",
    "search": r"search|filter|facet|\bsort|refine",
    "login": r"log-?in\b|sign-?in|account|regist|\bauth\b",
    "list": r"\blist|\bgrid|\bcards?\b|\btile|\bitems?\b|\bfeed|result|collection",
    "hidden": r"sr-only|screen-?read|visually-?hid|\bhid|collaps|accordion|toggle|invisible|expand",
    "code": r"\bcode|highlight|snippet|syntax|console|terminal",
    "legal": r"legal|disclaim|copyright|\bterms|disclos|affiliat",
    "notes": r"footnote|referenc|citation|reflist|bibliogra|source",
    "contents": r"\btoc\b|table-?of-?contents|\bjump|anchor|on-?this-?page",
    "quote": r"quote",
    "embed": r"embed|tweet|twitter|instagram|facebook|youtube|tiktok",
    "button": r"button|\bbtn|action|\btools?\b|control|\bicon",
    "section": r"section|module|block|component|region|panel",
    "paragraph": r"paragraph|\bpara\b|\bgraf\b|\bp\d?\b",
    "contact": r"contact|address|phone|\bemail|location|\bmap\b|hours",
    "notice": r"alert|notice|announce|warning|message-?bar|notif|\bstatus",
    "hero": r"\bhero|jumbotron|splash",
    "faq": r"\bfaq",
    "live": r"\blive|update|timeline|ticker",
    "print": r"\bprint|\bskip",
}
# Element names by what they are for.
_TAGS = {
    "in_p": "p",
    "in_list": "li ul ol",
    "in_table": "table td th tr",
    "in_article": "article",
    "in_main": "main",
    "in_aside": "aside",
    "in_nav": "nav menu",
    "in_footer": "footer",
    "in_header": "header",
    "in_form": "form fieldset",
    "in_figure": "figure figcaption",
    "in_blockquote": "blockquote",
    "in_section": "section",
    "in_code": "pre",
    "in_terms": "dl dt dd",
    "in_title": "h1",
    "in_heading": "h2 h3 h4 h5 h6",
    "in_details": "details summary dialog",
    "in_address": "address",
    "in_button": "button",
}
SIGNS = (*_NAMES, *_TAGS)
"""What an element can be known by; one bit each."""
_OF_TAG = {
    tag: 1 << place for place, tags in enumerate(_TAGS.values(), start=len(_NAMES)) for tag in tags.split()
}
_OPTIONS = re2.Options()
_OPTIONS.max_mem = 64 << 20  # bytes; a set that runs out of memory answers nothing, without an error
_WORDS = re2.Set.SearchSet(_OPTIONS)
for _pattern in _NAMES.values():
    _WORDS.Add(_pattern)
_WORDS.Compile()


@functools.lru_cache(maxsize=8192)
def _signs_of(names: tuple[str, ...]) -> int:
    return sum(1 << place for place in _WORDS.Match(" ".join(names).replace("_", "-")) or ())


@dataclass(frozen=True, slots=True)
class Outline:
    """The elements around the blocks of a page, outermost first, as columns of equal length.

    ``parents`` are places of elements (the root is its own), ``depths`` steps from the root, ``signs``
    what each is known by (a row of 0 and 1 over ``SIGNS``), ``repeats`` how many siblings are named alike,
    ``styles`` equal for elements whose whole way from the root is named alike. ``first`` and ``last``
    bound the blocks inside each, half open. ``homes`` is the element of each block.
    """

    parents: Places
    depths: Places
    signs: NDArray[np.uint8]
    repeats: Places
    styles: Places
    first: Places
    last: Places
    homes: Places

    def ancestors(self, steps: int) -> Places:
        """For each block (column) the element ``0`` to ``steps - 1`` steps (row) above its own."""
        rows = [self.homes]
        for _ in range(steps - 1):
            rows.append(self.parents[rows[-1]])
        return np.stack(rows)

    def distances(self) -> NDArray[np.uint8]:
        """For each block (row) and sign (column) the steps to the nearest element with it, else ``FAR``."""
        found = np.full((len(self.homes), len(SIGNS)), FAR, np.uint8)
        for step, elements in reversed(list(enumerate(self.ancestors(_STEPS)))):
            found[self.signs[elements] > 0] = step
        return found


class _Survey:
    """Collects the elements of a page in the order in which blocks first stand in them."""

    def __init__(self) -> None:
        self.places: dict[Element, int] = {ROOT: 0}
        self.parents, self.depths, self.signs = [0], [0], [0]
        self.styles, self.kin = [0], [0]
        self._styles: dict[tuple[object, ...], int] = {}
        self._kin: dict[tuple[object, ...], int] = {}
        self._alike: dict[int, int] = {}

    def home(self, element: Element) -> int:
        """The place of a block's element; elements not met before are entered."""
        unknown: list[Element] = []
        here: Element | None = element
        while here is not None and here not in self.places:
            unknown.append(here)
            here = here.parent
        place = 0 if here is None else self.places[here]
        for step in reversed(unknown):
            place = self._add(step, place)
        return place

    def _add(self, element: Element, parent: int) -> int:
        place = self.places[element] = len(self.parents)
        like = self._alike.setdefault(id(element.standing), place)
        if like != place:  # brothers named alike share it
            for column in (self.parents, self.depths, self.signs, self.styles, self.kin):
                column.append(column[like])
            return place
        lineage = element.standing.lineage
        names = lineage[0] if lineage else ()
        known = _OF_TAG.get(element.tag, 0)
        self.parents.append(parent)
        self.depths.append(self.depths[parent] + 1)
        self.signs.append(_signs_of(names) | known if names else known)
        named = (element.tag, names)
        self.styles.append(self._styles.setdefault((self.styles[parent], *named), len(self._styles)))
        self.kin.append(self._kin.setdefault((parent, *named), len(self._kin)))
        return place


def outline_of(blocks: Sequence[Block]) -> Outline:
    """The elements around ``blocks``, which are in text order; blocks without markup stand at the root."""
    survey = _Survey()
    homes = np.array(
        [survey.home(block.markup.element if block.markup else ROOT) for block in blocks], np.int64
    )
    kin = np.array(survey.kin)
    first, last = _extents(survey.parents, homes)
    return Outline(
        parents=np.array(survey.parents),
        depths=np.array(survey.depths),
        signs=_bits(survey.signs),
        repeats=np.bincount(kin)[kin],
        styles=np.array(survey.styles),
        first=first,
        last=last,
        homes=homes,
    )


def _bits(signs: list[int]) -> NDArray[np.uint8]:
    wide = np.frombuffer(b"".join(one.to_bytes(16, "little") for one in signs), np.uint8).reshape(-1, 16)
    return np.unpackbits(wide, axis=1, bitorder="little")[:, : len(SIGNS)]


def _extents(parents: list[int], homes: Places) -> tuple[Places, Places]:
    """The first block inside each element, and the one after the last; parents come before children."""
    first, last = [len(homes)] * len(parents), [0] * len(parents)
    for block, home in enumerate(homes.tolist()):
        first[home] = min(first[home], block)
        last[home] = block + 1
    for place in range(len(parents) - 1, 0, -1):
        parent = parents[place]
        first[parent] = min(first[parent], first[place])
        last[parent] = max(last[parent], last[place])
    return np.array(first), np.array(last)
