"""Text cells -> typed values, with a count of everything that was not a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.components.words import Lookup
from nettrain.data.dialect import Dialect

LONG = 16
"""Digits from which a whole number may be one that a float64 does not hold."""
EXACT = 2**53
"""Whole numbers from here on are not all held exactly by a float64."""
FEW = 256
"""Different words in the first rows up to which a column's words are held once, and its cells as their numbers."""
BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What does not count at the ends of a cell: Unicode's white space, as Polars has it."""
SOME = 100
"""Numbers that are looked at one by one."""


class Typing(NamedTuple):
    """How the cells of each wanted column become values.

    `missing` are the cells that mean "no value"; `mends` says, by column, how to mend a cell that is none of its kind,
    where the cells have not told that kind; `kept` are the columns whose cells are wanted as they stand, too; `few`
    those whose words are so few that each is held once (Categorical), and cells as its number; `mending` makes those
    into values; `surveyed` tells whether it is wanted what the columns hold.
    """

    kinds: Mapping[str, Column]
    missing: Sequence[str]
    mends: Mapping[str, str] = MappingProxyType({})
    kept: tuple[str, ...] = ()
    few: frozenset[str] = frozenset()
    mending: Lookup | None = None
    surveyed: bool = True

    def numeric(self) -> frozenset[str]:
        """Return the columns whose values are numbers."""
        return frozenset(name for name, kind in self.kinds.items() if isinstance(kind, (Number, SequenceKind)))

    def absent(self) -> list[float]:
        """Return the marks for "no value" that are numbers."""
        marks = pl.Series(self.missing, dtype=pl.String).cast(pl.Float64, strict=False)
        return marks.filter(marks.is_finite()).to_list()


def mending(missing: Sequence[str]) -> Lookup:
    """Return what makes words that are held once into values: without blanks around them, null for `missing`."""
    void = frozenset(("", *missing))

    def values(words: pl.Series) -> pl.Series:
        bare = [word.strip(BLANKS) for word in words.to_list()]
        return pl.Series([None if word in void else word for word in bare], dtype=pl.Categorical)

    return Lookup(values)


def few_words(sample: pl.DataFrame, kinds: Mapping[str, Column]) -> frozenset[str]:
    """Return the categories with at most FEW different words in the first rows."""
    names = [name for name, kind in kinds.items() if isinstance(kind, Category) and name in sample.columns]
    counts = sample.select(pl.col(names).n_unique()).row(0, named=True) if names else {}
    return frozenset(name for name, count in counts.items() if count <= FEW)


class Met(NamedTuple):
    """What a stretch of a column holds: cells without a value, ends, whether numbers are all whole, rows of each
    word."""

    missing: int
    low: Any = None
    high: Any = None
    whole: bool = False
    words: pl.DataFrame | None = None


class Values(NamedTuple):
    """A stretch of rows as values.

    `met` tells what each column holds, and `marks` counts, by column, the cells that stood for "no value" ("" for empty
    ones, rows without any cell included), where that is wanted; `misfits` holds the numbers of the rows (from 0) in
    which a cell was no value of its column's kind.
    """

    frame: pl.DataFrame
    met: Mapping[str, Met]
    marks: Mapping[str, Mapping[str, int]]
    misfits: Mapping[str, pl.Series]


