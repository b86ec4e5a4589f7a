"""What a page says of itself: title, author, dates, site, language, address, type."""

import json
from collections.abc import Iterable, Iterator
from html import unescape

from auditor.inspection.markup.statements import Statement
from auditor.inspection.markup.words import collapsed

# Where a page may say each thing, the most deliberate place first. Names as in OpenGraph, Dublin
# Core, schema.org and what the large publishing systems print.
_META = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title", "headline", "title"),
    "author": (
        "author",
        "dc.creator",
        "dcterms.creator",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "byl",
    ),
    "published": (
        "article:published_time",
        "datepublished",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.created",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "og:published_time",
    ),
    "modified": (
        "article:modified_time",
        "datemodified",
        "og:updated_time",
        "last-modified",
        "dcterms.modified",
    ),
    "site": ("og:site_name", "application-name", "twitter:site", "dc.publisher"),
    "language": ("og:locale", "content-language", "dc.language", "language"),
    "address": ("og:url", "parsely-link"),
    "type": ("og:type",),
    "license": ("dcterms.license", "dc.license", "license"),
    "rights": ("dcterms.rights", "dc.rights", "copyright", "rights"),
    "holder": ("dcterms.rightsholder",),
}
_TYPES = (
    "Article NewsArticle BlogPosting Report ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle "
    "LiveBlogPosting WebPage TechArticle ScholarlyArticle Review"
)
_ARTICLES = frozenset(_TYPES.split())
_JSON_LIMIT = 500_000  # code points of one JSON-LD script
_VALUE_LIMIT = 1_000  # code points of one value


def read_metadata(about: Iterable[Statement]) -> dict[str, str]:
    """What the elements ``about`` the page say, one value each; nothing is made up.

    JSON-LD of an article comes first, then meta elements, then title, canonical link and the root's
    language. Broken or oversized JSON is passed over.
    """
    elements = tuple(about)
    items = tuple(_items(elements))
    found: dict[str, str] = {}
    for name, value in (*_json_ld(items), *_metas(elements), *_plain(elements)):
        text = collapsed(unescape(value))[:_VALUE_LIMIT]  # many systems escape these twice
        if text and not (name == "author" and text.startswith(("http://", "https://"))):
            found.setdefault(name, text)
    return dict(sorted(found.items()))


def _metas(elements: tuple[Statement, ...]) -> Iterator[tuple[str, str]]:
    said: dict[str, str] = {}
    for element in elements:
        if element.name == "meta" and "content" in element.attributes:
            for key in ("property", "name", "itemprop", "http-equiv"):
                if key in element.attributes:
                    said.setdefault(str(element.attributes[key]).lower(), str(element.attributes["content"]))
    for name, keys in _META.items():
        yield from ((name, said[key]) for key in keys if key in said)


def _plain(elements: tuple[Statement, ...]) -> Iterator[tuple[str, str]]:
    for element in elements:
        if element.name == "title":
            yield "title", "".join(element.words)
        elif element.name == "html" and "lang" in element.attributes:
            yield "language", str(element.attributes["lang"])
        elif element.name == "link" and "canonical" in str(element.attributes.get("rel", "")).lower():
            yield "address", str(element.attributes.get("href", ""))
        elif "license" in str(element.attributes.get("rel", "")).lower().split():
            yield "license", str(element.attributes.get("href", ""))


def _json_ld(items: tuple[dict[str, object], ...]) -> Iterator[tuple[str, str]]:
    for item in items:
        if not _ARTICLES.isdisjoint(_kinds(item)):
            yield from _article(item)
    yield "schema", " ".join(dict.fromkeys(kind for item in items for kind in _kinds(item)))


def _kinds(item: dict[str, object]) -> list[str]:
    """What the item says it is, in the names of schema.org."""
    kinds = item.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _items(elements: tuple[Statement, ...]) -> Iterator[dict[str, object]]:
    for element in elements:
        if element.name == "script":
            yield from _items_of("".join(element.words))


def _items_of(script: str) -> Iterator[dict[str, object]]:
    if len(script) > _JSON_LIMIT:
        return
    try:
        data = json.loads(script)
    except (ValueError, RecursionError):
        return
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            yield from (part for part in (graph if isinstance(graph, list) else ()) if isinstance(part, dict))


def _article(item: dict[str, object]) -> Iterator[tuple[str, str]]:
    fields = (
        ("title", "headline"),
        ("author", "author"),
        ("published", "datePublished"),
        ("modified", "dateModified"),
        ("site", "publisher"),
        ("language", "inLanguage"),
        ("address", "url"),
        ("license", "license"),
        ("rights", "copyrightNotice"),
        ("holder", "copyrightHolder"),
    )
    for name, key in fields:
        value = _name(item.get(key)) or (_linked(item.get(key)) if key == "license" else "")
        if value:
            yield name, value


def _name(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return _name(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, (_name(part) for part in value[:20] if not isinstance(part, list))))
    return ""


def _linked(value: object) -> str:
    """The address of a thing that has no name."""
    return (
        next((str(value[key]) for key in ("@id", "url") if value.get(key)), "")
        if isinstance(value, dict)
        else ""
    )
