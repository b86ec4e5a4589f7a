"""The extractors of the field, each behind one door: the bytes of a page in, its main text out."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True)
class Peer:
    """An extractor: its name here, the package it comes from, and how it is asked for the main text."""

    name: str
    package: str
    main_text: Callable[[bytes], str]

    @property
    def version(self) -> str | None:
        """The installed version of the package; None when it is not installed."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return None

    def read(self, data: bytes) -> str:
        """The main text of a page; "" when the peer fails, as its users would find none either."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                return self.main_text(data)
            except Exception:  # noqa: BLE001 - whatever a peer raises is its answer: no text
                return ""


def decoded(data: bytes) -> str:
    """A page for peers that read text only: UTF-8, what is none of it replaced."""
    return data.decode("utf-8", "replace")


def _trafilatura(**options: Any) -> Callable[[bytes], str]:
    def main_text(data: bytes) -> str:
        return str(import_module("trafilatura").extract(data, **options) or "")

    return main_text


def _readability(data: bytes) -> str:
    return _paragraphs(import_module("readability").Document(decoded(data)).summary())


def _resiliparse(data: bytes) -> str:
    extract = import_module("resiliparse.extract.html2text").extract_plain_text
    return str(extract(decoded(data), main_content=True, preserve_formatting=True))


def _newspaper(data: bytes) -> str:
    article = import_module("newspaper").Article("https://page.example/", fetch_images=False)
    article.download(input_html=decoded(data))
    article.parse()
    return str(article.text)


@cache
def _stop_words() -> Any:
    return import_module("justext").get_stoplist("English")


def _justext(data: bytes) -> str:
    paragraphs = import_module("justext").justext(data, _stop_words())
    return "\n".join(one.text for one in paragraphs if not one.is_boilerplate)


@cache
def _goose_reader() -> Any:
    return import_module("goose3").Goose({"enable_image_fetching": False})


def _goose(data: bytes) -> str:
    return str(_goose_reader().extract(raw_html=decoded(data)).cleaned_text)


@cache
def _boilerpy_reader() -> Any:
    return import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)


def _boilerpy(data: bytes) -> str:
    return str(_boilerpy_reader().get_content(decoded(data)))


@cache
def _magic_reader() -> Any:
    return import_module("magic_html").GeneralExtractor()


def _magic(data: bytes) -> str:
    return _paragraphs(_magic_reader().extract(decoded(data), base_url="https://page.example/")["html"])


def _paragraphs(markup: str) -> str:
    """The text of the HTML that a peer returned; a blank between elements keeps their words apart."""
    return BeautifulSoup(markup, "lxml").get_text(" ")


TRAFILATURA = Peer("trafilatura", "trafilatura", _trafilatura())
PEERS = (
    TRAFILATURA,
    Peer("trafilatura, no comments", "trafilatura", _trafilatura(include_comments=False)),
    Peer("trafilatura fast", "trafilatura", _trafilatura(fast=True)),
    Peer("trafilatura precision", "trafilatura", _trafilatura(favor_precision=True)),
    Peer("readability-lxml", "readability-lxml", _readability),
    Peer("resiliparse", "resiliparse", _resiliparse),
    Peer("newspaper4k", "newspaper4k", _newspaper),
    Peer("jusText", "justext", _justext),
    Peer("goose3", "goose3", _goose),
    Peer("boilerpy3", "boilerpy3", _boilerpy),
    Peer("magic_html", "magic_html", _magic),
)


def trafilatura_fields(data: bytes) -> tuple[str, str]:
    """Body and comments as trafilatura tells them apart; both "" when it finds nothing."""
    found = import_module("trafilatura").bare_extraction(data, with_metadata=False, include_comments=True)
    return (found.text or "", found.comments or "") if found else ("", "")
