"""Why a column is of its kind, and what it may be instead: text that is nearly numbers, numbers that may be codes."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from nettrain.components.column import NEARLY_ALL
from nettrain.config.scalars import yaml_text
from nettrain.data.dialect import Dialect
from nettrain.data.spelling import spelled
from nettrain.errors import listing

_BEFORE = (
    r"\p{L}{0,3}\p{Sc}|AUD|BRL|CAD|CHF|CNY|CZK|DKK|EUR|GBP|HUF|INR|JPY|KRW|MXN|NOK|NZD|PLN|SEK|USD|ZAR|Rs\.?|Fr\.?"
)
_NUMBER = r"(?:[0-9]{1,3}(?:[.,'\x{2019}\s][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?|[.,][0-9]+"
_BEHIND = r"[\p{L}\p{Sc}%\x{2030}\x{b0}][\p{L}\p{Sc}%\x{2030}\x{b0}\x{b2}\x{b3}/]{0,9}[23]?\.?"
AMOUNT = rf"^[+-]?\s*(?P<before>{_BEFORE})?\s*[+-]?(?P<number>{_NUMBER})\s*(?P<behind>{_BEHIND})?$"
"""A number, spelled in any way, perhaps with a currency before it or a sign or unit behind it."""
MINUS = "\u2212"
OTHERWISE = (
    (f"^{MINUS}", "-", f"numbers, some with '{MINUS}' for minus", "write '-' for it"),
    (r"^\(([^()]+)\)$", "-$1", "numbers, some in parentheses", "write those with '-' instead"),
    (r"^([^-]+)-$", "-$1", "numbers, some with '-' behind them", "write it before them"),
)
"""Ways to write numbers below 0: a pattern, what stands for it in the usual one, what to say, and what to do."""
BETWEEN = ",.'\u2019 _\u00a0\u202f"
"""Marks between thousands; the last two cannot be pinned."""
CODE = "^0[0-9]+$"
SHORTEST = 4
"""Digits that all cells have of a code of which only some begin with 0: fewer are those of months and hours."""

MOST_CODES = 20
"""Different numbers that may be labels beside a word."""


class Obstacle(NamedTuple):
    """The one thing that keeps the cells of a column from being numbers: a sign or unit around them, another way to
    write them or, where there are `words`, these, which are no numbers; `way` is what to do about all but words."""

    text: str
    words: tuple[str, ...] = ()
    way: str = "write them without it"

    def __str__(self) -> str:
        return self.text

    @property
    def mend(self) -> str:
        """What takes it away."""
        if self.words:
            return f"add {'it' if len(self.words) == 1 else 'them'} to data.missing"
        return self.way


class Reason(NamedTuple):
    """Why a column is of its kind, or no input: `text`, and `detail` where more can be said.

    `obstacle` is what keeps text from being numbers, `code` a cell with a leading zero of numbers that may be codes;
    dates are `unclear` if day or month may come first; `mixed` is what makes dates of text that is such of two formats.
    """

    text: str
    detail: str = ""
    obstacle: Obstacle | None = None
    code: str = ""
    unclear: bool = False
    mixed: str = ""

    def __str__(self) -> str:
        return f"{self.text}: {self.detail}" if self.detail else self.text


def obstacle(cells: pl.Series, dialect: Dialect | None) -> Obstacle | None:
    """Return what keeps the cells (text) of a column from being numbers, where that is one thing."""
    cells = cells.drop_nulls()
    if around := _around(cells):
        return Obstacle(f"numbers with {around}")
    words = _not_finite(cells, dialect) or _one_word(cells, dialect or Dialect())
    if words:
        return Obstacle(f"numbers but for {listing([repr(word) for word in words], 4)}", words)
    return _otherwise(cells, dialect or Dialect())


def amount(cell: pl.Expr) -> pl.Expr:
    """Find cells that are amounts, or would be but for their sign."""
    return cell.str.strip_chars(f"{MINUS}()-").str.contains(AMOUNT)


def coded(cells: pl.Series) -> Reason | None:
    """Return what to say of the cells (text) of numbers if they may be those of a code."""
    cells = cells.drop_nulls()
    codes, widths = cells.filter(cells.str.contains(CODE)), cells.str.len_bytes().unique()
    even = widths.len() == 1 and widths[0] >= SHORTEST and cells.str.contains("^[0-9]+$").all()
    if not codes.len() or not (even or codes.len() >= NEARLY_ALL * cells.len()):
        return None
    return Reason(f"numbers with leading zeros, as in {codes[0]}", code=codes[0])


def _not_finite(cells: pl.Series, dialect: Dialect | None) -> tuple[str, ...]:
    """Return the words for infinity, or for no number, that nearly all cells are where they are no finite numbers."""
    values = cells.to_frame("cell").select(spelled(pl.col("cell"), dialect).cast(pl.Float64, strict=False)).to_series()
    strange = (values.is_nan() | values.is_infinite()).fill_null(False)
    if not values.is_finite().any() or values.count() < NEARLY_ALL * cells.count():
        return ()
    return tuple(cells.filter(strange).unique(maintain_order=True))


def _one_word(cells: pl.Series, dialect: Dialect) -> tuple[str, ...]:
    """Return the one word, without a digit, that stands among numbers which are no labels: in half of the cells or
    more, but not in nearly all, and more than MOST_CODES different ones; () where there is none."""
    plain = _numbers(cells, dialect)
    words, numbers = cells.filter(~plain).unique(), cells.filter(plain)
    if words.len() != 1 or words.str.contains("[0-9]").any():
        return ()
    many = cells.len() / 2 <= numbers.len() < NEARLY_ALL * cells.len()
    return tuple(words) if many and numbers.n_unique() > MOST_CODES else ()


def _numbers(cells: pl.Series, dialect: Dialect) -> pl.Series:
    """Return which cells are numbers as a dialect spells them."""
    values = cells.to_frame("cell").select(spelled(pl.col("cell"), dialect).cast(pl.Float64, strict=False)).to_series()
    return values.is_finite().fill_null(False)


def _otherwise(cells: pl.Series, dialect: Dialect) -> Obstacle | None:
    """Return the way in which numbers are written that do not stand as the others of their column do, if it is one."""
    plain = _numbers(cells, dialect)
    rest, least = cells.filter(~plain), max(1, NEARLY_ALL * cells.len() - int(plain.sum()))
    if not plain.any() or not rest.len():
        return None
    for pattern, usual, text, way in OTHERWISE:
        made = rest.str.replace(pattern, usual)
        if (_numbers(made, dialect) & (made != rest)).sum() >= least:
            return Obstacle(text, way=way)
    marks = [] if dialect.thousands else [mark for mark in BETWEEN if mark != dialect.decimal]
    for mark in marks:
        grouped = _numbers(rest, dialect._replace(thousands=mark))
        if grouped.sum() >= least:
            told = f"numbers, some with {mark!r} between thousands, as in {rest.filter(grouped)[0]}"
            pin = f"set data.format.thousands: {yaml_text(mark)}"
            return Obstacle(told, way=pin) if mark in BETWEEN[:-2] else Obstacle(told)
    name, own, other = ("comma", "point", ",") if dialect.decimal == "." else ("point", "comma", ".")
    decimal = _numbers(rest, dialect._replace(decimal=other, thousands=""))
    if decimal.sum() < least:
        return None
    return Obstacle(
        f"numbers, some with a decimal {name}, as in {rest.filter(decimal)[0]}", way=f"write the {own} in all"
    )


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
