"""How many rows a step takes."""

from __future__ import annotations

UP_TO = ((200, 16), (1500, 32), (4000, 64), (15_000, 128), (40_000, 256), (150_000, 512))
"""Training rows up to which a batch has so many rows: enough steps an epoch for few rows, speed for many.
Measured up to 4,000 rows (README, Decisions)."""
BEYOND = 1024


def by_rows(rows: int) -> int:
    """Return the batch size for so many training rows."""
    return next((size for most, size in UP_TO if rows <= most), BEYOND)


def rows_a_step(wanted: int | str, rows: int) -> int:
    """Return the rows of a full step: what `train.batch_size` says, but never more than there are."""
    if wanted == "all":
        return rows
    return min(by_rows(rows) if isinstance(wanted, str) else wanted, rows)
