"""Which rows are trained on, watched and judged by."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from nettrain.data.mixing import mixed

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SIDES = (TRAIN, VALIDATION, TEST)


class Sides(NamedTuple):
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
    label = pl.lit(0) if labels is None else pl.lit(labels)
    frame = pl.DataFrame({"row": rows.cast(pl.UInt64)})
    frame = frame.select("row", label.alias("label"), mixed(pl.col("row"), seed, "split").alias("key"))
    frame = frame.sort("label", "key")
    later = (pl.col("label") == pl.col("label").shift(1)).fill_null(False)  # than the first of its label
    is_test = later & _even(pl.int_range(pl.len()), test)
    number = (~is_test).cum_sum().cast(pl.Int64) - 1  # among the rows that are no test rows
    is_validation = later & ~is_test & _even(number, validation / (1 - test))
    side = pl.when(is_test).then(2).when(is_validation).then(1).otherwise(0)
    row = pl.col("row").cast(pl.UInt32)
    dealt, sides = frame.select(row.sort_by("row"), side.sort_by("row").alias("side")).get_columns()
    return Sides(dealt.filter(sides == 0), dealt.filter(sides == 1), dealt.filter(sides == 2))


def _even(number: pl.Expr, share: float) -> pl.Expr:
    """Choose `share` of 0, 1, 2, ... at even distances: where the floor of (number + 1) x share steps up."""
    tiny = 1e-9  # 20 x 0.15 is 3, not 2.9999999999999996
    return ((number + 1) * share + tiny).floor() > (number * share + tiny).floor()
