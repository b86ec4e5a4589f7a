"""The seed articles are what they were, and say no more of their origin than the texts do."""

import hashlib
import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent.parent / "seeds"
SEEDS = tomllib.loads((FOLDER / "seeds.toml").read_text(encoding="utf-8"))["seed"]


def test_the_list_names_every_text_and_nothing_else() -> None:
    assert [seed["file"] for seed in SEEDS] == sorted(path.name for path in FOLDER.glob("*.txt"))
    assert len(SEEDS) == 5


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["file"][:3])
def test_no_byte_of_a_seed_has_changed(seed: dict[str, str]) -> None:
    assert hashlib.sha256((FOLDER / seed["file"]).read_bytes()).hexdigest() == seed["sha256"]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed["file"][:3])
def test_the_printed_date_stands_in_the_text_and_no_address_was_made_up(seed: dict[str, str]) -> None:
    text = (FOLDER / seed["file"]).read_text(encoding="utf-8")
    assert seed["date"] in " ".join(text.split())
    assert seed["address"] == ""
