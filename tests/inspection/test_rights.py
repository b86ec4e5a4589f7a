"""What notices say of reuse is read as statements, each with its words; silence is unknown."""

from pathlib import Path

import pytest

from auditor.inspection.document import Document, Span
from auditor.inspection.rights import Rights, read_rights
from auditor.inspection.rights.licences import find_licence
from auditor.inspection.rights.parties import same_house
from auditor.inspection.rights.statements import Claim, Condition, Statement, Use, listed
from auditor.inspection.rights.terms import TermError, find_terms, load_terms
from auditor.inspection.tiling import Segment, SegmentKind
from tests.inspection.reading import PROSE, page_of, text_of

SEEDS = Path(__file__).parents[2] / "seeds"
PUBLIC = "https://creativecommons.org/publicdomain/zero/1.0/"
GRANT = "You may republish this article online if you credit the author and include a link."
NOTICE = SegmentKind.COPYRIGHT_NOTICE
PERMIT = SegmentKind.REPRINT_PERMISSION


def rights_of(*pieces: tuple[SegmentKind, str] | tuple[SegmentKind, str, dict[str, object]]) -> Rights:
    """The rights of a text made of pieces of known kinds."""
    text, tiles = "", []
    for kind, words, *more in pieces:
        values = more[0] if more else {}
        span = Span(len(text), len(text) + len(words))
        subkind = str(values.pop("subkind", "")) or None
        tiles.append(
            Segment(span, kind, kind, 1.0, "by hand", ("by.hand",), subkind=subkind, values=dict(values))
        )
        text += words + "\n"
    return read_rights(Document(text, ()), tiles)


def only(rights: Rights) -> Statement:
    (statement,) = rights.statements
    return statement


def said(words: str, kind: SegmentKind = PERMIT, **values: object) -> Statement:
    return only(rights_of((kind, words, values)))


def conditions(statement: Statement) -> list[str]:
    return [proviso.condition.value for proviso in statement.conditions]


def seed(number: str) -> Rights:
    return read_rights(*text_of(next(SEEDS.glob(f"{number}*.txt")).read_text(encoding="utf-8")))


def test_a_page_without_notices_says_nothing_of_rights_and_that_is_no_permission() -> None:
    rights = seed("001")
    assert rights.statements == ()
    assert rights.reading == ("No notice on this page speaks of rights; that is not permission.",)


def test_the_first_seed_says_who_may_cross_post_and_whom_to_ask_for_print() -> None:
    ownership, grant, request, fair_use, owner = seed("000").statements
    assert (ownership.claim, ownership.year) == (Claim.OWNERSHIP, 2016)
    assert ownership.assigner == ("Prof Michel Chossudovsky", "Global Research")
    assert (grant.claim, grant.whose, grant.uses) == (Claim.GRANT, "Global Research", (Use.CROSS_POST,))
    assert conditions(grant) == ["attribution", "copyright_notice", "hyperlink"]
    assert grant.venues == ("community internet sites",)
    assert (request.claim, request.contact) == (Claim.REQUEST, "publications@globalresearch.ca")
    assert "print" in request.venues
    assert fair_use.assignee == "those who have expressed a prior interest"
    assert fair_use.purposes[-2:] == ("research", "education")
    assert (owner.claim, owner.assigner) == (Claim.REQUEST, ("the copyright owner",))


def test_every_statement_of_the_seeds_stands_on_words_of_the_text() -> None:
    text = next(SEEDS.glob("000*.txt")).read_text(encoding="utf-8")
    document, segments = text_of(text)
    rights = read_rights(document, segments)
    assert [document.quote(one.spans[0])[:20] for one in rights.statements] == [
        "Copyright © [Prof Mi",
        "The Centre of Resear",
        "For publication of G",
        "www.globalresearch.c",
        "If you wish to use c",
    ]
    hyperlink = rights.statements[1].conditions[2].span
    assert hyperlink is not None
    assert document.quote(hyperlink) == "hyperlink to the original"


def test_whose_words_the_running_text_is_counts_quotations_and_reposts_with_the_houses_own_apart() -> None:
    origin = seed("000").origin
    assert (origin.taken, origin.others, origin.characters) == (3490, 2941, 7556)
    assert [voice.name for voice in origin.voices if voice.house] == ["Global Research"]
    origin = seed("004").origin
    assert (origin.reposted, origin.characters) == (5105, 5105)
    rights = seed("002")
    assert rights.reading[1].startswith("Of the running text, 4,856 of 5,471 characters (89 %)")


