"""Columns of all sorts put together into rows, against the same written cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.column import Line
from nettrain.data.tiles import GROUP, TILE, Encoded, Position

ROWS = 2 * TILE + 17


def made(kinds: str) -> tuple[Encoded, NDArray[np.float32]]:
    """Return rows of columns: `l` goes through a line, `p` stands for itself, `s` spreads over three inputs."""
    rng = np.random.default_rng(len(kinds))
    positions, columns, expected = [], [], []
    start = 0
    for number, kind in enumerate(kinds):
        line = None
        if kind == "s":
            columns.append(rng.integers(0, 3, ROWS).astype(np.uint32))
            expected.append(np.eye(3, dtype=np.float32)[columns[-1]])
        elif kind == "p":
            columns.append(rng.normal(size=ROWS).astype(np.float32))
            expected.append(columns[-1][:, None])
        else:
            line = Line(0.0, float(number), 0.1 + number, -1.5, 0.75)
            columns.append(rng.normal(number, number + 1, ROWS))
            scaled = ((columns[-1] - line.shift) / line.factor).astype(np.float32)
            expected.append(np.clip(scaled, np.float32(line.low), np.float32(line.high))[:, None])
        positions.append(Position(start, number, line, kind == "s"))
        start += expected[-1].shape[1]
    return Encoded(ROWS, start, positions, columns), np.hstack(expected)


@pytest.mark.parametrize(
    "kinds",
    ["l", "p", "s", "lp", "pl", "sls", "lplp" * 3, "l" * (GROUP + 1), "ps" * GROUP + "llp" * GROUP],
    ids=lambda kinds: f"{len(kinds)}{kinds[:4]}",
)
def test_rows_in_any_order(kinds: str) -> None:
    encoded, expected = made(kinds)
    assert encoded.whole().tobytes() == expected.tobytes()
    order = np.random.default_rng(1).permutation(ROWS)[: TILE + 3]
    room = np.full((len(order), encoded.width), np.nan, np.float32)
    encoded.take(order, room)
    assert room.tobytes() == expected[order].tobytes()
    encoded.put(5, room)
    assert room.tobytes() == expected[5 : 5 + len(room)].tobytes()
