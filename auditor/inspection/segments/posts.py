"""Where a page's posts stand: the elements that each hold one reader's comment, by name and by structure."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

import re2

from auditor.inspection.document import Block, Document, Element, Markup
from auditor.inspection.segments.elements import HEADINGS
from auditor.inspection.segments.signs import (
    Sign,
    names_a_list,
    names_a_post,
    names_comments,
    sign_of,
    sort_of,
)

_ITEM = re2.compile(
    r"^(?:(?:[a-z]{1,12}[-_]+){0,2}(?:comment|kommentar|commentaire|comentario)s?[-_]*"
    r"(?:item|thread|entry|node|post|wrap|wrapper|block|box|single|row|container|card|\d+)|comment|kommentar|commentaire|"
    r"(?:single|user|post)-?comment)$"
)
_DEPTH = re2.compile(r"^depth-(\d{1,2})$")
_LIST_ITEMS = frozenset({"li", "article"})
_OUTERMOST = 2  # html and body are no post, whatever they are named
_LEVELS = 12  # elements looked at from a line with a time outwards
_NEAR = 4  # elements around a post whose names say what the list of posts is
_BEFORE = 8  # lines between the heading of a thread and its first post
_WORDS = 12  # code points outside links that a post says at least
_TITLE = 25  # code points of a linked heading that is a teaser's


@dataclass(frozen=True, slots=True)
class Post:
    """An element that holds one comment, how many posts are around it, and the rule that says so."""

    element: Element
    depth: int
    rule: str


def find_posts(document: Document) -> dict[int, Post]:
    """The post that each block of a page stands in, by where the block starts; blocks in none are left out.

    Elements named as comments come first. Besides them, brothers that look alike are posts when most
    hold a time or a link to answer, and words of their own, and names, a heading or links to answer
    speak for a thread. Time is linear in the blocks.
    """
    named = _named_posts(document.blocks)
    found = {**_Brothers(document, frozenset(named)).posts(), **named}
    return {document.blocks[index].span.start: post for index, post in found.items()}


def _named_posts(blocks: Sequence[Block]) -> dict[int, Post]:
    """Posts by the names of their elements, without those that hold nothing but links."""
    known: dict[int, bool] = {}
    chains: dict[int, tuple[Element, ...]] = {}
    inside: dict[Element, set[Element]] = {}
    for index, block in enumerate(blocks):
        markup = block.markup or Markup()
        names = markup.names
        if id(names) not in known:  # alike brothers share them
            known[id(names)] = _may_name(" ".join(names)) and any(map(_names_one, names))
        chain = _named_chain(markup) if known[id(names)] else ()
        if chain:
            chains[index] = chain
            for element in chain:
                inside.setdefault(element, set()).add(chain[0])
    posts = {index: _named_post(chain, inside) for index, chain in chains.items()}
    saying = {post.element for index, post in posts.items() if _free(blocks[index]) > 0}
    return {index: post for index, post in posts.items() if post.element in saying}


def _names_one(name: str) -> bool:
    """Whether a class or id word names one comment."""
    return _may_name(name) and _ITEM.search(name) is not None


def _may_name(names: str) -> bool:
    return "comment" in names or "kommentar" in names or "comentario" in names


def _free(block: Block) -> int:
    """Code points outside links."""
    return len(block.span) - (block.markup.link_chars if block.markup else 0)


def _named_chain(markup: Markup) -> tuple[Element, ...]:
    """The elements around a block that are named as one comment, innermost first."""
    lineage = markup.lineage[:-_OUTERMOST]
    found = [place for place, names in enumerate(lineage) if any(map(_names_one, names))]
    heads = [place for place in found if place + 1 not in found]  # elements right in each other are one
    if not heads or _in_a_list(lineage[heads[0] :]):
        return ()
    elements = list(markup.element.outwards())
    return tuple(elements[place] for place in heads)


def _named_post(chain: tuple[Element, ...], inside: Mapping[Element, AbstractSet[Element]]) -> Post:
    """The comment that ``chain`` holds: boxes around it that hold no other one are part of it."""
    own = 0
    if chain[0].tag not in _LIST_ITEMS:
        while own + 1 < len(chain) and len(inside[chain[own + 1]]) == 1:
            own += 1
    sort = _sort(chain[own])
    around = sum(_sort(element) == sort for element in chain[own + 1 :])
    names = chain[own].standing.lineage[0]
    return Post(chain[own], _printed_depth(names, around), "posts.named")


def _sort(element: Element) -> tuple[str, str]:
    """What brothers and answers share: list items by their tag, others by their names too."""
    listed = element.tag in _LIST_ITEMS
    return element.tag, "" if listed else sort_of(element.standing.lineage[0])


def _in_a_list(lineage: Sequence[tuple[str, ...]]) -> bool:
    """Whether the elements right around a post list comments or pages from elsewhere."""
    return any(names_a_list(names) for names in lineage[:_NEAR])


def _printed_depth(names: tuple[str, ...], counted: int) -> int:
    """The depth that WordPress prints (``depth-1`` for a comment), else the one counted."""
    printed = [int(found[1]) for name in names if (found := _DEPTH.search(name))]
    return max(0, printed[0] - 1) if printed else counted


@dataclass(frozen=True, slots=True)
class _Member:
    """One of several brothers, and its blocks that are not in a post inside it."""

    element: Element
    blocks: range
    own: tuple[int, ...]


_Key = tuple[Element | None, str, str]


class _Brothers:
    """Elements of one parent that look alike, innermost first, and which of them are posts."""

    def __init__(self, document: Document, taken: frozenset[int]) -> None:
        self.blocks = document.blocks
        self.taken = taken
        self.signs = [sign_of(document, block) for block in self.blocks]
        self.owners: dict[int, list[Element]] = {}
        self.sorts: set[tuple[str, str]] = set()

    def posts(self) -> dict[int, Post]:
        """The posts among the blocks that are not taken, by the block's index."""
        groups = self._groups()
        if any(len(found) > 1 for found in groups.values()):
            for key in sorted(groups, key=lambda key: -len(next(iter(groups[key])).standing.tags)):
                self._judge(key, groups[key])
        return {
            index: Post(elements[0], len(elements) - 1, "posts.alike")
            for index, elements in self.owners.items()
        }

    def _groups(self) -> dict[_Key, dict[Element, int]]:
        """Brothers alike in tag and sort, around lines with a time or a link to answer."""
        groups: dict[_Key, dict[Element, int]] = {}
        for index, sign in enumerate(self.signs):
            if sign not in (Sign.TIME, Sign.ANSWER) or index in self.taken:
                continue
            markup = self.blocks[index].markup or Markup()
            steps = zip(markup.element.outwards(), markup.lineage[:-_OUTERMOST], strict=False)
            for element, names in islice(steps, _LEVELS):
                group = groups.setdefault((element.parent, element.tag, sort_of(names)), {})
                group.setdefault(element, index)
        return groups

    def _judge(self, key: _Key, found: dict[Element, int]) -> None:
        """Take the brothers of ``key`` for posts if they are; a lone one if others of its sort are."""
        _, tag, sort = key
        if len(found) == 1 and (tag, sort) not in self.sorts:
            return
        members = [self._member(element, index) for element, index in found.items()]
        if len(members) > 1 and not self._are_posts(members):
            return
        if sort:
            self.sorts.add((tag, sort))
        for member in members:
            for index in member.blocks:
                self.owners.setdefault(index, []).append(member.element)

    def _member(self, element: Element, index: int) -> _Member:
        first, last = index, index + 1
        while first > 0 and self._within(first - 1, element):
            first -= 1
        while last < len(self.blocks) and self._within(last, element):
            last += 1
        blocks = range(first, last)
        own = (index for index in blocks if index not in self.owners and index not in self.taken)
        return _Member(element, blocks, tuple(own))

    def _within(self, index: int, element: Element) -> bool:
        return (self.blocks[index].markup or Markup()).element.stands_in(element)

    def _are_posts(self, members: Sequence[_Member]) -> bool:
        """Whether most of these brothers say something of their own, and a thread is spoken for."""
        standing = members[0].element.standing
        if _in_a_list(standing.lineage[:-_OUTERMOST]):
            return False
        if sum(self._says(member) for member in members) < len(members) * 0.6:
            return False
        if sum(self._is_linked(member) for member in members) * 2 >= len(members):
            return False
        answered = sum(any(self.signs[place] is Sign.ANSWER for place in member.own) for member in members)
        if answered * 2 >= len(members) and names_a_post(standing.lineage[0]):
            return True
        titled = sum(any(map(self._is_title, member.own)) for member in members)
        return titled * 2 < len(members) and self._spoken_for(members[0])

    def _says(self, member: _Member) -> bool:
        return sum(_free(self.blocks[place]) for place in member.own if not self.signs[place]) >= _WORDS

    def _is_linked(self, member: _Member) -> bool:
        """Whether mostly links stand there, as in a list of other pages."""
        free = sum(_free(self.blocks[place]) for place in member.own)
        return free * 2 < sum(len(self.blocks[place].span) for place in member.own)

    def _is_title(self, place: int) -> bool:
        """Whether a block is the linked title of another page; a forum's own subject lines are, too."""
        block = self.blocks[place]
        markup = block.markup or Markup()
        heads = not HEADINGS.isdisjoint(markup.tags[:3])
        return heads and len(block.span) >= _TITLE and markup.link_chars * 2 > len(block.span)

    def _spoken_for(self, first: _Member) -> bool:
        """Whether the names near the first brother, or a heading before it, make them a thread."""
        lineage = first.element.standing.lineage[:-_OUTERMOST]
        start = first.blocks[0]
        if any(names_comments(names) for names in lineage[:3]):
            return True
        return Sign.HEADING in self.signs[max(0, start - _BEFORE) : start]
