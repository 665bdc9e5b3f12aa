"""What the rows do not settle: numbers that may mean "no value" or be codes, text that is nearly numbers, leaks, an
order of time, rows that belong together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from nettrain.commands.drafting.recipes import share
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.config.data import Split
from nettrain.config.scalars import yaml_text
from nettrain.data.dataset import Dataset
from nettrain.data.identifiers import names_rows
from nettrain.data.inference import unlike_labels
from nettrain.data.profile import ColumnProfile
from nettrain.data.reasons import Obstacle, coded
from nettrain.data.roles import stripped
from nettrain.data.splitting import Targets, deal_out
from nettrain.data.target import By, describe
from nettrain.errors import DataError

MOST_LEVELS = 50
"""Levels of a category beyond which rare ones are pooled, or codes hashed."""
LEAST = 3
"""Rows that must hold a number for it to be taken for a mark."""
WIDE = 20
"""Times the median from which the largest hundredth of a target makes it one of several orders of magnitude."""


class Doubt(NamedTuple):
    """Something to look at: `key` is the key of `data` that it concerns, `column` the column, if it is one.

    `adds` is what would settle it: marks for `missing`, columns for `drop`, a line below `columns`, what stands in
    `split` beside the shares; it is empty where only another file would.
    """

    key: str
    text: str
    adds: tuple[str, ...] = ()
    column: str = ""


def doubts_of(dataset: Dataset, left: frozenset[str], marks: Sequence[str]) -> Iterator[Doubt]:
    """Yield what a person should look at; `left` are the columns that are left out anyway, `marks` those of
    `data.missing`."""
    yield from _sentinels(dataset)
    yield from _of_target(dataset, marks)
    yield from _wide(dataset)
    for leak in dataset.leaks:
        if leak.column not in left:
            text = f"'{leak.column}' {leak.message}; if it is not known beforehand, it is a leak"
            yield Doubt("drop", text, (leak.column,), leak.column)
    for name, seen in dataset.profiles.items():
        if seen.why.obstacle:
            yield _nearly_numbers(name, seen.why.obstacle, name in left)
        if name in left or seen.left_out:
            continue
        yield from _dealt_otherwise(dataset, seen, len(dataset.profiles) - len(left) > 1)
        if seen.why.code:
            many = seen.distinct > MOST_LEVELS
            kind = "{category: {coding: {hashing: {buckets: 64}}}}" if many else "category"
            text = f"'{name}' has leading zeros, as in {seen.why.code}; if it is a code, it is a category"
            yield Doubt("columns", text, (f"{yaml_text(name)}: {kind}",), name)


def _dealt_otherwise(dataset: Dataset, seen: ColumnProfile, others: bool) -> Iterator[Doubt]:
    """Yield the ways in which rows may have to be dealt out by a column; `others` tells whether there are more."""
    name, sample = seen.name, dataset.drawn.gathered.ingested.sample.get_column(seen.name)
    if isinstance(seen.kind, Date) and sample.null_count() == 0 and sample.is_sorted() and seen.distinct > LEAST:
        method, text = "time", f"the rows are in the order of '{name}'; if it is the future that is to be predicted"
    elif names_rows(name) and seen.distinct < seen.rows - seen.missing and others:
        told = "names something that has several rows; to judge on others than those trained on"
        method, text = "group", f"'{name}' {told}"
    else:
        return
    if _leaves_rows(dataset, method, name):
        yield Doubt("split", text, (f"method: {method}, by: {yaml_text(name)}",), name)
    else:
        yield Doubt("split", f"{text}, other rows are needed: by it these leave too little to train or judge on")


def _leaves_rows(dataset: Dataset, method: str, by: str) -> bool:
    """Return whether every side has rows, and the training rows something to learn, with another split."""
    made = dataset.drawn
    part = share(made.usable.rows.len())
    split = Split.model_validate({"validation": part, "test": part, "method": method, "by": (by,)})
    try:
        sides = deal_out(made.gathered, split, Targets(made.asked, made.truth), made.usable.rows, 0)
    except DataError:
        return False
    return not describe("", made.asked.kinds, made.truth[sides.train])[1]


def _cells(dataset: Dataset, name: str, marks: Sequence[str]) -> pl.Series:
    """Return the first cells of a column as they stand, null where there is no value."""
    samples = [part.opened.sample.select(name) for part in dataset.drawn.table.parts]
    return stripped(pl.concat(samples), marks).to_series()


def _nearly_numbers(name: str, found: Obstacle, left: bool) -> Doubt:
    kept = f"'{name}' is {'left out' if left else 'read'} as text, but its cells are {found}"
    if not found.words:
        return Doubt("drop" if left else "columns", f"{kept}; {found.mend} to have numbers", column=name)
    beside = "take it out of drop" if left else "declare it number"
    return Doubt("missing", f"{kept}; if that means that there is no value ({beside} then, too)", found.words, name)


def _of_target(dataset: Dataset, marks: Sequence[str]) -> Iterator[Doubt]:
    name, by = dataset.target.columns[0], dataset.drawn.asked.by
    if by not in (By.TEXT, By.NUMBERS):
        return
    cells = _cells(dataset, name, marks)
    if by is By.NUMBERS and (found := coded(cells)):
        taken = f"'{name}' has leading zeros, as in {found.code}, and is taken for a number"
        yield Doubt("target", f"{taken}; if it is a code, it has no order", column=name)
    if by is By.TEXT and (near := unlike_labels(cells, dataset.drawn.gathered.dialect)):
        text = f"the cells of '{name}' are {near}, and taken for labels; {near.mend} to predict numbers"
        yield Doubt("target", text, column=name)


def _wide(dataset: Dataset) -> Iterator[Doubt]:
    """Yield targets whose few largest numbers outweigh all others: a logarithm mostly helps there, but not always."""
    asked = dataset.drawn.asked
    numbers = [] if asked.labels or asked.by is By.DECLARED else asked.kinds
    for name in numbers:
        values = dataset.drawn.truth.get_column(name).drop_nulls()
        values = values.filter(~values.is_in([*_marks(values)]))
        low, middle, high = (values.quantile(share, "linear") or 0.0 for share in (0.0, 0.5, 0.99))
        if low >= 0 < WIDE * middle <= high:
            far = f"a hundredth of '{name}' is {high / middle:.0f} times its median or more, and outweighs the rest"
            text = f"{far}; if an error counts by its ratio to the number"
            yield Doubt("columns", text, (f"{yaml_text(name)}: {{number: {{scale: log1p}}}}",), name)


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
            f"{mark:.0f} lies far from the other numbers of {where}, in several rows; "
            "if it means that there is no value"
        )
        targets = [name for name in names if name in numbers]
        if targets:
            text += " (rows whose target has none need on_bad_row: drop)"
        yield Doubt("missing", text, (f"{mark:.0f}",), [*targets, *names][0])


def _marks(values: pl.Series) -> Iterator[float]:
    """Yield a lowest or highest number that several rows have and that lies as far off as marks do: -999, 9999."""
    low, high = values.min(), values.max()
    if not isinstance(low, float) or not isinstance(high, float) or low == high:
        return
    if low <= -9 and low == round(low) and (values == low).sum() >= LEAST:
        following = values.filter(values > low).min()
        if isinstance(following, float) and following - low >= abs(low) / 2:
            yield low
    if high == round(high) and re.fullmatch("9{2,}", f"{high:.0f}") and (values == high).sum() >= LEAST:
        before = values.filter(values < high).max()
        if isinstance(before, float) and high - before >= high / 2:
            yield high
