"""Version pairs with a known change: real pages and texts, edited as newsrooms and page systems edit them."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice

import lxml.html
from lxml.html import HtmlElement

from benchmarks.edit_words import (
    ADVERTS,
    CLOSED,
    COMMENTS,
    COOKIES,
    CORRECTIONS,
    DISCLAIMERS,
    NAMES,
    PARAGRAPHS,
    REWORDED,
    TEASERS,
)
from benchmarks.edited_pages import LONG, Page, beside, insert, read_page, written


@dataclass(frozen=True, slots=True)
class EditedPair:
    """Two versions of a page, what was done to it in words, and the class of change that this is.

    ``label`` is a ``ChangeClass`` by value; "chrome" and "comments" stand for pairs whose body,
    headline, notes and notices are the same.
    """

    name: str
    edit: str
    label: str
    before: bytes
    after: bytes
    media: str


Edit = Callable[[Page, random.Random], bool]


def _pick(page: Page, chance: random.Random, wanted: Callable[[str], bool]) -> HtmlElement | None:
    """A paragraph of the body with a text of its own that ``wanted`` holds good for."""
    fit = [one for one in page.body if len(one.text or "") >= LONG and wanted(one.text or "")]
    return chance.choice(fit) if fit else None


def _change(change: Callable[[list[str], int, random.Random], str], wanted: Callable[[str], bool]) -> Edit:
    """An edit of one word of one paragraph of the body; never of its first."""

    def edit(page: Page, chance: random.Random) -> bool:
        chosen = _pick(page, chance, lambda text: any(wanted(word) for word in text.split()[1:]))
        if chosen is None:
            return False
        words = (chosen.text or "").split()
        at = chance.choice([place for place, word in enumerate(words) if place and wanted(word)])
        words[at] = change(words, at, chance)
        chosen.text = " ".join(words) + (" " if len(chosen) else "")
        return True

    return edit


def _number(words: list[str], at: int, chance: random.Random) -> str:
    return "".join(str(chance.choice("123456789".replace(c, ""))) if c.isdecimal() else c for c in words[at])


def _other(words: list[str], at: int, chance: random.Random) -> str:
    kept = words[at][len(words[at].rstrip(".,;:!?")) :]
    return chance.choice(("reportedly", "harbour", "afterwards", "mistaken", "larger")) + kept


def _named(words: list[str], at: int, chance: random.Random) -> str:
    return chance.choice(NAMES).split()[1] + words[at][len(words[at].rstrip(".,;:!?")) :]


def _negated(words: list[str], at: int, _: random.Random) -> str:
    return f"{words[at]} not"


def _remove_sentence(page: Page, chance: random.Random) -> bool:
    chosen = _pick(page, chance, lambda text: text.count(". ") > 1)
    if chosen is None:
        return False
    chosen.text = (chosen.text or "").partition(". ")[2]
    return True


def _remove_paragraph(page: Page, chance: random.Random) -> bool:
    chosen = page.body[chance.randrange(1, len(page.body))]
    chosen.drop_tree()
    return True


def _add_paragraph(page: Page, chance: random.Random) -> bool:
    insert(beside(page, chance), "p", chance.choice(PARAGRAPHS))
    return True


def _headline(page: Page, chance: random.Random) -> bool:
    if page.headline is None:
        return False
    words = "".join(page.headline.itertext()).split()
    words[chance.randrange(len(words))] = chance.choice(("Mistake", "Harbour", "Larger", "Again"))
    for child in list(page.headline):
        page.headline.remove(child)
    page.headline.text = " ".join(words)
    return True


def _byline(page: Page, chance: random.Random) -> bool:
    if len(page.bylines) != 1:
        return False
    page.bylines[0].text = f"By {chance.choice(NAMES)}"
    return True


def _note(page: Page, chance: random.Random) -> bool:
    insert(page.body[-1], "p", chance.choice(CORRECTIONS))
    return True


def _disclaim(page: Page, chance: random.Random) -> bool:
    insert(page.body[-1], "p", chance.choice(DISCLAIMERS))
    return True


def _close(page: Page, chance: random.Random) -> bool:
    insert(page.body[-1], "p", chance.choice(CLOSED), class_="nocomments")
    return True


def _comment(page: Page, chance: random.Random) -> bool:
    """More comments under a thread of our own, which both versions have."""
    thread = insert(page.body[-1], "section", "", id="comments", class_="comments-area")
    _add_comments(thread, chance, chance.randint(1, 4))
    return True


def _add_comments(thread: HtmlElement, chance: random.Random, number: int) -> None:
    for _ in range(number):
        item = lxml.html.Element("li", {"class": "comment"})
        for tag, name, text in (
            ("cite", "comment-author", chance.choice(NAMES)),
            ("span", "comment-date", f"March {chance.randint(1, 28)}, 2020 at 4:{chance.randint(10, 59)} pm"),
            ("p", "comment-content", chance.choice(COMMENTS)),
        ):
            part = lxml.html.Element(tag, {"class": name})
            part.text = text
            item.append(part)
        thread.append(item)


def _advert(page: Page, chance: random.Random) -> bool:
    insert(beside(page, chance), "div", chance.choice(ADVERTS), class_="ad-slot advertisement")
    return True


def _counters(page: Page, chance: random.Random) -> bool:
    """Every number of the page's furniture is another one; there is at least a share counter."""
    for element in page.chrome:
        element.text = _number([element.text or ""], 0, chance)
    insert(page.body[-1], "div", f"{chance.randint(2, 900)} Shares", class_="share-count")
    return True


