"""The cells by which rows are sliced, as they stand in the files: any column will do, an input or not."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from nettrain.config.data import DataConfig
from nettrain.data.foreign import text_cells
from nettrain.data.sources import Source


def cells_of(data: DataConfig, files: Sequence[Source], names: Collection[str], rows: pl.Series) -> pl.DataFrame | None:
    """Return text cells of some rows of the files, whose numbers count through all; None if no column is asked for.

    Raises DataError for columns that a file lacks.
    """
    if not names:
        return None
    return pl.concat([text_cells(data, file, list(names)) for file in files])[rows]


def grouped_by(data: DataConfig) -> tuple[str, ...]:
    """Return the column whose values keep rows together, in a tuple; nothing where rows stand alone."""
    return data.split.by[:1] if data.split.method == "group" else ()
