"""Figures in rows: as text for the screen, as Markdown for the record, as data for whoever compares."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Table:
    """A title, the names of the columns, a row per contestant, and what a reader must know."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()

    def as_text(self) -> str:
        """Aligned columns; the first one to the left, the others to the right."""
        cells = [self.columns, *(tuple(shown(cell) for cell in row) for row in self.rows)]
        widths = [max(len(row[place]) for row in cells) for place in range(len(self.columns))]
        lines = [self.title, *(_aligned(row, widths) for row in cells)]
        return "\n".join([*lines, *(f"  {note}" for note in self.notes)])

    def as_markdown(self) -> str:
        """A heading, a table, the notes as a list."""
        rows = [[shown(cell).replace("|", "\\|") for cell in row] for row in self.rows]
        lines = [
            _piped(self.columns),
            _piped(["---", *["---:"] * (len(self.columns) - 1)]),
            *map(_piped, rows),
        ]
        notes = ["", *(f"- {note}" for note in self.notes)] if self.notes else []
        return "\n".join([f"## {self.title}", "", *lines, *notes])

    def as_data(self) -> dict[str, object]:
        """What ``json.dumps`` takes."""
        return asdict(self)


def shown(cell: Cell) -> str:
    """A figure as it is printed: three decimals for fractions, "–" for what was not measured."""
    if cell is None:
        return "–"
    return f"{cell:.3f}" if isinstance(cell, float) else str(cell)


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = (
        cell.rjust(width) if place else cell.ljust(width) for place, (cell, width) in _placed(row, widths)
    )
    return "  ".join(["", first, *others]).rstrip()


def _placed(row: Sequence[str], widths: Sequence[int]) -> Iterable[tuple[int, tuple[str, int]]]:
    return enumerate(zip(row, widths, strict=True))


def _piped(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
