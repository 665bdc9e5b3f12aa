"""How floats and booleans of Parquet are told where they are read as words: as other files, or a run, spell them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.ordinal import Ordinal
from nettrain.data.opening import Opened
from nettrain.data.values import Spelling


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
    """Return how columns are told whose `words` are known elsewhere; floats that are all whole have no fraction, unless
    the words have one."""
    made: dict[str, Spelling] = {}
    for name, known in words.items():
        loose = [file for file in files if _loose(file.types.get(name))]
        floats = [file for file in loose if file.types[name].is_float()]
        if floats and _without_fraction(floats, name, known):
            made[name] = "whole"
        elif loose and not floats:
            if known.is_in(["True", "False"]).any():
                made[name] = "title"
            elif known.is_in(["TRUE", "FALSE"]).any():
                made[name] = "upper"
    return made


def _first(files: Sequence[Opened], name: str) -> list[pl.Series]:
    firm = (file.sample.get_column(name) for file in files if not _loose(file.types.get(name)))
    return [cells.str.strip_chars() for cells in firm]


def _loose(kind: pl.DataType | None) -> bool:
    """Return whether cells of a type have no spelling of their own."""
    return kind is not None and (kind == pl.Boolean or kind.is_float())


def _without_fraction(files: Sequence[Opened], name: str, known: pl.Series) -> bool:
    if known.str.contains(r"^[+-]?\d+\.0$").any():
        return False
    return bool(known.str.contains(r"^[+-]?\d+$").any()) or all(_whole(file, name) for file in files)


def _whole(file: Opened, name: str) -> bool:
    """Return whether a column of Parquet has whole numbers only; no, where it cannot be read, as whoever reads it
    says."""
    cell = pl.nth(file.names.index(name))
    try:
        lazy = pl.scan_parquet(file.source.path).select(((cell == cell.floor()) | cell.is_nan()).all())
        return bool(lazy.collect().item())
    except pl.exceptions.PolarsError:
        return False
