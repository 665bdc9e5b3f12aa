"""Which kind a column is, told from a sample of its cells."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from nettrain.components.column import NEARLY_ALL, Column
from nettrain.components.columns.boolean import NO, YES, Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date, ambiguous, mixed
from nettrain.components.columns.number import Number
from nettrain.data.dialect import Dialect
from nettrain.data.spelling import LONG, inexact, spelled
from nettrain.errors import listing
from nettrain.numbers import counted

_BEFORE = (
    r"\p{L}{0,3}\p{Sc}|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|USD|ZAR|Rs\.?|Fr\.?"
)
_NUMBER = r"(?:[0-9]{1,3}(?:[.,'\x{2019}\s][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?|[.,][0-9]+"
_BEHIND = r"[\p{L}\p{Sc}%\x{2030}\x{b0}][\p{L}\p{Sc}%\x{2030}\x{b0}\x{b2}\x{b3}/]{0,9}[23]?\.?"
AMOUNT = rf"^[+-]?\s*(?P<before>{_BEFORE})?\s*[+-]?(?P<number>{_NUMBER})\s*(?P<behind>{_BEHIND})?$"
"""A number, spelled in any way, perhaps with a currency before it or a sign or unit behind it."""
CODE = "^0[0-9]+$"
SPREAD = 64
"""Rows, taken evenly, that tell whether it is worth while to look at all of a column."""
SHORTEST = 4
"""Digits that all cells have of a code of which only some begin with 0: fewer are those of months and hours."""
UNIT, BUT_FOR, ZEROS = "numbers with ", "numbers but for ", "numbers with leading zeros"
"""How it begins what is said of columns that might be read otherwise."""


def inferred(sample: pl.DataFrame, dialect: Dialect | None) -> dict[str, tuple[Column, str]]:
    """Return the kind of each column of text cells (blanks stripped, null where missing), and why."""
    if not sample.width:
        return {}
    asked = (
        pl.all().count(),
        Number().read(spelled(pl.all(), dialect)).count(),
        pl.all().str.to_lowercase().is_in([*YES, *NO]).sum(),
        pl.all().str.len_bytes().max(),
    )
    facts = zip(*(sample.select(expression).row(0) for expression in asked), strict=True)
    made: dict[str, tuple[Column, str]] = {}
    for name, (cells, numbers, booleans, longest) in zip(sample.columns, facts, strict=True):
        if not cells:
            made[name] = Number(), f"no value in the {counted(sample.height, 'row')} looked at"
        elif numbers >= NEARLY_ALL * cells and not (longest >= LONG and _mostly_long(sample, name, dialect)):
            made[name] = Number(), "numbers"
        elif numbers >= NEARLY_ALL * cells:
            made[name] = Category(), "whole numbers too long for a number"
        elif booleans == cells:
            made[name] = Boolean(), "yes and no"
        else:
            made[name] = _date_or_text(sample.get_column(name))
    made.update(_doubtful(sample, made, dialect))
    return made


def obstacle(cells: pl.Series, dialect: Dialect | None) -> str:
    """Say what keeps the cells (text) of a column from being numbers where that is one thing: a sign or unit, or words
    for what is not finite; else ""."""
    cells = cells.drop_nulls()
    if around := _around(cells):
        return f"{UNIT}{around}"
    words = not_finite(cells, dialect)
    return f"{BUT_FOR}{listing([repr(word) for word in words], 4)}" if words else ""


def obstacle_in(why: str) -> str:
    """Return the obstacle to numbers that is why a column is text, or ""."""
    told = why.removeprefix("text: ")
    return told if told != why and told.startswith((UNIT, BUT_FOR)) else ""


def mend(found: str) -> str:
    """Say what takes away an obstacle to numbers."""
    if found.startswith(UNIT):
        return "write them without it"
    return f"add {'them' if ', ' in found else 'it'} to data.missing"


def not_finite(cells: pl.Series, dialect: Dialect | None) -> list[str]:
    """Return the words for infinity, or for no number, that nearly all cells are where they are no finite numbers."""
    values = cells.to_frame("cell").select(spelled(pl.col("cell"), dialect).cast(pl.Float64, strict=False)).to_series()
    strange = (values.is_nan() | values.is_infinite()).fill_null(False)
    if not values.is_finite().any() or values.count() < NEARLY_ALL * cells.count():
        return []
    return cells.filter(strange).unique(maintain_order=True).to_list()


def code_in(cells: pl.Series) -> str:
    """Return the first cell with a leading zero if they are the cells (text) of a code, or ""."""
    cells = cells.drop_nulls()
    codes, widths = cells.filter(cells.str.contains(CODE)), cells.str.len_bytes().unique()
    even = widths.len() == 1 and widths[0] >= SHORTEST and cells.str.contains("^[0-9]+$").all()
    return str(codes[0]) if codes.len() and (even or codes.len() >= NEARLY_ALL * cells.len()) else ""


def numeric(cells: pl.DataFrame, dialect: Dialect | None) -> pl.DataFrame:
    """Return which cells (text) are numbers as the file spells them."""
    return cells.select(Number().read(spelled(pl.all(), dialect)).is_not_null())


def _mostly_long(sample: pl.DataFrame, name: str, dialect: Dialect | None) -> bool:
    long = sample.select(inexact(name, dialect).sum()).item()
    return bool(long > (1 - NEARLY_ALL) * sample.get_column(name).count())


def _date_or_text(cells: pl.Series) -> tuple[Column, str]:
    cells = cells.drop_nulls()
    date = Date().resolved(cells.to_list())
    if date is None:
        formats = mixed(cells.to_list())
        return Category(), f"text: some dates as {formats[0]}, some as {formats[1]}" if formats else "text"
    words = cells.to_frame("word").filter(date.read(pl.col("word")).is_not_null()).to_series()
    doubt = "; day or month first is not clear" if ambiguous(words.unique(maintain_order=True).to_list()) else ""
    return date, f"dates as {date.format}{doubt}"


def _doubtful(
    sample: pl.DataFrame, made: dict[str, tuple[Column, str]], dialect: Dialect | None
) -> dict[str, tuple[Column, str]]:
    """Return, of text that is nearly numbers and of numbers that look like codes, the kind and why, with that."""
    some = sample[pl.int_range(0, sample.height, max(1, sample.height // SPREAD), dtype=pl.UInt32, eager=True)]
    cell, found = pl.col("cell"), {}
    if texts := [name for name, (_, why) in made.items() if why == "text"]:
        near = cell.str.contains(AMOUNT) | spelled(cell, dialect).cast(pl.Float64, strict=False).is_not_null()
        shares = _below_each_other(some.select(texts)).group_by("column").agg(share=near.mean())
        for name in _named(shares.filter(pl.col("share") > 1 / 2), texts):
            if told := obstacle(sample.get_column(name), dialect):
                found[name] = made[name][0], f"text: {told}"
    if numbers := [name for name, (_, why) in made.items() if why == "numbers"]:
        for name in _named(_below_each_other(some.select(numbers)).filter(cell.str.contains(CODE)), numbers):
            if code := code_in(sample.get_column(name)):
                found[name] = made[name][0], f"{ZEROS}, as in {code}"
    return found


def _below_each_other(cells: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with a value, each with the number of its column: for many columns, one look at all is fast."""
    numbered = cells.rename({name: str(number) for number, name in enumerate(cells.columns)})
    return numbered.unpivot(variable_name="column", value_name="cell").drop_nulls()


def _named(rows: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """Return the columns, of these names, whose numbers rows have."""
    return [names[int(number)] for number in rows.get_column("column").unique()]


def _around(cells: pl.Series) -> str:
    """Say which sign or unit stands around nearly all cells, which are numbers; some may be without it."""
    parts = cells.str.extract_groups(AMOUNT).struct.unnest().filter(pl.col("number").is_not_null())
    counts = {(before, behind): count for before, behind, count in parts.group_by("before", "behind").len().iter_rows()}
    bare = counts.pop((None, None), 0)
    if not counts:
        return ""
    unit, count = max(counts.items(), key=lambda told: told[1])
    if 2 * count < cells.len() or count + bare < NEARLY_ALL * cells.len():
        return ""
    told = [f"'{sign}' {side}" for sign, side in zip(unit, ("before", "behind"), strict=True) if sign]
    return f"{' and '.join(told)} them"
