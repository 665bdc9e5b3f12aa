"""Which kind a column is, told from a sample of its cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from nettrain.components.column import NEARLY_ALL, Column
from nettrain.components.columns.boolean import NO, YES, Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import ISO, Date, ambiguous, dated, mixed
from nettrain.components.columns.number import Number
from nettrain.data.dialect import Dialect
from nettrain.data.reasons import CODE, Obstacle, Reason, amount, coded, obstacle
from nettrain.data.spelling import LONG, as_numbers, inexact, spelled
from nettrain.numbers import counted

_NUMBERS, _TEXT = Reason("numbers"), Reason("text")
MONTHS = 12
SPREAD = 64
"""Rows, taken evenly, that tell whether it is worth while to look at all of a column."""


def inferred(sample: pl.DataFrame, dialect: Dialect | None) -> dict[str, tuple[Column, Reason]]:
    """Return the kind of each column of text cells (blanks stripped, null where missing), and why."""
    if not sample.width:
        return {}
    asked = (
        pl.all().count(),
        as_numbers(pl.all(), dialect).count(),
        pl.all().str.to_lowercase().is_in([*YES, *NO]).sum(),
        pl.all().str.len_bytes().max(),
    )
    facts = zip(*(sample.select(expression).row(0) for expression in asked), strict=True)
    made: dict[str, tuple[Column, Reason]] = {}
    for name, (cells, numbers, booleans, longest) in zip(sample.columns, facts, strict=True):
        if not cells:
            made[name] = Number(), Reason(f"no value in the {counted(sample.height, 'row')} looked at")
        elif booleans == cells and (numbers < NEARLY_ALL * cells or _truths(sample.get_column(name))):
            made[name] = Boolean(), Reason("yes and no")
        elif numbers >= NEARLY_ALL * cells and not (longest >= LONG and _mostly_long(sample, name, dialect)):
            made[name] = Number(), _NUMBERS
        elif numbers >= NEARLY_ALL * cells:
            made[name] = Category(), Reason("whole numbers too long for a number")
        else:
            made[name] = _date_or_text(sample.get_column(name))
    made.update(_doubtful(sample, made, dialect))
    return made


def numeric(cells: pl.DataFrame, dialect: Dialect | None) -> pl.DataFrame:
    """Return which cells (text) are numbers as the file spells them."""
    return cells.select(as_numbers(pl.all(), dialect).is_not_null())


def _truths(cells: pl.Series) -> bool:
    """Return whether a cell is true or false in words, so that 1 and 0 beside it are no numbers."""
    return bool(cells.str.to_lowercase().is_in(["true", "false"]).any())


def _mostly_long(sample: pl.DataFrame, name: str, dialect: Dialect | None) -> bool:
    long = sample.select(inexact(name, dialect).sum()).item()
    return bool(long > (1 - NEARLY_ALL) * sample.get_column(name).count())


def _date_or_text(cells: pl.Series) -> tuple[Column, Reason]:
    cells = cells.drop_nulls()
    date = Date().resolved(cells.to_list())
    if date is None:
        formats = mixed(cells.to_list())
        if not formats:
            return Category(), _TEXT
        iso = cells.to_frame("word").select(Date(format=ISO).read(pl.col("word")).count()).item()
        way = "declare it {date: {format: iso}}" if iso >= NEARLY_ALL * cells.len() else "write them in one way"
        return Category(), _TEXT._replace(detail=f"some dates as {formats[0]}, some as {formats[1]}", mixed=way)
    words = cells.to_frame("word").filter(date.read(pl.col("word")).is_not_null()).to_series()
    return date, dates(date, unclear=ambiguous(words.unique(maintain_order=True).to_list()))


def unlike_labels(cells: pl.Series, dialect: Dialect | None) -> Obstacle | None:
    """Return what keeps the cells (text) of a target from being numbers, dates among it, where that is one thing: as
    labels they would be as many as there are amounts or days."""
    if found := obstacle(cells, dialect):
        return found
    date = Date().resolved(cells.drop_nulls().to_list())
    if date is None:
        return None
    since = "days since a fixed one" if dated(date.format) else "minutes since midnight"
    return Obstacle(str(dates(date)), way=f"write the {since} into a column of its own")


def dates(kind: Date, *, unclear: bool = False) -> Reason:
    """Return why a column is a date; `unclear` tells that day or month may come first."""
    doubt = "; day or month first is not clear" if unclear else ""
    return Reason(f"dates as {kind.format}{doubt}", unclear=unclear)


def settled(kind: Date, moments: pl.Series) -> bool:
    """Return whether moments have a day that is no month; where an offset may have moved them nothing is sure."""
    if kind.format.endswith("z"):
        return False
    return bool((moments.dt.day() > MONTHS).any())


def _doubtful(
    sample: pl.DataFrame, made: dict[str, tuple[Column, Reason]], dialect: Dialect | None
) -> dict[str, tuple[Column, Reason]]:
    """Return, of text that is nearly numbers and of numbers that look like codes, the kind and why, with that."""
    some = sample[pl.int_range(0, sample.height, max(1, sample.height // SPREAD), dtype=pl.UInt32, eager=True)]
    cell, found = pl.col("cell"), {}
    if texts := [name for name, (_, why) in made.items() if why == _TEXT]:
        near = amount(cell) | spelled(cell, dialect).cast(pl.Float64, strict=False).is_not_null()
        shares = _below_each_other(some.select(texts)).group_by("column").agg(share=near.mean())
        for name in _named(shares.filter(pl.col("share") > 1 / 2), texts):
            if told := obstacle(sample.get_column(name), dialect):
                found[name] = made[name][0], _TEXT._replace(detail=str(told), obstacle=told)
    if numbers := [name for name, (_, why) in made.items() if why == _NUMBERS]:
        for name in _named(_below_each_other(some.select(numbers)).filter(cell.str.contains(CODE)), numbers):
            if why := coded(sample.get_column(name)):
                found[name] = made[name][0], why
    return found


def _below_each_other(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with a value, each with the number of its column: for many columns, one look at all is fast."""
    numbered = cells.rename({name: str(number) for number, name in enumerate(cells.columns)})
    return numbered.unpivot(variable_name="column", value_name="cell").drop_nulls()


def _named(rows: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Return the columns, of these names, whose numbers rows have."""
    return [names[int(number)] for number in rows.get_column("column").unique()]
