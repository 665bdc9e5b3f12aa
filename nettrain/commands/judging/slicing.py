"""The cells by which rows are sliced, as they stand in the files: any column will do, an input or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from nettrain.config.data import DataConfig
from nettrain.data.foreign import bare_cells
from nettrain.data.opening import Opened, dialect_of
from nettrain.data.table import inside
from nettrain.evaluation.cells import with_values
from nettrain.plan.plan import Plan


def cells_of(plan: Plan, files: Sequence[Opened], names: Collection[str], rows: pl.Series) -> pl.DataFrame | None:
    """Return cells of some rows (ascending) of the files, whose numbers count through all; None if no column is asked
    for.

    Columns of numbers are numbers, of dates moments, all others text as it stands. All files spell numbers as the first
    one of text does.

    Raises DataError for columns that a file lacks.
    """
    if not names:
        return None
    missing = plan.config.data.missing
    parts, start = [], 0
    for file in files:
        cells = bare_cells(file, list(names))
        parts.append(cells[inside(rows, start, cells.height) - start])
        start += cells.height
    return with_values(parts, missing, dialect_of(files), plan.kinds)


def grouped_by(data: DataConfig) -> tuple[str, ...]:
    """Return the column whose values keep rows together, in a tuple; nothing where rows stand alone."""
    return data.split.by[:1] if data.split.method == "group" else ()