def typed(raw: pl.DataFrame, typing: Typing, dialect: Dialect | None) -> Values:
    """Return the values of rows whose cells are text, or Float64 where a fast reader has read numbers already."""
    numeric, absent, void = typing.numeric(), typing.absent(), ["", *typing.missing]
    far = [name for name, held in raw.schema.items() if held != pl.Float64 and name in typing.kinds]
    few = [name for name in far if raw.schema[name] == pl.Categorical]
    mended = {name: _mended(raw.get_column(name), typing) for name in few}
    categories = [n for n in far if n not in mended and isinstance(typing.kinds[n], Category)]
    words = {name: _words(raw.get_column(name)) for name in categories}
    words = {name: met for name, met in words.items() if _plain(met, void)}
    texts = [name for name in far if name not in words and name not in mended]
    cells = raw.select(pl.col(texts).cast(pl.String).str.strip_chars())
    made = cells.select(pl.when(~pl.col(name).is_in(void)).then(pl.col(name)).alias(name) for name in texts)
    read = {name: typing.kinds[name] for name in texts if not isinstance(typing.kinds[name], Category)}
    misfits = {}
    frame = raw.select(list(typing.kinds)).with_columns(*made, *(cells.values for cells in mended.values()))
    if read:
        widths = made.select(pl.col(list(read)).str.len_bytes().max()).row(0, named=True)
        values = made.select(
            _read(name, dialect, long=(widths[name] or 0) >= LONG)
            if name in numeric
            else kind.read(pl.col(name)).alias(name)
            for name, kind in read.items()
        )
        for name in read:
            wrong = values.get_column(name).is_null() & made.get_column(name).is_not_null()
            if wrong.any():
                misfits[name] = wrong.arg_true()
        frame = frame.with_columns(values)
    marks = {name: _marks(cells.get_column(name), made.get_column(name)) for name in texts}
    marks |= {name: dict(cells.marks) for name, cells in mended.items()}
    if absent:
        held = [name for name in typing.kinds if name in numeric]
        where = frame.select(pl.col(held).is_in(absent))
        marks |= {n: {**marks.get(n, {}), **_numbers(frame.get_column(n).filter(where.get_column(n)))} for n in held}
        frame = frame.with_columns(pl.when(~where.get_column(n)).then(pl.col(n)).alias(n) for n in held)
    for name in numeric.difference(texts):
        if count := raw.get_column(name).null_count():
            marks[name] = {**marks.get(name, {}), "": count}
    uneven = [name for name in typing.few if frame.schema[name] == pl.String]
    if uneven:
        frame = frame.with_columns(pl.col(uneven).cast(pl.Categorical))
    if not typing.surveyed:
        return Values(frame, {}, {}, misfits)
    words |= {name: cells.words for name, cells in mended.items() if cells.words is not None}
    met = {name: _met(frame.get_column(name), words.get(name)) for name in typing.kinds}
    return Values(frame, met, {name: found for name, found in marks.items() if found}, misfits)


def _words(cells: pl.Series) -> pl.DataFrame:
    """Return the columns `level` (String) and `count`: every word, and null, with its rows."""
    return cells.alias("level").value_counts().cast({"level": pl.String})


def _plain(words: pl.DataFrame, void: Sequence[str]) -> bool:
    """Return whether words are all values as they stand: none missing, none with blanks around it."""
    level = words.get_column("level")
    return not (level.null_count() or level.is_in(void).any() or (level != level.str.strip_chars()).any())


class _Mended(NamedTuple):
    """Cells without the blanks around them, null where they mean "no value", and what was met where that is wanted."""

    values: pl.Series
    words: pl.DataFrame | None = None
    marks: Mapping[str, int] = MappingProxyType({})


def _mended(cells: pl.Series, typing: Typing) -> _Mended:
    """Return cells whose words are held once (Categorical) as values: each word is looked at once."""
    mend, void = typing.mending or mending(typing.missing), ("", *typing.missing)
    if not typing.surveyed:
        return _Mended(mend(cells).alias(cells.name))
    words = _words(cells)
    levels, counts = words.get_column("level").to_list(), words.get_column("count").to_list()
    kept: Counter[str] = Counter()
    marks: Counter[str] = Counter()
    made: list[str | None] = []
    for level, count in zip(levels, counts, strict=True):
        bare = (level or "").strip(BLANKS)
        gone = bare in void
        made.append(None if gone else bare)
        (marks if gone else kept)[bare] += count
    if made == levels:
        return _Mended(cells, words.drop_nulls(), dict(marks))
    told = pl.DataFrame({"level": list(kept), "count": list(kept.values())}, {"level": pl.String, "count": pl.UInt32})
    return _Mended(mend(cells).alias(cells.name), told, dict(sorted(marks.items())))


