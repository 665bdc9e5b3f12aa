"""Tables of text for stdout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nettrain.reporters.numbers import figure


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Align the columns of a table whose first row is its header: text to the left, numbers to the right."""
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    right = [all(_number(row[n]) for row in rows[1:]) for n in range(len(widths))]
    return [
        "  ".join(
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in rows
    ]


def score_rows(scores: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, ...]]:
    """Return metric, value and baseline of each score, below a header."""
    table: list[tuple[str, ...]] = [("metric", "value", "baseline")]
    return table + [(name, figure(score["value"]), figure(score["baseline"])) for name, score in scores.items()]


def _number(cell: str) -> bool:
    try:
        float(cell.replace(",", ""))
    except ValueError:
        return cell in ("undefined", "-") or cell.startswith("~")
    return True
