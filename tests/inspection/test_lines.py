"""The numbers that a line of plain text is judged by."""

import numpy as np
import pytest

from auditor.inspection.plaintext import read_text
from auditor.inspection.rulebook import load_rulebook
from auditor.inspection.segments.layout import read_alone
from auditor.inspection.segments.lines import best_stretch, distances, lines_company, lines_traits
from auditor.inspection.segments.traits import Traits
from tests.inspection.printed_texts import ARTICLE, printed


def _traits(text: str) -> Traits:
    document = read_text(text)
    return lines_traits(document, read_alone(document, load_rulebook()))


def test_distances_are_counted_to_the_next_sure_line_on_either_side() -> None:
    before, after = distances(np.array([False, True, False, False, True]))
    assert before.tolist() == [30, 30, 1, 2, 3]
    assert after.tolist() == [1, 3, 2, 1, 30]


@pytest.mark.parametrize(
    ("gains", "stretch"),
    [([-1, 3, -1, 2, -9, 3], (1, 4)), ([-2, -1], (1, 2)), ([1], (0, 1)), ([1, -1, 1], (0, 1))],
)
def test_the_best_stretch_has_the_largest_sum(gains: list[float], stretch: tuple[int, int]) -> None:
    assert best_stretch(np.array(gains, np.float64)) == stretch


def test_prose_stands_in_the_best_stretch_and_menus_before_it() -> None:
    traits = _traits(printed(*ARTICLE))
    assert traits["prose"].sum() == traits["inside12"].sum() == len(ARTICLE)
    assert traits["before12"][0] == -13
    assert traits["announcing"].sum() >= 2


def test_copies_and_lines_that_trail_off_are_counted() -> None:
    traits = _traits("The quay is closed…\n\nHome\n\nhome\n\nThe gulls [...]")
    assert traits["copies"].tolist() == [1, 2, 2, 1]
    assert traits["trails_off"].tolist() == [1, 0, 0, 1]


def test_pieces_of_one_paragraph_are_measured_together() -> None:
    traits = _traits(
        "The authority told\n\nThe Example Times\n\nthat the quay\n\n, built in 1911, is closed.\n\nHome"
    )
    assert traits["pieces"].tolist() == [1, 3, 3, 3, 1]
    assert traits["paragraph"][1] == 3 + 3 + 6


def test_the_second_stage_sees_the_lines_around() -> None:
    traits = _traits(printed(*ARTICLE))
    alone = np.linspace(0, 1, len(traits["words"]), dtype=np.float32)
    company = lines_company(alone, traits)
    assert company["alone+1"][0] == alone[1]
    assert company["best_after"].tolist() == [1.0] * len(alone)
    assert company["since_sure"][0] == 30


def test_a_text_of_one_line_has_traits() -> None:
    traits = _traits("Word")
    assert lines_company(np.zeros(1, np.float32), traits).matrix().shape[1] == 1