@pytest.mark.parametrize(
    ("words", "claim", "uses", "kept"),
    [
        (GRANT, "grant", ["republish"], ["attribution", "hyperlink"]),
        ("This article may be freely reprinted in its entirety.", "grant", ["print"], ["complete"]),
        ("You may share this unmodified, but let us know.", "grant", ["share"], ["unmodified", "notify"]),
        ("Feel free to translate it for non-commercial use.", None, ["translate"], ["non_commercial"]),
        ("This text may not be reproduced.", "prohibition", ["reproduce"], []),
        ("Copying without permission is prohibited.", "prohibition", ["reproduce"], ["prior_permission"]),
        ("To request permission to reprint, write to us.", "request", ["print"], ["prior_permission"]),
        ("Licensed under CC BY-SA 4.0.", "licence", ["reproduce", "redistribute", "rewrite"],
         ["attribution", "copyright_notice", "share_alike"]),
    ],
)  # fmt: skip
def test_a_sentence_of_a_notice_is_read(
    words: str, claim: str | None, uses: list[str], kept: list[str]
) -> None:
    statement = said(words)
    assert statement.claim == (claim or "grant")
    assert [use.value for use in statement.uses] == uses
    assert conditions(statement) == kept


def test_a_sentence_that_licenses_or_forbids_does_not_also_grant() -> None:
    assert said("Republish our articles for free under a Creative Commons license.").claim is Claim.LICENCE
    assert said("You may share it, but it may not be used in print.").claim is Claim.PROHIBITION


def test_a_notice_of_unknown_wording_says_what_its_kind_says() -> None:
    assert said("Nachdruck erlaubt").claim is Claim.GRANT
    assert said("Ask us", subkind="commercial_by_request").claim is Claim.REQUEST
    borrowed = said("Mit Erlaubnis", SegmentKind.SYNDICATION_CREDIT, subkind="reposted_with_permission")
    assert borrowed.claim is Claim.BORROWED
    assert said("Example 2016", NOTICE).claim is Claim.OWNERSHIP
    assert rights_of((SegmentKind.DISCLAIMER, "Opinions are the author's.")).statements == ()


def test_words_outside_notices_are_not_read() -> None:
    assert rights_of((SegmentKind.BODY, GRANT), (SegmentKind.READER_COMMENT, GRANT)).statements == ()


def test_one_line_may_hold_several_statements() -> None:
    words = (
        "© 2019 Example.com. All rights reserved. It may not be reproduced, except with the prior "
        "written permission of Example.com."
    )
    claims = [one.claim for one in rights_of((NOTICE, words, {"holders": ["Example.com"]})).statements]
    assert claims == [Claim.OWNERSHIP, Claim.RESERVATION, Claim.PROHIBITION]


def test_holders_come_from_the_notice_or_from_its_words() -> None:
    assert said("© 2016 Anna Example. ", NOTICE).assigner == ("Anna Example",)
    assert said("All content is owned by author exclusively.", NOTICE).assigner == ("the author",)
    assert said("X", NOTICE, holders=["Example Media", "LLC"]).assigner == ("Example Media",)
    assert said("X", NOTICE, holders=["author (not named)"]).assigner == ("the author",)
    images = said("All images are the property of their respective owners.", NOTICE)
    assert (images.target, images.assigner) == ("images", ("their respective owners",))
    kept = said("Republished with permission.", SegmentKind.SYNDICATION_CREDIT, outlet="Example Post")
    assert (kept.claim, kept.assigner) == (Claim.BORROWED, ("Example Post",))
    assert said("Republished with permission from Anna Example.").assigner == ("Anna Example",)
    assert said("Republished by permission.", SegmentKind.SYNDICATION_CREDIT).assigner == ()
    assert said("© X", NOTICE, year=2001).year == 2001


def test_whom_to_ask_is_an_address_of_the_notice() -> None:
    assert said("For reprints contact press@example.org.").contact == "press@example.org"
    assert said("For reprints see https://example.org/rights.").contact == "https://example.org/rights"
    assert said("For reprints ask the editor.").contact is None
    assert said("For reprints ask", email="a@example.org").contact == "a@example.org"


def test_a_fair_use_notice_names_its_law_and_allows_nothing() -> None:
    words = "This constitutes a 'fair use' of any such material as provided for in section 107 of the law."
    statement = said(words, SegmentKind.FAIR_USE_NOTICE)
    assert (statement.claim, statement.statute, statement.assigner) == (Claim.FAIR_USE, "17 U.S.C. 107", ())


def test_a_licence_is_known_by_address_short_or_long_name() -> None:
    base = "https://creativecommons.org/licenses/"
    names = {
        "http://creativecommons.org/licenses/by-nc-nd/4.0/": base + "by-nc-nd/4.0/",
        "CC BY": base + "by/",
        "CC-BY-NC 3.0": base + "by-nc/3.0/",
        "Creative Commons Attribution-NonCommercial-ShareAlike 4.0": base + "by-nc-sa/4.0/",
        "a Creative Commons Attribution licence": base + "by/",
        "CC0": PUBLIC,
        "https://creativecommons.org/publicdomain/mark/1.0/": PUBLIC,
        "It is in the public domain": PUBLIC,
        "under a Creative Commons license": "Creative Commons, which one is not said",
    }
    for words, name in names.items():
        licence = find_licence(words)
        assert licence is not None
        assert licence.name == name
    assert find_licence("all rights reserved") is None
    unknown = find_licence("creative commons")
    assert unknown is not None
    assert not unknown.uses
    assert said("Under a Creative Commons license.").licence == unknown.name


