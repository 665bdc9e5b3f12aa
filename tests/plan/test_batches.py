"""How many rows a step takes."""

from __future__ import annotations

import pytest

from nettrain.plan.batches import rows_a_step


@pytest.mark.parametrize(
    ("wanted", "rows", "size"),
    [
        ("auto", 7, 7),
        ("auto", 200, 16),
        ("auto", 201, 32),
        ("auto", 1_500, 32),
        ("auto", 1_501, 64),
        ("auto", 4_001, 128),
        ("auto", 15_001, 256),
        ("auto", 40_001, 512),
        ("auto", 150_000, 512),
        ("auto", 150_001, 1024),
        ("auto", 10_000_000, 1024),
        ("all", 5_000, 5_000),
        (64, 5_000, 64),
        (64, 50, 50),
    ],
)
def test_rows_a_step(wanted: int | str, rows: int, size: int) -> None:
    assert rows_a_step(wanted, rows) == size