def _stamp(page: Page, chance: random.Random) -> bool:
    stamp = f"{chance.randint(2, 20)} {chance.choice(('hours', 'minutes', 'days'))} ago"
    insert(page.headline if page.headline is not None else page.body[0], "span", stamp, class_="timestamp")
    return True


def _teasers(page: Page, chance: random.Random) -> bool:
    box = insert(page.body[-1], "aside", "", class_="related-stories sidebar")
    for teaser in chance.sample(TEASERS, 3):
        item = lxml.html.Element("li")
        link = lxml.html.Element("a", {"href": "/" + teaser.replace(" ", "-").lower()})
        link.text = teaser
        item.append(link)
        box.append(item)
    return True


def _cookies(page: Page, chance: random.Random) -> bool:
    top = page.tree.find("body")
    if top is None:
        return False
    banner = lxml.html.Element("div", {"class": "cookie-banner", "id": "cookie-notice"})
    banner.text = chance.choice(COOKIES)
    top.append(banner)
    return True


EDITS: dict[str, tuple[str, Edit]] = {
    "number": ("body", _change(_number, lambda word: word[:1].isdecimal())),
    "name": ("body", _change(_named, lambda word: word[:1].isupper() and len(word) > 3)),
    "negation": ("body", _change(_negated, lambda word: word in ("was", "is", "were", "will", "has", "are"))),
    "word": ("body", _change(_other, lambda word: word.islower() and len(word) > 4)),
    "sentence removed": ("body", _remove_sentence),
    "paragraph removed": ("body", _remove_paragraph),
    "paragraph added": ("body", _add_paragraph),
    "headline": ("headline", _headline),
    "byline": ("byline_date", _byline),
    "note added": ("correction", _note),
    "disclaimer added": ("disclaimer_rights", _disclaim),
    "disclaimer removed": ("disclaimer_rights", _disclaim),
    "disclaimer reworded": ("disclaimer_rights", _disclaim),
    "comments closed": ("comments", _close),
}
NOISE: dict[str, tuple[str, Edit]] = {
    "comments grew": ("comments", _comment),
    "advert": ("chrome", _advert),
    "counters": ("chrome", _counters),
    "time stamp": ("chrome", _stamp),
    "teasers": ("chrome", _teasers),
    "cookie notice": ("chrome", _cookies),
}


def pairs(
    pages: Sequence[tuple[str, bytes, str]], kinds: dict[str, tuple[str, Edit]], number: int, *, seed: int = 7
) -> Iterator[EditedPair]:
    """``number`` pairs over (name, page, true body) in turn, each kind of edit as often as it can be made."""
    chance = random.Random(seed)  # noqa: S311 - a benchmark, not a secret
    usable = [page for page in pages if read_page(page[1], page[2]) is not None]
    jobs = zip(cycle(kinds), cycle(range(len(usable))), strict=False)
    made = (_pair(usable[at], edit, kinds[edit], chance) for edit, at in jobs)
    tries = islice(made, 40 * number)
    yield from islice((pair for pair in tries if pair is not None), number)


def _pair(
    page: tuple[str, bytes, str], edit: str, kind: tuple[str, Edit], chance: random.Random
) -> EditedPair | None:
    name, data, truth = page
    label, change = kind
    before, after = read_page(data, truth), read_page(data, truth)
    if before is None or after is None or not change(after, chance):
        return None
    old, new = written(before), written(after)
    if edit == "disclaimer removed":
        old, new = new, old
    if edit == "disclaimer reworded":
        first = next((one for one in REWORDED if one in new), None)
        if first is None:
            return None
        old, new = new, new.replace(first, REWORDED[first])
    if edit == "comments grew":
        old = new
        _add_comments(after.tree.get_element_by_id("comments"), chance, chance.randint(1, 9))
        new = written(after)
    return EditedPair(name, edit, label, old.encode(), new.encode(), "text/html; charset=utf-8")
