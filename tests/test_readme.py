"""The README says what there is: every variable with its place, every command and file it names."""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from auditor.management.overview import NAME, read_row, table
from auditor.models import Article, Audit

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
READ_BY_SETTINGS = re.compile(r'env(?:\.\w+\(|iron\.get\(|iron\[)\s*"(AUDITOR_\w+)"')


def test_every_variable_of_the_settings_is_in_the_table_and_no_other() -> None:
    read = {
        name
        for path in sorted((ROOT / "config").glob("*.py"))
        for name in READ_BY_SETTINGS.findall(path.read_text(encoding="utf-8"))
    }
    table = README[README.index("## Configuration") :]
    documented = set(re.findall(r"`(AUDITOR_\w+)`", table))
    assert documented == read


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([\w./-]+)\)", README))))
def test_every_file_that_it_links_to_exists(path: str) -> None:
    assert (ROOT / path).is_file()


@pytest.mark.parametrize("name", sorted(set(re.findall(r"manage\.py (\w+)", README)) - {"createsuperuser"}))
def test_every_command_of_ours_that_it_names_exists(name: str) -> None:
    assert (ROOT / "auditor" / "management" / "commands" / f"{name}.py").is_file()


@pytest.mark.parametrize("target", sorted(set(re.findall(r"`?make ([a-z]+)", README)) - {"a", "the"}))
def test_every_target_that_it_names_is_in_the_makefile(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def figures(lines: Iterable[str]) -> list[str]:
    """The lines; of those with figures what is neither the outlet's name nor the milliseconds."""
    return [line[NAME:].rpartition(" ")[0].rstrip() if " % " in line else line.rstrip() for line in lines]


@pytest.mark.django_db
def test_its_sample_shows_what_the_demonstration_prints_for_the_seeds(audited_seeds: list[Article]) -> None:
    audits = Audit.objects.filter(snapshot__article__in=audited_seeds).order_by("snapshot__article")
    printed = figures(table([read_row(audit) for audit in audits]))
    sample = figures(README.split("```\n")[1].splitlines())
    assert sum(" % " in line for line in sample) >= 3, "two articles and the sum of all"
    assert [line for line in sample if line not in printed] == [], "make demo ONCE=1 prints other lines now"
