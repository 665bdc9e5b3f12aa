"""Targets that no config is drafted for: labels among several targets, dates, numbers that are spelled as text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from nettrain.config.data import DataConfig
from nettrain.data.gathering import gather, sources
from nettrain.data.inference import numeric, unlike_labels
from nettrain.data.opening import Opened
from nettrain.data.reasons import amount
from nettrain.data.roles import stripped
from nettrain.data.table import Table
from nettrain.errors import DataError, Problem, Span, UsageError, listing

FEW_LABELS = 20
"""Most different texts of a target that are nearly numbers and are taken for labels..."""
MANY_ROWS = 5
"""...where each has so many rows, on average."""


def hold_numbers(opened: Opened, targets: Sequence[str], missing: Sequence[str]) -> None:
    """Raise UsageError unless each of several targets holds numbers: labels are predicted alone."""
    told = []
    for name in targets:
        cells = stripped(opened.sample.select(name), missing).to_series().drop_nulls()
        strange = cells.filter(~numeric(cells.to_frame(), opened.dialect).to_series())
        if strange.len() > cells.len() / 2:
            told.append(f"{name} holds text, such as {strange[0]!r}")
    if told:
        message = f"several targets are all numbers, but {listing(told)}"
        raise UsageError(f"--target: {message}; to predict labels name that column alone, as the one --target")


def refuse_amounts(opened: Opened, data: DataConfig, folder: Path) -> None:
    """Raise DataError for a target of numbers with a unit around them, or with infinities among them, or of dates: such
    texts would be labels, as many as there are amounts. Where its kind is declared it is taken for that."""
    for name in [name for name in data.target if name not in data.columns]:
        cells = stripped(opened.sample.select(name), data.missing).to_series().drop_nulls()
        labels, found = cells.n_unique(), unlike_labels(cells, opened.dialect)
        few = len(data.target) == 1 and labels <= FEW_LABELS and cells.len() >= MANY_ROWS * labels
        if found and not few:
            words = found.words
            instead = "leave such cells empty" if words else found.mend
            span, cell = _first(gather(data, sources(data, folder), {}).ingested.table, name, words)
            message = f"{cell!r} is text, as the target's cells are {found}; {instead} to predict numbers"
            raise DataError(Problem(span, name, message))


def _first(table: Table, name: str, words: Sequence[str]) -> tuple[Span, str]:
    """Return place and text of the first cell that is one of some words or, without any, no plain number: one with a
    unit, where there are such."""
    cells = table.beside.select(name)
    strange = pl.col(name).is_in(words) if words else ~numeric(cells, table.dialect).to_series()
    such = cells.with_row_index().filter(strange & pl.col(name).is_not_null())
    amounts = such.filter(amount(pl.col(name)))
    row = int((such if words or amounts.is_empty() else amounts).item(0, "index"))
    return table.place(row), cells.item(row, 0)
