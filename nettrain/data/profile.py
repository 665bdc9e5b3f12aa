"""What a table holds: the kind of each column, given or inferred, and what its cells say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.boolean import NO, YES, Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.data.lines import lines_of_rows
from nettrain.data.reading import MOST_PROBLEMS, Table
from nettrain.errors import Problem, Span

NEARLY_ALL = 0.9
"""Share of numbers from which a column that also holds text is taken for a number column with faults."""


READABLE = {"number": "numbers", "boolean": "booleans"}
"""Which count tells the cells that a kind can read; the others read any text."""


class ColumnProfile(NamedTuple):
    """One column: its kind, why it was taken for that, and its cells.

    `whole` tells whether it holds whole numbers only, `span` the smallest and largest number.
    """

    name: str
    kind: Column
    why: str
    rows: int
    missing: int
    distinct: int
    whole: bool = False
    span: tuple[float, float] | None = None


def profile(
    table: Table, names: Sequence[str], declared: Mapping[str, Column]
) -> tuple[dict[str, ColumnProfile], list[Problem]]:
    """Return the profile of each named column, and every cell that does not fit its column's kind."""
    counts = table.frame.select(
        expression.alias(f"{what} {name}") for name in names for what, expression in _counted(pl.col(name)).items()
    ).row(0, named=True)
    profiles: dict[str, ColumnProfile] = {}
    problems: list[Problem] = []
    for name in names:
        facts = {what: counts[f"{what} {name}"] for what in _counted(pl.col(name))}
        kind, why = (declared[name], "declared") if name in declared else _inferred(facts)
        span = (facts["low"], facts["high"]) if facts["numbers"] else None
        profiles[name] = ColumnProfile(
            name, kind, why, table.frame.height, facts["missing"], facts["distinct"], facts["whole"], span
        )
        if facts[READABLE.get(kind.yaml_name(), "cells")] < facts["cells"]:
            problems += misfits(table, name, kind, declared=name in declared)
    return profiles, problems


def _counted(cells: pl.Expr) -> dict[str, pl.Expr]:
    number = Number().read(cells)
    return {
        "missing": cells.null_count(),
        "distinct": cells.drop_nulls().n_unique(),
        "numbers": number.count(),
        "whole": (number == number.round()).all(),
        "low": number.min(),
        "high": number.max(),
        "booleans": cells.str.to_lowercase().is_in([*YES, *NO]).sum(),
        "cells": cells.count(),
    }


def _inferred(facts: Mapping[str, int]) -> tuple[Column, str]:
    if not facts["cells"]:
        return Number(), "every cell is missing"
    if facts["numbers"] >= NEARLY_ALL * facts["cells"]:
        return Number(), "numbers"
    if facts["booleans"] == facts["cells"]:
        return Boolean(), "yes and no"
    return Category(), "text"


def misfits(table: Table, name: str, kind: Column, *, declared: bool) -> list[Problem]:
    """Return a problem for each cell that is neither missing nor of its column's kind, with its line."""
    cells = pl.col(name)
    bad = table.frame.select(pl.arg_where(cells.is_not_null() & kind.read(cells).is_null()).alias("row")).get_column(
        "row"
    )
    if not bad.len():
        return []
    mend = "or declare the column as category, or add the word to data.missing" if not declared else "as declared"
    problems = []
    rows = bad.to_list()
    for source_row in rows[:MOST_PROBLEMS]:
        source, row = table.source_of(source_row)
        line = lines_of_rows(source.path, [row]).get(row, 0)
        got = table.frame.get_column(name)[source_row]
        problems.append(Problem(Span(source.shown, line), name, f"expected {kind.expected}, got {got!r}; {mend}"))
    if len(rows) > MOST_PROBLEMS:
        problems.append(
            Problem(Span(problems[-1].span.file), name, f"and {len(rows) - MOST_PROBLEMS:,} more cells of this column")
        )
    return problems
