"""How numbers, booleans and moments of Parquet are told where they are read as words: as other files, or a run, spell
them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from nettrain.components.column import NEARLY_ALL, Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date, dated
from nettrain.components.columns.ordinal import Ordinal
from nettrain.data.dialect import Dialect
from nettrain.data.moments import written
from nettrain.data.opening import Opened
from nettrain.data.parquet import has_decimals, is_whole
from nettrain.data.spelling import as_numbers
from nettrain.data.values import Case, Spelling
from nettrain.errors import Problem, Span

DOUBTFUL = (
    "holds text such as {cell!r}, beside {text}, which writes decimals behind {mark!r}: nobody can tell whether "
    "{cell!r} does so too; cast the column to floats in this file"
)


def standing_beside(opened: Opened, dialect: Dialect | None) -> Opened:
    """Return a file of Parquet as one that stands beside text of a dialect; text itself as it is."""
    if opened.dialect is not None or dialect is None:
        return opened
    names = [name for name, kind in opened.types.items() if has_decimals(kind)]
    told = pl.col(names).str.replace(".", dialect.decimal, literal=True)
    return opened._replace(beside=dialect, sample=opened.sample.with_columns(told))


def doubtful(files: Sequence[Opened], names: Sequence[str]) -> list[Problem]:
    """Say which columns of numbers are text in a file of Parquet, and have marks in it, where text beside it does not
    write decimals behind a point."""
    text = next((file for file in files if file.dialect), None)
    if text is None or text.dialect is None or text.dialect.decimal == ".":
        return []
    found: list[Problem] = []
    for file in files:
        for name in (name for name in names if file.types.get(name) == pl.String):
            cells = pl.scan_parquet(file.source.path).select(pl.nth(file.names.index(name)).alias("cell"))
            marked = cells.filter(pl.col("cell").str.contains(r"\d[.,]|[.,]\d"))
            for (first,) in marked.head(1).collect().iter_rows():
                message = DOUBTFUL.format(cell=first, text=text.source.shown, mark=text.dialect.decimal)
                found.append(Problem(Span(file.source.shown), name, message))
    return found


def worded(kinds: Mapping[str, Column]) -> dict[str, Sequence[str]]:
    """Return the columns that are read as words, each with those that its kind names."""
    return {
        name: kind.order if isinstance(kind, Ordinal) else ()
        for name, kind in kinds.items()
        if isinstance(kind, (Category, Ordinal))
    }


def words_of(files: Sequence[Opened], kinds: Mapping[str, Column]) -> dict[str, pl.Series]:
    """Return the columns that are read as words, each with those that its kind names, and the first ones of the files
    that have a spelling of their own."""
    if not any(file.types for file in files):
        return {}
    return {
        name: pl.concat([pl.Series(name, named, dtype=pl.String), *_first(files, name)])
        for name, named in worded(kinds).items()
    }


def spellings(files: Sequence[Opened], words: Mapping[str, pl.Series]) -> dict[str, Spelling]:
    """Return how columns are told whose `words` are known elsewhere; numbers have the decimal mark of the text beside
    them, unless most words have a point, and as many decimals at least as the words have."""
    made: dict[str, Spelling] = {}
    beside = next((file.beside for file in files if file.beside), None)
    for name, known in words.items():
        numbers = [file for file in files if _is_number(file.types.get(name))]
        decimal = _decimal(known, beside)
        fewest = _fewest(numbers, name, known, decimal) if numbers else None
        form = _form(known) if any(_is_moment(file.types.get(name)) for file in files) else ""
        made[name] = Spelling(decimal, fewest, _case(known), form)
    return made


def _first(files: Sequence[Opened], name: str) -> list[pl.Series]:
    firm = (file.sample.get_column(name) for file in files if not _loose(file.types.get(name)))
    return [cells.str.strip_chars() for cells in firm]


def _loose(kind: pl.DataType | None) -> bool:
    """Return whether cells of a type have no spelling of their own."""
    return kind == pl.Boolean or _is_number(kind) or _is_moment(kind)


def _is_number(kind: pl.DataType | None) -> bool:
    return kind is not None and (is_whole(kind) or has_decimals(kind))


def _is_moment(kind: pl.DataType | None) -> bool:
    return kind is not None and written([kind]) != ""


def _form(known: pl.Series) -> str:
    """Return the format of dates that tells nearly all of the words as they stand, "" where there is none."""
    words = known.filter(known != "").unique(maintain_order=True)
    date = Date().resolved(words.to_list())
    if date is None or date.format.endswith("%z") or not dated(date.format):
        return ""
    again = words.to_frame("word").select(date.read(pl.col("word")).dt.strftime(date.format)).to_series()
    return date.format if (again == words).sum() >= NEARLY_ALL * words.len() else ""


def _case(known: pl.Series) -> Case:
    if known.is_in(["True", "False"]).any():
        return "title"
    return "upper" if known.is_in(["TRUE", "FALSE"]).any() else "lower"


def _decimal(known: pl.Series, beside: Dialect | None) -> str:
    """Return the mark of the text, or the point where most of the words are numbers that only the point makes."""
    if beside is None or beside.decimal == ".":
        return "."
    point, own = (as_numbers(pl.col("word"), dialect).is_not_null() for dialect in (None, beside))
    only, others = known.to_frame("word").select((point & ~own).sum(), own.sum().alias("own")).row(0)
    return "." if only > others else beside.decimal


def _fewest(files: Sequence[Opened], name: str, known: pl.Series, decimal: str) -> int:
    """Return how many decimals numbers have at least: as the words have where some end with a 0 or are whole; or else
    none where a type has none or floats are all whole, one where they are not, and as many as words or types have."""
    kinds = [file.types[name] for file in files]
    parts = known.str.extract(rf"^[+-]?\d+{re.escape(decimal)}(\d+)$").drop_nulls()
    places: list[int] = parts.str.len_chars().to_list()
    whole = known.str.contains(r"^[+-]?\d+$").any()
    if parts.str.ends_with("0").any() and not (whole and all(map(is_whole, kinds))):
        return min(places)
    if whole or any(map(is_whole, kinds)):
        return 0
    if floats := [file for file, kind in zip(files, kinds, strict=True) if kind.is_float()]:
        return 0 if all(_whole(file, name) for file in floats) else 1
    return min([*places, *(kind.scale for kind in kinds if isinstance(kind, pl.Decimal))])


def _whole(file: Opened, name: str) -> bool:
    """Return whether a column of Parquet has whole numbers only; no, where it cannot be read, as whoever reads it
    says."""
    cell = pl.nth(file.names.index(name))
    try:
        lazy = pl.scan_parquet(file.source.path).select(((cell == cell.floor()) | cell.is_nan()).all())
        return bool(lazy.collect().item())
    except pl.exceptions.PolarsError:
        return False
