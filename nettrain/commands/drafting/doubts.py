"""What the rows do not settle: numbers that may mean "no value", leaks, an order of time, rows that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.config.scalars import yaml_text
from nettrain.data.dataset import Dataset
from nettrain.data.leaks import names_rows

LEAST = 3
"""Rows that must hold a number for it to be taken for a mark."""


class Doubt(NamedTuple):
    """Something to look at: `key` is the key of `data` that it concerns, `instead` the YAML that would settle it."""

    key: str
    text: str
    instead: str = ""


def doubts_of(dataset: Dataset, left: frozenset[str]) -> Iterator[Doubt]:
    """Yield what a person should look at; `left` are the columns that are left out anyway."""
    yield from _sentinels(dataset)
    for leak in dataset.leaks:
        if leak.column not in left:
            text = (
                f"'{leak.column}' {leak.message.removesuffix(': a leak?')}; if it is not known beforehand, it is a leak"
            )
            yield Doubt("drop", text, f"drop: [{yaml_text(leak.column)}]")
    for name, seen in dataset.profiles.items():
        if name in left or seen.left_out:
            continue
        sample = dataset.drawn.gathered.ingested.sample.get_column(name)
        if isinstance(seen.kind, Date) and sample.null_count() == 0 and sample.is_sorted() and seen.distinct > LEAST:
            text = f"the rows are in the order of '{name}'; if it is the future that is to be predicted"
            yield Doubt("split", text, f"split: {{method: time, by: {yaml_text(name)}}}")
        elif names_rows(name) and seen.distinct < seen.rows - seen.missing:
            text = f"'{name}' names something that has several rows; to judge on others than those trained on"
            yield Doubt("split", text, f"split: {{method: group, by: {yaml_text(name)}}}")


def _sentinels(dataset: Dataset) -> Iterator[Doubt]:
    sample = dataset.drawn.gathered.ingested.sample
    columns = {n: sample.get_column(n) for n, seen in dataset.profiles.items() if isinstance(seen.kind, Number)}
    numbers = [name for name, kind in dataset.drawn.asked.kinds.items() if isinstance(kind, Number)]
    columns |= {name: dataset.drawn.truth.get_column(name) for name in numbers}
    marks: dict[float, list[str]] = {}
    for name, values in columns.items():
        for mark in _marks(values.drop_nulls()):
            marks.setdefault(mark, []).append(name)
    for mark, names in marks.items():
        where = f"'{names[0]}'" if len(names) == 1 else f"{len(names)} columns"
        text = (
            f"{mark:g} lies far from the other numbers of {where}, in several rows; if it means that there is no value"
        )
        if any(name in numbers for name in names):
            text += " (rows whose target has none need on_bad_row: drop)"
        yield Doubt("missing", text, f"{mark:g}")


def _marks(values: pl.Series) -> Iterator[float]:
    """Yield a lowest or highest number that several rows have and that lies as far off as marks do: -999, 9999."""
    low, high = values.min(), values.max()
    if not isinstance(low, float) or not isinstance(high, float) or low == high:
        return
    if low <= -9 and low == round(low) and (values == low).sum() >= LEAST:
        following = values.filter(values > low).min()
        if isinstance(following, float) and following - low >= abs(low) / 2:
            yield low
    if re.fullmatch("9{2,}", f"{high:.0f}") and (values == high).sum() >= LEAST:
        before = values.filter(values < high).max()
        if isinstance(before, float) and high - before >= high / 2:
            yield high
