"""How many rows a step takes."""

from __future__ import annotations

UP_TO = ((1024, 64), (8192, 128), (30_000, 256), (100_000, 512))
"""Training rows up to which a batch has so many rows. Source: pytabkit, the "auto" batch size of its networks."""
BEYOND = 1024


def by_rows(rows: int) -> int:
    """Return the batch size for so many training rows."""
    return next((size for most, size in UP_TO if rows <= most), BEYOND)


def rows_a_step(wanted: int | str, rows: int) -> int:
    """Return the rows of a full step: what `train.batch_size` says, but never more than there are."""
    if wanted == "all":
        return rows
    return min(by_rows(rows) if isinstance(wanted, str) else wanted, rows)
