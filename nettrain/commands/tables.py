"""Tables of text for stdout."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.text import columns


def aligned(rows: Sequence[tuple[str, ...]]) -> list[str]:
    """Align the columns of a table whose first row is its header: text to the left, numbers to the right."""
    return columns(rows, [all(map(_number, cells)) for cells in zip(*rows[1:], strict=True)] or [False] * len(rows[0]))


def _number(cell: str) -> bool:
    try:
        float(cell.replace(",", ""))
    except ValueError:
        return cell in ("undefined", "-") or cell.startswith(("~", "["))
    return True
