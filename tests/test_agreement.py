"""The coefficients on examples that others published, worked by hand."""

import pytest

from auditor.desk.agreement import alpha, cohens_kappa, kappa, krippendorffs_alpha


def table(*cells: tuple[str, str, int]) -> list[tuple[str, str]]:
    """Pairs of labels, each so many times."""
    return [(first, second) for first, second, count in cells for _ in range(count)]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        # Fifty proposals read by two readers (Wikipedia, "Cohen's kappa", simple example).
        ((20, 5, 10, 15), 0.40),
        # Same agreement, different margins (the same article, after Gwet).
        ((45, 15, 25, 15), 0.1304),
        ((25, 35, 5, 35), 0.2593),
    ],
)
def test_kappa_is_that_of_the_published_tables(cells: tuple[int, ...], wanted: float) -> None:
    both, first, second, neither = cells
    pairs = table(("y", "y", both), ("y", "n", first), ("n", "y", second), ("n", "n", neither))
    assert cohens_kappa(pairs) == pytest.approx(wanted, abs=5e-5)


# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", sections A, B and C.
BINARY = ("0100000010", "1110010000")
NOMINAL = ("aabbdcccedda", "babbbccceddd")
MISSING = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")


def units(*rows: str) -> list[list[str]]:
    return [[row[place] for row in rows if row[place] != "."] for place in range(len(rows[0]))]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        (BINARY, 0.095),
        (NOMINAL, 0.692),
        (MISSING, 0.743),
    ],
)
def test_alpha_is_that_of_the_published_examples(rows: tuple[str, ...], wanted: float) -> None:
    assert krippendorffs_alpha(units(*rows)) == pytest.approx(wanted, abs=5e-4)


def test_where_chance_explains_everything_there_is_no_coefficient() -> None:
    assert cohens_kappa([]) is None
    assert cohens_kappa([("a", "a")] * 5) is None
    assert krippendorffs_alpha([["a", "a"]] * 5) is None
    assert krippendorffs_alpha([["a"], ["b"]]) is None


def test_the_interval_holds_the_value_and_is_the_same_for_the_same_seed() -> None:
    pairs = table(("y", "y", 20), ("y", "n", 5), ("n", "y", 10), ("n", "n", 15))
    found = kappa(pairs, seed=7)
    assert found == kappa(pairs, seed=7) != kappa(pairs, seed=8)
    assert found.units == 50
    assert found.low is not None
    assert found.high is not None
    assert 0 < found.low < 0.4 < found.high < 1
    several = alpha(pairs)
    assert several.low is not None
    assert several.value is not None
    assert several.low < several.value


def test_one_unit_has_no_interval_and_units_that_are_all_alike_have_none_either() -> None:
    assert (kappa([("a", "b")]).low, kappa([("a", "a")] * 9).high) == (None, None)
