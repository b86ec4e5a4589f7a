"""What became of notes, promises, disclaimers, terms and comments; what is an alert."""

import pytest

from auditor.inspection.changes import (
    ChangeClass,
    FindingKind,
    Version,
    Weight,
    compare_versions,
    is_alert,
    policy_of,
)
from auditor.inspection.changes.classes import PolicyError, class_of
from auditor.inspection.tiling import SegmentKind as Kind
from tests.inspection.versions import PARAGRAPHS, body, read, told, version

NOTE = "Correction: An earlier version of this article said that 40 houses were sold."


def test_notes_of_the_desk_are_added_removed_and_reworded() -> None:
    bare = version(*body(*PARAGRAPHS))
    noted = version(*body(*PARAGRAPHS), (Kind.CORRECTION_NOTICE, NOTE))
    again = version(*body(*PARAGRAPHS), (Kind.CORRECTION_NOTICE, NOTE.replace("40", "50")))
    assert told(compare_versions(bare, noted)) == [("correction_added", "ORDINARY")]
    assert told(compare_versions(noted, bare)) == [("correction_removed", "ORDINARY")]
    assert told(compare_versions(noted, again)) == [("correction_reworded", "GRAVE")]


def test_a_promise_to_update_is_made_kept_or_withdrawn() -> None:
    promise = (Kind.UPDATE_NOTICE, "We will update this throughout the day.", "promise_to_update")
    bare, promised = version(*body(*PARAGRAPHS)), version(*body(*PARAGRAPHS), promise)
    edited = version(*body(PARAGRAPHS[0].replace("40", "60"), *PARAGRAPHS[1:]), promise)
    noted = version(*body(*PARAGRAPHS), promise, (Kind.UPDATE_NOTICE, "Update: the police have answered."))
    assert told(compare_versions(bare, promised)) == [("promise_made", "SLIGHT")]
    assert told(compare_versions(promised, bare)) == [("promise_withdrawn", "ORDINARY")]
    assert told(compare_versions(promised, edited)) == [("silent_edit", "GRAVE"), ("promise_kept", "SLIGHT")]
    assert told(compare_versions(promised, noted))[1:] == [("promise_kept", "SLIGHT")]


VIEWS = "The views expressed in this article are the author's own and not those of this paper."


def test_disclaimers_are_added_removed_and_reworded() -> None:
    bare = version(*body(*PARAGRAPHS))
    with_it = version(*body(*PARAGRAPHS), (Kind.DISCLAIMER, VIEWS))
    other = version(*body(*PARAGRAPHS), (Kind.DISCLAIMER, VIEWS.replace("not those", "also those")))
    assert told(compare_versions(bare, with_it)) == [("disclaimer_added", "ORDINARY")]
    assert told(compare_versions(with_it, bare)) == [("disclaimer_removed", "ORDINARY")]
    assert told(compare_versions(with_it, other)) == [("disclaimer_reworded", "ORDINARY")]
    unlike = version(*body(*PARAGRAPHS), (Kind.BODY, VIEWS.replace("not those", "also those")))
    assert told(compare_versions(with_it, unlike)) == [("disclaimer_reworded", "ORDINARY")]


def test_a_year_that_turns_is_nobodys_news() -> None:
    old, new = (
        version(*body(*PARAGRAPHS), (Kind.COPYRIGHT_NOTICE, f"© {year} Blog.")) for year in (2025, 2026)
    )
    assert told(compare_versions(old, new)) == [("disclaimer_reworded", "SLIGHT")]


def test_terms_of_reuse_are_compared_by_what_is_read_out_of_them() -> None:
    page = "<html><body><article>{}<p>{}</p></article></body></html>"
    paragraphs = "".join(f"<p>{words} {words}</p>" for words in PARAGRAPHS)
    strict = "This material may not be published, rewritten or redistributed without written permission."
    open_ = "This article may be republished free of charge, provided that the author is credited."
    found = compare_versions(read(page.format(paragraphs, strict)), read(page.format(paragraphs, open_)))
    kinds = {finding.kind for finding in found.findings}
    assert FindingKind.RIGHTS_CHANGED in kinds
    assert found.classes == (ChangeClass.DISCLAIMER_RIGHTS,)
    same = compare_versions(
        read(page.format(paragraphs, strict)), read(page.format(paragraphs, strict + " "))
    )
    assert told(same) == []


def test_comments_grow_go_close_and_open_again() -> None:
    def page(*comments: str, closed: str = "") -> Version:
        parts = [*body(*PARAGRAPHS), *((Kind.READER_COMMENT, words) for words in comments)]
        return version(*parts, *([(Kind.COMMENTS_CLOSED, closed)] if closed else []))

    one, two = "1. I do not believe a word of this.", "2. My brother works there, and it is worse."
    assert told(compare_versions(page(one), page(one, two))) == [("comments_grew", "SLIGHT")]
    assert told(compare_versions(page(one, two), page("1. " + two[3:]))) == [("comments_removed", "ORDINARY")]
    assert told(compare_versions(page(one), page(two))) == [
        ("comments_removed", "SLIGHT"),
        ("comments_grew", "SLIGHT"),
    ]
    closed = page(one, closed="Comments are closed.")
    assert told(compare_versions(page(one), closed)) == [("comments_closed", "ORDINARY")]
    assert told(compare_versions(closed, page(one))) == [("comments_reopened", "ORDINARY")]


def test_what_was_badly_read_is_unknown_and_not_changed() -> None:
    long = version(*body(*(f"{words} {number}" for number in range(9) for words in PARAGRAPHS)))
    short = version(*body("Please switch on JavaScript."))
    assert compare_versions(long, short).unknown
    assert not compare_versions(long, short).findings
    assert compare_versions(version(*body(*PARAGRAPHS), incomplete=("depth",)), long).unknown == (
        "a version was read incompletely"
    )


def test_each_class_has_its_own_policy() -> None:
    policy = policy_of({"comments": "never"}, {"chrome": "slight", "body": "grave"})
    assert is_alert(ChangeClass.CHROME, Weight.SLIGHT, policy)
    assert not is_alert(ChangeClass.BODY, Weight.ORDINARY, policy)
    assert not is_alert(ChangeClass.COMMENTS, Weight.GRAVE, policy)
    assert is_alert(ChangeClass.HEADLINE, Weight.ORDINARY, policy)
    for wrong in ({"weather": "never"}, {"body": "always"}):
        with pytest.raises(PolicyError):
            policy_of(wrong)
    assert class_of(Kind.SHARE_WIDGET) is ChangeClass.CHROME