HEADS = {
    '<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">': ["licence"],
    '<meta name="dcterms.rights" content="© Example. All rights reserved.">': ["ownership", "reservation"],
    '<meta name="copyright" content="https://example.org/terms">': [],
    '<script type="application/ld+json">{"@type": "NewsArticle", "license": '
    '{"@id": "https://creativecommons.org/licenses/by-nd/4.0/"}, "copyrightHolder": {"name": "Example"}}'
    "</script>": ["licence", "ownership"],
    '<meta name="copyright" content="You may copy this.">': [],
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_what_a_page_says_in_its_head_is_read_too(head: str) -> None:
    rights = read_rights(*page_of(f"<p>{PROSE}</p>", head))
    assert [one.claim.value for one in rights.statements] == HEADS[head]
    assert all(one.said_in.startswith("metadata: ") and not one.spans for one in rights.statements)


def test_a_link_that_licenses_the_page_is_read() -> None:
    body = f'<p>{PROSE}</p><p>See <a rel="license" href="https://creativecommons.org/licenses/by/3.0/">this</a></p>'
    statement = only(read_rights(*page_of(body)))
    assert statement.licence == "https://creativecommons.org/licenses/by/3.0/"


def test_the_reading_says_every_kind_of_statement_in_words() -> None:
    reading = rights_of(
        (NOTICE, "All content is owned by author exclusively."),
        (NOTICE, "All rights reserved."),
        (NOTICE, "This may not be reproduced without permission. "),
        (NOTICE, "All photos of ours are © Example."),
        (
            PERMIT,
            "It grants permission to reprint Example Weekly material on this site.",
            {"email": "a@b.example"},
        ),
        (PERMIT, "Under a Creative Commons license."),
        (PERMIT, "Under CC0."),
        (PERMIT, "Republished with permission from Anna Example."),
        (PERMIT, "For reprints ask the editor."),
    ).reading
    assert reading[:2] == (
        "Copyright in all content is claimed by the author alone.",
        "All rights are reserved by somebody not named: nothing is allowed by this notice.",
    )
    assert reading[2:9] == (
        "The article may not be reproduced unless permission was given before.",
        "Copyright in images is claimed by Example.",
        "All content of Example Weekly may be printed by anyone, says somebody not named; ask a@b.example.",
        "The article is under a public licence: Creative Commons, which one is not said.",
        f"The article may be reproduced, distributed or changed by anyone, under {PUBLIC}.",
        "The article is here with permission of Anna Example.",
        "To have the article printed, ask for permission; of whom is not said.",
    )
    assert reading[-1] == "This repeats what the page says; it is no legal advice."


def test_two_names_of_one_house_are_known_as_one() -> None:
    assert same_house("Example Media LLC", "The Example")
    assert same_house("VT", "Veterans Today")
    assert same_house("Veterans Today", "VT")
    assert same_house("www.globalresearch.ca", "Global Research")
    assert same_house("Global Research", "https://www.globalresearch.ca/x")
    assert same_house("The", "the")
    assert not same_house("!", "Example")
    assert not same_house("Reuters", "TASS")
    assert not same_house("example.org", "Other Post")


def test_words_in_a_row_are_joined() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


TERM = '[[term]]\nid = "t"\nsort = "use"\nmeans = "print"\npatterns = ["print"]\nexamples = ["print it"]\n'


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("x = [", "holds no terms"),
        ("x = 1", "holds no terms"),
        (TERM + 'counter_examples = ["a print"]', "takes its counter-example"),
        (TERM.replace("print it", "copy it") + "counter_examples = []", "does not know its example"),
        (TERM.replace('"use"', '"odd"') + "counter_examples = []", "of no sort known"),
        (TERM, "cannot be read"),
        (TERM.replace('["print"]', '["("]') + "counter_examples = []", "cannot be read"),
    ],
)
def test_terms_that_cannot_be_trusted_are_refused(tmp_path: Path, data: str, message: str) -> None:
    path = tmp_path / "terms.toml"
    path.write_text(data, encoding="utf-8")
    with pytest.raises(TermError, match=message):
        load_terms(path)


def test_every_term_means_something_that_is_known() -> None:
    known = {"claim": Claim, "use": Use, "condition": Condition}
    for term in load_terms():
        if term.sort in known:
            known[term.sort](term.means)


def test_all_terms_asked_at_once_say_what_each_says_alone() -> None:
    terms = load_terms()
    for sentence in (words for term in terms for words in (*term.examples, *term.counter_examples)):
        alone = [said for term in terms if (said := term.find(sentence))]
        assert list(find_terms(sentence)) == alone
