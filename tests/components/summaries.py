"""Columns of text read, measured and encoded in one go, for tests of components."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from nettrain.components.choice import Choice
from nettrain.components.column import Column, Facts
from nettrain.components.registries import COLUMNS
from nettrain.components.summary import Summary

Cells = Sequence[str | None]


def column(written: object) -> Column:
    """Return the kind that a config names."""
    bound = Choice(COLUMNS).bind(written)
    assert isinstance(bound, Column)
    return bound


def read(kind: Column, cells: Cells) -> pl.Series:
    """Return the values of text cells."""
    return pl.DataFrame({"c": cells}, schema={"c": pl.String}).select(kind.read(pl.col("c")).alias("c"))["c"]


def summary(values: pl.Series) -> Summary:
    """Measure values as they are, by definition and not in stretches."""
    known, missing = values.drop_nulls(), values.null_count()
    if values.dtype == pl.String:
        return Summary(values.len(), missing, levels=dict(known.value_counts().iter_rows()))
    seconds = known.dt.epoch("us") / 1e6 if values.dtype == pl.Datetime else known
    sample = seconds.cast(pl.Float64).sort()
    if not sample.len():
        return Summary(values.len(), missing, sample=sample)
    numbers = sample.to_numpy()
    with np.errstate(all="ignore"):
        return Summary(
            values.len(), missing, float(numbers.mean()), float(numbers.std()), numbers[0], numbers[-1], sample
        )


def fitted(kind: Column, cells: Cells) -> Facts:
    """Return the facts of training cells."""
    return kind.fit(summary(read(kind, cells)))


def encoded(kind: Column, facts: Facts, values: pl.Series, hidden: Sequence[bool] | None = None) -> np.ndarray:
    """Return the inputs, (rows, positions) float32, spread where the kind spreads."""
    flags = pl.Series("hidden", hidden if hidden is not None else [False] * values.len(), dtype=pl.Boolean)
    shown = None if hidden is None else pl.col("hidden")
    made = pl.DataFrame([values.alias("c"), flags]).select(
        expression.alias(str(number)) for number, expression in enumerate(kind.encode(pl.col("c"), facts, shown))
    )
    width = len(kind.positions(facts))
    if kind.spreads(facts):
        assert made.dtypes == [pl.UInt32]
        codes = made["0"].to_numpy()
        assert (codes < width).all()
        return np.eye(width, dtype=np.float32)[codes]
    assert made.dtypes == [pl.Float32] * width
    return made.to_numpy().reshape(values.len(), width)


def counted(kind: Column, facts: Facts, values: pl.Series) -> dict[str, int]:
    """Return in how many rows each policy acts."""
    made = pl.DataFrame({"c": values}).select(**kind.handled(pl.col("c"), facts))
    assert made.dtypes == [pl.Boolean] * made.width
    assert made.null_count().row(0) == (0,) * made.width
    return {name: made[name].sum() for name in made.columns}


def stored(facts: Any) -> Any:
    """Return facts as they come back from a file of JSON: lists as tuples."""

    def tuples(value: Any) -> Any:
        if isinstance(value, list):
            return tuple(map(tuples, value))
        return {key: tuples(item) for key, item in value.items()} if isinstance(value, dict) else value

    return tuples(json.loads(json.dumps(facts, allow_nan=False)))
