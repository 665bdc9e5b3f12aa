"""Text cells -> typed values, with a count of everything that was not a value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.components.words import Lookup
from nettrain.data.dialect import Dialect
from nettrain.data.mends import Mend
from nettrain.data.moments import Moments, read_moments
from nettrain.data.spelling import LONG, read_numbers
from nettrain.data.void import BLANKS, counted_marks, void_numbers, void_words

FEW = 256
"""Different words in the first rows up to which a column's words are held once, and its cells as their numbers."""
HELD = (pl.Float64, pl.Datetime)
"""Types of cells that are values already."""
Case: TypeAlias = Literal["lower", "title", "upper"]
SOME = 100
"""Numbers that are looked at one by one."""


class Spelling(NamedTuple):
    """How a column of Parquet is told as words: numbers with which decimal mark, and with how many decimals at least
    (of 1.0 and 1.50 none for 0, None as the type has it); booleans as true, True or TRUE; days, and days with a time,
    by which format of dates, as long as that says all of them ("" as the type has it)."""

    decimal: str = "."
    fewest: int | None = None
    case: Case = "lower"
    form: str = ""


@dataclass(frozen=True)
class Typing:
    """How the cells of each wanted column become values.

    `missing` are the cells that mean "no value"; `mends` says, by column, how to mend a cell that is none of its kind,
    where the cells have not told that kind; `kept` are the columns whose cells are wanted as they stand, too; `few`
    those whose words are so few that each is held once (Categorical), and cells as its number; `surveyed` tells whether
    it is wanted what the columns hold; `spelled` says how numbers and booleans of Parquet are told as words.
    """

    kinds: Mapping[str, Column]
    missing: Sequence[str]
    mends: Mapping[str, Mend] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    few: frozenset[str] = frozenset()
    surveyed: bool = True
    spelled: Mapping[str, Spelling] = field(default_factory=dict)

    def numeric(self) -> frozenset[str]:
        """Return the columns whose values are numbers."""
        return frozenset(name for name, kind in self.kinds.items() if isinstance(kind, (Number, SequenceKind)))

    @cached_property
    def mend(self) -> Lookup:
        """Return what makes words that are held once into values: without blanks around them, null for `missing`."""
        gone = frozenset(void_words(self.missing))

        def values(words: pl.Series) -> pl.Series:
            bare = [word.strip(BLANKS) for word in words.to_list()]
            return pl.Series([None if word in gone else word for word in bare], dtype=pl.Categorical)

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


def typed(raw: pl.DataFrame, typing: Typing, dialect: Dialect | None, beside: Dialect | None = None) -> Values:
    """Return the values of rows whose cells are text, Float64 where a fast reader has read numbers already, or Datetime
    where the file holds moments.

    Cells without a dialect may stand `beside` text that has one: numbers that mean "no value" are spelled as there.
    """
    numeric = typing.numeric()
    far = [name for name, held in raw.schema.items() if held not in HELD and name in typing.kinds]
    moments = _by_moments(raw, typing)
    mended = _by_words(raw.select(far), typing)
    texts = [name for name in far if name not in mended]
    read, marks, misfits = _by_cells(raw.select(texts), typing, dialect)
    made: dict[str, _Mended | Moments] = {**mended, **moments}
    marks |= {name: cells.marks for name, cells in made.items()}
    misfits |= {name: cells.misfits for name, cells in moments.items() if cells.misfits.len()}
    frame = raw.select(list(typing.kinds)).with_columns(*read, *(cells.values for cells in made.values()))
    if absent := void_numbers(typing.missing, dialect or beside):
        held = [name for name in typing.kinds if name in numeric]
        where = frame.select(pl.col(held).is_in(list(absent)))
        gone = {n: frame.get_column(n).filter(where.get_column(n)) for n in held}
        marks |= {n: counted_marks(marks.get(n, {}), numbers, absent) for n, numbers in gone.items()}
        frame = frame.with_columns(pl.when(~where.get_column(n)).then(pl.col(n)).alias(n) for n in held)
    for name in numeric.difference(texts):
        if count := raw.get_column(name).null_count():
            marks[name] = {**marks.get(name, {}), "": count}
    uneven = [name for name in typing.few if frame.schema[name] == pl.String]
    if uneven:
        frame = frame.with_columns(pl.col(uneven).cast(pl.Categorical))
    if not typing.surveyed:
        return Values(frame, {}, {}, misfits)
    words = {name: cells.words for name, cells in mended.items()}
    met = {name: _met(frame.get_column(name), words.get(name)) for name in typing.kinds}
    return Values(frame, met, {name: found for name, found in marks.items() if found}, misfits)


def _by_moments(raw: pl.DataFrame, typing: Typing) -> dict[str, Moments]:
    """Return the dates that the file holds as moments."""
    return {
        name: read_moments(cells, typing.kinds[name], typing.missing)
        for name, cells in raw.to_dict().items()
        if cells.dtype == pl.Datetime and name in typing.kinds
    }


def _by_words(raw: pl.DataFrame, typing: Typing) -> dict[str, _Mended]:
    """Return the categories of which it is enough to look at each word once."""
    made, void = {}, void_words(typing.missing)
    for name, cells in raw.to_dict().items():
        if cells.dtype == pl.Categorical:
            made[name] = _mended(cells, typing)
        elif isinstance(typing.kinds[name], Category) and _plain(words := _words(cells), void):
            made[name] = _Mended(cells, words)
    return made


def _by_cells(
    raw: pl.DataFrame, typing: Typing, dialect: Dialect | None
) -> tuple[list[pl.Series], dict[str, Mapping[str, int]], dict[str, pl.Series]]:
    """Return the values of text cells, column by column, with the `marks` and `misfits` of Values."""
    void, numeric = void_words(typing.missing), typing.numeric()
    cells = raw.select(pl.all().cast(pl.String).str.strip_chars())
    bare = cells.select(pl.when(~pl.col(name).is_in(void)).then(pl.col(name)).alias(name) for name in raw.columns)
    marks: dict[str, Mapping[str, int]] = {
        name: _marks(cells.get_column(name), bare.get_column(name)) for name in raw.columns
    }
    read = {name: typing.kinds[name] for name in raw.columns if not isinstance(typing.kinds[name], Category)}
    if not read:
        return bare.get_columns(), marks, {}
    widths = bare.select(pl.col(list(read)).str.len_bytes().max()).row(0, named=True)
    values = bare.with_columns(
        read_numbers(name, dialect, long=(widths[name] or 0) >= LONG)
        if name in numeric
        else kind.read(pl.col(name)).alias(name)
        for name, kind in read.items()
    )
    wrong = {name: values.get_column(name).is_null() & bare.get_column(name).is_not_null() for name in read}
    return values.get_columns(), marks, {name: where.arg_true() for name, where in wrong.items() if where.any()}


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
    mend, void = typing.mend, void_words(typing.missing)
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


def _marks(cells: pl.Series, made: pl.Series) -> dict[str, int]:
    if not made.null_count():
        return {}
    counts = cells.filter(made.is_null()).fill_null("").value_counts()
    return dict(sorted(counts.iter_rows()))
