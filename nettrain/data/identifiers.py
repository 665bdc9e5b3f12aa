"""Columns that tell rows apart and nothing else: numbers that count the rows, texts that hardly ever come again."""

from __future__ import annotations

import re
from typing import NamedTuple

import polars as pl
import polars.selectors as cs

FEWEST = 20
"""Rows below which nothing is called an identifier; texts that an identifier has more than."""
_NOUNS = (
    "account|applicant|application|booking|case|claim|client|company|contact|contract|customer|device|document|driver|"
    "employee|event|file|house|household|image|item|job|listing|loan|member|movie|object|obs|observation|order|passenger|"
    "patient|payment|person|player|policy|post|product|property|record|respondent|row|sample|sensor|session|shop|station|"
    "store|student|subject|survey|transaction|trip|tweet|unit|user|vehicle|visit|visitor"
)
_COMPOUND = re.compile(rf"({_NOUNS})s?(id|ids|uuid|guid|key|no|nr|num|number|index)|rownames?")


class Steps(NamedTuple):
    """By how much the numbers of a column differ from row to row, at least and at most."""

    low: float
    high: float

    @property
    def even(self) -> bool:
        """Whether they are those of a count; a sample cannot always be spread quite evenly."""
        return self.low > 0 and (self.low == self.high or (self.low >= 2 and self.high - self.low <= 1))


def identifiers(sample: pl.DataFrame) -> dict[str, str]:
    """Say of each column that looks like an identifier why; the rows are all, or spread evenly."""
    if sample.height < FEWEST:
        return {}
    steps = _steps(sample)
    told = {column.name: _identifies(column, steps.get(column.name)) for column in sample}
    return {name: reason for name, reason in told.items() if reason}


def names_rows(name: str) -> bool:
    """Return whether a column's name says that it tells rows apart."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\d_A-Z]+", name)
    words = [part.lower() for part in parts]
    if {"id", "uuid", "guid"}.intersection(words) or words in (["key"], ["index"]):
        return True
    return _COMPOUND.fullmatch("".join(words)) is not None or any(_COMPOUND.fullmatch(word) for word in words)


def _steps(sample: pl.DataFrame) -> dict[str, Steps]:
    """Return the steps of the columns of numbers that have any."""
    steps = sample.select(cs.numeric().diff())
    if not steps.width:
        return {}
    ends = zip(steps.columns, steps.min().row(0), steps.max().row(0), strict=True)
    return {name: Steps(low, high) for name, low, high in ends if low is not None}


def _identifies(values: pl.Series, steps: Steps | None) -> str:
    """Say why a column looks like an identifier, "" where it does not."""
    rows = values.len()
    if values.dtype == pl.String:
        words = values.drop_nulls().n_unique()
        return f"{words:,} different texts in {rows:,} rows" if words > FEWEST and 2 * words > rows else ""
    if steps is None or values.null_count() or not (steps.even or names_rows(values.name)):
        return ""
    if not (values == values.floor()).all() or values.n_unique() < rows:
        return ""
    return "whole numbers that count the rows" if steps.even else "whole numbers, different in every row"
