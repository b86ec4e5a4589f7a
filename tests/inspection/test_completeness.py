"""The count of visible characters, without the parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.inspection.markup import completeness
from auditor.inspection.markup.completeness import count_visible, disagree, inked
from auditor.inspection.markup.naming import UNSEEN


@pytest.mark.parametrize(
    ("markup", "visible"),
    [
        ("plain words", "plainwords"),
        ("<p class=x>a<b>b</B > c</p>d", "abcd"),
        ("<p title='a > b'>x</p><p title=\"a > <b\">y</p><p a = 'q'b=it's>z</p>", "xyz"),
        ('<p title="a" alt=\'>', ""),
        ('a<p title="never closed', "a"),
        ("a<p title=x", "a"),
        (
            "a<!-- <p>no</p> -->b<!-->c<!--->d<!-- x --!>e<!doctype html>f<?pi?>g</>h</ x>i<![CDATA[no]]>j",
            "abcdefghij",
        ),
        ("a<!-- never closed <p>b", "a"),
        ("a<script>if (1<2) '</scripty>'</SCRIPT >b<style>x</style>c<title>no</title>d", "abcd"),
        ("a<script>never closed", "a"),
        ("<textarea><b>a</b></textarea><xmp><i></xmp>", "<b>a</b><i>"),
        ("a<svg><g><svg/></g><title>no</title></svg>b<svg/>c<select><option>no</select>d", "abcd"),
        ("a<svg><g>no<p>b</p></svg>c<select><option>no<div>d", "abcd"),
        ("a<template>no<template>no</template>no<script>no</script></template>b", "ab"),
        ("<template shadowrootmode=open>a</template>b", "ab"),
        ("a<noscript><p title='</noscript>b", "ab"),
        ("1 < 2 <3 <é </", "1<2<3<é</"),
        (
            "&amp;&nbsp;&#160;&eacute;&#x41; & b; &nosuchreferencenameislongerthanallothers;",
            "...&b;" + "." * 42,
        ),
        ("a<br/>b<custom-element\nx>c</custom-element\n>d<IMG src=x>e", "abcde"),
    ],
)
def test_text_for_readers_is_counted_as_the_standard_tokenizes_it(markup: str, visible: str) -> None:
    assert count_visible(markup).visible == len(visible)


def test_without_scripts_noscript_is_counted() -> None:
    assert count_visible("<noscript><p>abc</p></noscript>", UNSEEN - {"noscript"}).visible == 3


@pytest.mark.parametrize(
    ("expected", "held", "verdict"), [(0, 20, False), (0, 21, True), (5000, 4950, False), (4949, 5000, True)]
)
def test_counts_disagree_beyond_one_in_a_hundred_and_twenty(expected: int, held: int, verdict: bool) -> None:
    assert disagree(expected, held) is verdict
    assert disagree(held, expected) is verdict


MARKUP = "<p a='> <!-- --> --!> </p> <script> </script> <svg> </svg> a &amp; < > \" ' = \n <p </ <! title <p>"


@given(st.lists(st.sampled_from(MARKUP.split(" "))), st.integers(1, 40))
def test_windows_do_not_change_the_count(parts: list[str], size: int) -> None:
    markup = "".join(parts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(completeness, "_WINDOW", size)
        windowed = count_visible(markup)
    assert windowed == count_visible(markup)
    assert windowed.visible <= inked(markup)


@pytest.mark.parametrize(
    "markup", ["<!-- x", "<p title='x", "<p title", "<script>x", "<svg><g>", "<?x", "<noscript>x"]
)
def test_what_is_never_closed_takes_the_rest_along(markup: str) -> None:
    assert count_visible("a" + markup) == completeness.Count(1, unclosed=True)
    assert not count_visible("a</p><p>").unclosed
