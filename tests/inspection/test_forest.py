"""Trained judgement from a file."""

from pathlib import Path

import numpy as np
import pytest

from auditor.inspection.forest import Forest, ForestError, read_forests, write_forests


class Cases:
    """Three cases of two traits."""

    def __getitem__(self, name: str) -> np.ndarray:
        return np.array({"height": [1.0, 2.0, 3.0], "width": [0.0, 5.0, 5.0]}[name], np.float32)


def _forest(*traits: str) -> Forest:
    return Forest(
        traits=np.array(traits or ("height", "width")),
        asked=np.array([0, 1], np.uint16),
        borders=np.array([1.5, 4.0], np.float32),
        tests=np.array([[0, 1], [1, 0]], np.uint16),
        leaves=np.array([[-2, 0, 0, 2], [-1, 0, 0, 1]], np.float32),
        bias=np.array(0.0),
    )


def test_each_tree_answers_by_its_questions_and_the_answers_add_up() -> None:
    assert _forest().probabilities(Cases()).tolist() == pytest.approx([0.0474, 0.9526, 0.9526])


def test_a_forest_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    write_forests(first, {"one": _forest(), "two": _forest("width", "height")})
    write_forests(second, read_forests(first))
    assert first.read_bytes() == second.read_bytes()
    assert read_forests(first)["two"].traits.tolist() == ["width", "height"]


def test_a_trait_that_nobody_measured_is_an_error() -> None:
    with pytest.raises(ForestError, match="depth"):
        _forest("height", "depth").probabilities(Cases())


@pytest.mark.parametrize("data", [b"", b"no archive", b"PK\x03\x04 cut short"], ids=["empty", "other", "cut"])
def test_a_file_without_forests_is_an_error(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "broken.npz"
    path.write_bytes(data)
    with pytest.raises(ForestError, match="holds no forests"):
        read_forests(path)