def _met(values: pl.Series, words: pl.DataFrame | None) -> Met:
    missing = values.null_count()
    if values.dtype in (pl.String, pl.Categorical):
        return Met(missing, words=_words(values).drop_nulls() if words is None else words)
    if missing == values.len():
        return Met(missing, whole=True)
    whole = values.dtype == pl.Float64 and _whole(values)
    return Met(missing, values.min(), values.max(), whole)


def _whole(values: pl.Series) -> bool:
    """Return whether all numbers are whole; mostly some of them tell that not all are."""
    some = values.head(SOME).to_list()
    return all(value is None or value.is_integer() for value in some) and bool((values.floor() == values).all())


def _read(name: str, dialect: Dialect | None, *, long: bool) -> pl.Expr:
    """Read numbers, but for whole ones that a float64 does not hold, where there may be any so `long`."""
    numbers = Number().read(spelled(pl.col(name), dialect))
    return (pl.when(~inexact(name, dialect)).then(numbers) if long else numbers).alias(name)


GUESSED = "mend it, declare the column as category, or add the word to data.missing"
DECLARED = "data.columns declares it: mend the cell, declare another kind, or add the word to data.missing"
TRAINED = "the run was trained with it: mend the cell"


def misfit(cell: str, kind: Column, mend: str = GUESSED) -> str:
    """Say why a cell is no value of its column's kind, and how to mend it."""
    if isinstance(kind, (Number, SequenceKind)) and cell.strip().lstrip("+-").isdigit():
        message = f"{cell.strip()} has more digits than a number holds exactly (float64)"
        return f"{message}; declare the column as category, or drop it"
    return f"expected {kind.expected}, got {cell!r}; {mend}"


def trusted(raw: pl.DataFrame, numeric: Sequence[str]) -> bool:
    """Return whether numbers that a fast reader has read are what their text says: finite, and held exactly."""
    return all(_exact(raw.get_column(name)) for name in numeric)


def _exact(numbers: pl.Series) -> bool:
    if numbers.null_count() == numbers.len():
        return True
    low, high, total = numbers.min(), numbers.max(), numbers.sum()  # the ends pass over NaN; a sum does not
    return bool(-EXACT < low <= high < EXACT and total == total)  # type: ignore[operator]


def spelled(cells: pl.Expr, dialect: Dialect | None) -> pl.Expr:
    """Return numbers as the file spells them in the spelling that a reader of numbers takes: 1.234,5 as 1234.5."""
    if dialect is None or (dialect.decimal == "." and not dialect.thousands):
        return cells
    decimal, mark = ("\\" + m if m and m in ".," else m for m in (dialect.decimal, dialect.thousands))
    grouped = rf"^[+-]?\d{{1,3}}({mark}\d{{3}})+({decimal}\d*)?$"
    if mark:
        cells = (
            pl.when(cells.str.contains(grouped))
            .then(cells.str.replace_all(dialect.thousands, "", literal=True))
            .when(~cells.str.contains(dialect.thousands, literal=True))
            .then(cells)
        )
    if dialect.decimal == ".":
        return cells
    point = pl.when(~cells.str.contains(".", literal=True)).then(cells)
    return point.str.replace(dialect.decimal, ".", literal=True)


def inexact(name: str, dialect: Dialect | None) -> pl.Expr:
    """Find whole numbers of 16 digits or more that a float64 does not hold exactly."""
    cells = spelled(pl.col(name), dialect)
    whole = cells.cast(pl.Int128, strict=False)
    held = cells.cast(pl.Float64, strict=False).cast(pl.Int128, strict=False)
    return (cells.str.contains(r"^[+-]?\d{16,}$") & whole.ne_missing(held)).fill_null(False)


def _marks(cells: pl.Series, made: pl.Series) -> dict[str, int]:
    if not made.null_count():
        return {}
    counts = cells.filter(made.is_null()).fill_null("").value_counts()
    return dict(sorted(counts.iter_rows()))


def _numbers(values: pl.Series) -> dict[str, int]:
    return {f"{value:g}": count for value, count in sorted(values.value_counts().iter_rows())}
