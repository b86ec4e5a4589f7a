"""What type of page it is, by its tree, names and address: article, forum, manual, shop."""

from dataclasses import dataclass

import re2

from auditor.inspection.document import Document
from auditor.inspection.segments.traits import Traits

_SCHEMAS = {
    "says_article": re2.compile(r"Article|Blog"),
    "says_product": re2.compile(r"Product|Offer"),
    "says_forum": re2.compile(r"Forum|QAPage|Question|Answer"),
    "says_list": re2.compile(r"ItemList|CollectionPage"),
}
_TYPES = ("article", "website", "product")
_ADDRESS = {
    "address_forum": re2.compile(r"forum|thread|topic|board|discuss|communit|question|/t/|comments/"),
    "address_shop": re2.compile(r"product|/p/|/dp/|item|shop|store|collection|categor|/c/"),
    "address_manual": re2.compile(r"docs?[./]|documentation|manual|reference|guide|/api|wiki"),
}
_NEAR = 4
_SIGN_NAMES = (
    "comment thread message user product review article body content list date author code in_article "
    "in_list in_table in_p in_form in_main section faq signature"
)
_SIGNS = tuple(_SIGN_NAMES.split())
_MONEY = "$€£¥"


ARTICLE = 0.4
"""From here on a page is read as an article, unless it is likelier a forum's thread."""


@dataclass(frozen=True, slots=True)
class PageType:
    """How likely a page is of each type, in [0, 1]; they need not add up to 1."""

    article: float
    forum: float
    manual: float
    shop: float

    @property
    def reads_as_article(self) -> bool:
        """Whether the rules for articles hold: it is likely one, and no likelier a forum's thread."""
        return self.article >= ARTICLE and self.article >= self.forum


def page_traits(document: Document, traits: Traits) -> Traits:
    """What the page as a whole shows; columns of one."""
    page = Traits()
    _sayings(document, page)
    _address(document.metadata.get("address", ""), page)
    length = traits["length"] / traits["length"].sum()
    for sign in _SIGNS:
        page.add(f"near_{sign}", [float(length[traits[sign] <= _NEAR].sum())])
    count = len(document.blocks)
    words = max(float(traits["words"].sum()), 1.0)
    page.add("prose", [float(traits["prose"].sum())])
    page.add("longest", [float(traits["length"].max())])
    page.add("headings", [float((traits["in_heading"] <= 1).mean())])
    page.add("linked", [float((length * traits["linked"]).sum())])
    page.add("digits", [float(traits["digit"].sum()) / words])
    page.add("prices", [sum(document.text.count(sign) for sign in _MONEY) / count])
    page.add("questions", [document.text.count("?") / count])
    page.add("blocks", [count])
    for name in ("titled", "within50_held", "page_prose_rate"):
        page.add(name, [float(traits[name][0])])
    return page


def _sayings(document: Document, page: Traits) -> None:
    said = document.metadata.get("type", "").lower()
    for kind in _TYPES:
        page.add(f"type_{kind}", [float(kind in said)])
    page.add("type_none", [float(not said)])
    schema = document.metadata.get("schema", "")
    for name, pattern in _SCHEMAS.items():
        page.add(name, [float(pattern.search(schema) is not None)])
    page.add("says_nothing", [float(not schema)])


def _address(address: str, page: Traits) -> None:
    host, _, path = address.lower().partition("://")[2].partition("/")
    path = path.partition("?")[0].rstrip("/")
    last = path.rpartition("/")[2]
    known = bool(host)
    page.add("address_length", [len(path) if known else -1])
    page.add("address_steps", [path.count("/") + bool(path) if known else -1])
    page.add("address_hyphens", [last.count("-") if known else -1])
    page.add("address_digits", [sum(sign.isdigit() for sign in path) if known else -1])
    for name, pattern in _ADDRESS.items():
        page.add(name, [float(pattern.search(f"{host}/{path}/") is not None) if known else -1])
