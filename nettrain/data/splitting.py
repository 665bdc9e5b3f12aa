"""Which rows are trained on, watched and judged by."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from nettrain.data.mixing import mixed

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SIDES = (TRAIN, VALIDATION, TEST)


@dataclass(frozen=True, slots=True)
class Sides:
    """Row numbers (uint32, ascending) of each side."""

    train: pl.Series
    validation: pl.Series
    test: pl.Series

    def rows(self, side: str) -> pl.Series:
        """Return the row numbers of one side."""
        series = getattr(self, side)
        assert isinstance(series, pl.Series)
        return series

    def counts(self) -> dict[str, int]:
        """Return the number of rows of each side."""
        return {side: self.rows(side).len() for side in SIDES}


def deal(rows: pl.Series, labels: pl.Series | None, validation: float, test: float, seed: int) -> Sides:
    """Deal `rows` (row numbers) out at random; with `labels` (one a row) each label in the same shares.

    The rows are put into a random order, within each label where there are labels, and the sides are then taken at even
    distances, so that their sizes are exact and a label's share differs by less than one row. The first row of
    each label is always trained on. The order follows from the seed and the row's number alone.
    """
    frame = pl.DataFrame({"row": rows.cast(pl.UInt64)})
    frame = frame.with_columns(labels.alias("label") if labels is not None else pl.lit("").alias("label"))
    frame = frame.with_columns(mixed(pl.col("row"), seed, "split").alias("key")).sort("label", "key")
    first = pl.col("label") != pl.col("label").shift(1)
    frame = frame.with_columns(first.fill_null(True).alias("first"))
    is_test = _even(pl.int_range(pl.len()), test)
    frame = frame.with_columns((is_test & ~pl.col("first")).alias("test"))
    rest = frame.filter(~pl.col("test"))
    is_validation = _even(pl.int_range(pl.len()), validation / (1 - test))
    rest = rest.with_columns((is_validation & ~pl.col("first")).alias("validation"))
    return Sides(
        _ascending(rest.filter(~pl.col("validation"))),
        _ascending(rest.filter(pl.col("validation"))),
        _ascending(frame.filter(pl.col("test"))),
    )


def _even(number: pl.Expr, share: float) -> pl.Expr:
    """Choose `share` of 0, 1, 2, ... at even distances: where the floor of (number + 1) x share steps up."""
    tiny = 1e-9  # 20 x 0.15 is 3, not 2.9999999999999996
    return ((number + 1) * share + tiny).floor() > (number * share + tiny).floor()


def _ascending(frame: pl.DataFrame) -> pl.Series:
    return frame.get_column("row").cast(pl.UInt32).sort()
