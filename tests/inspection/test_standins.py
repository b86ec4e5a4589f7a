"""What sites serve in an article's place."""

import pytest

from auditor.inspection import standins
from auditor.inspection.markup import read_html
from auditor.inspection.plaintext import read_text
from auditor.inspection.standins import AN_ARTICLE, StandInError, load, stand_in

WORDS = "The port authority counted the grain again and found that nothing was missing. "


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("<title>Just a moment...</title><p>Harbour News needs to review your connection.</p>", "gate"),
        ("<h1>Harbour News</h1><h2>We value your privacy</h2>", "consent_page"),
        ("<h1>Harbour News</h1><p>Subscribe to continue reading</p>", "login_page"),
        ("<title>404 | Harbour</title><p>Look at our front page.</p>", "error_page"),
        (f"<h1>Grain</h1><p>{WORDS}</p>", None),
        (f"<h1>Grain</h1><p>{WORDS * 30}</p><p>Log in to continue reading</p>", None),
        ("<h1>Grain</h1>" + f"<p>{WORDS}</p>" * 9 + "<p>Sign in</p>", None),
    ],
)
def test_a_short_page_that_says_so_is_not_the_article(page: str, kind: str | None) -> None:
    found = stand_in(read_html(page))
    assert (found.id if found else None) == kind


def test_an_article_of_some_length_may_speak_of_anything() -> None:
    text = "Access denied\n\n" + WORDS * (AN_ARTICLE // len(WORDS) + 1)
    assert stand_in(read_text(text)) is None
    assert stand_in(read_text(text[:200])) is not None


@pytest.mark.parametrize(
    ("examples", "counter_examples", "said"),
    [(["Nothing"], ["x"], "'Nothing' is not found"), (["gone away"], ["gone fishing"], "is found")],
)
def test_an_entry_that_fails_its_examples_is_refused(
    examples: list[str], counter_examples: list[str], said: str
) -> None:
    entry = f"""[[standin]]
id = "one"
reason = "a test"
lines = ['''^gone\\b''']
examples = {examples}
counter_examples = {counter_examples}
"""
    with pytest.raises(StandInError, match=said):
        load(entry)


def test_every_packaged_entry_has_examples_of_both_kinds() -> None:
    assert {one.id for one in standins.packaged()} == {"consent_page", "login_page", "gate", "error_page"}
