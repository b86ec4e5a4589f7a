"""The reliability diagram of the flags' probabilities, drawn from the card of the weights."""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.inspection.assertions.weights import PACKAGED

_SIDE, _EDGE = 360, 48


def main() -> None:
    """Write the diagram to ``--out``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--card", type=Path, default=PACKAGED.with_suffix(".json"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    bins = json.loads(options.card.read_text(encoding="utf-8"))["measures"]["reliability"]
    options.out.write_text("\n".join(_drawing(bins)) + "\n", encoding="utf-8")


def _drawing(bins: Sequence[dict[str, Any]]) -> Iterator[str]:
    size = _SIDE + 2 * _EDGE
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" '
        'font-size="12" role="img" aria-label="Reliability diagram of the flags">'
    )
    yield f'<rect width="{size}" height="{size}" fill="#fff"/>'
    yield f'<path d="M{_x(0)} {_y(0)}H{_x(1)}M{_x(0)} {_y(0)}V{_y(1)}" stroke="#333" fill="none"/>'
    yield f'<path d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}" stroke="#999" stroke-dasharray="4 4"/>'
    for share in (0, 0.25, 0.5, 0.75, 1):
        yield f'<text x="{_x(share)}" y="{_y(0) + 16}" text-anchor="middle">{share:g}</text>'
        yield f'<text x="{_x(0) - 8}" y="{_y(share) + 4}" text-anchor="end">{share:g}</text>'
    for one in bins:
        x, y = _x(one["probability"]), _y(one["accepted"])
        size_of_dot = 2 + one["sentences"] ** 0.5 / 2
        yield f'<circle cx="{x}" cy="{y}" r="{size_of_dot:.1f}" fill="#1f5fa8" opacity=".7"/>'
        yield f'<text x="{x}" y="{y - 12}" text-anchor="middle" fill="#333">{one["sentences"]}</text>'
    middle = size / 2
    yield f'<text x="{middle}" y="{size - 8}" text-anchor="middle">probability that a reviewer accepts</text>'
    yield f'<text transform="translate(12 {middle}) rotate(-90)" text-anchor="middle">share accepted</text>'
    yield "</svg>"


def _x(share: float) -> float:
    return round(_EDGE + share * _SIDE, 1)


def _y(share: float) -> float:
    return round(_EDGE + (1 - share) * _SIDE, 1)


if __name__ == "__main__":
    main()
