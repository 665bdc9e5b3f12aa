"""Which rows are trained on, watched and judged by: the config's split applied to the usable rows of a table."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

import polars as pl

from nettrain.config.data import Split
from nettrain.config.scalars import yaml_text
from nettrain.data.dealing import binned, deal, deal_by_column, deal_by_hash, deal_groups, deal_in_order
from nettrain.data.gathering import ALL, Gathered
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.sides import Sides
from nettrain.data.table import Table
from nettrain.data.target import Asked
from nettrain.errors import DataError, Problem, Span
from nettrain.names import TEST, TRAIN, VALIDATION
from nettrain.numbers import counted


class Targets(NamedTuple):
    """What the target asks for, and its columns of all rows."""

    asked: Asked
    truth: pl.DataFrame


class Usable(NamedTuple):
    """Rows that have all that they must have; `dropped` counts the others by the reason."""

    rows: pl.Series
    dropped: dict[str, int]


def usable(gathered: Gathered, targets: pl.DataFrame, weights: pl.Series | None) -> Usable:
    """Return the numbers (uint32, ascending) of the rows that are neither bad nor to be dropped by a policy."""
    table = gathered.ingested.table
    rows = pl.select(row=pl.int_range(table.rows, dtype=pl.UInt32)).get_column("row")
    wheres = {"cannot be read": rows.is_in(table.bad.implode())} if table.bad.len() else {}
    lacking = targets.select(pl.any_horizontal(pl.all().is_null())).to_series()
    if lacking.any():
        cells = table.columns(targets.columns)
        empty = cells.select(pl.any_horizontal(pl.all().is_null())).to_series()
        wheres["no target"] = empty
        strange = lacking & ~empty & ~rows.is_in(table.bad.implode())
        if strange.any():
            wheres[_no_number(table, cells, targets, strange.arg_true())] = strange
    if weights is not None:
        wheres["no weight"] = weights.is_null()
    drops = [name for name in gathered.roles.inputs if "missing" in gathered.kinds.kinds[name].drops]
    if drops:
        gaps = pl.concat([frame.select(pl.col(drops).is_null()) for frame in table.chunks])
        wheres |= {f"no {name}": gaps.get_column(name) for name in drops}
    keep, dropped = rows >= 0, {}
    for reason, where in wheres.items():
        if count := (keep & where).sum():
            dropped[reason], keep = int(count), keep & ~where
    return Usable(rows.filter(keep) if dropped else rows, dropped)


def _no_number(table: Table, cells: pl.DataFrame, targets: pl.DataFrame, rows: pl.Series) -> str:
    """Say of rows with a target cell that is no number which cell that is, and where the first one stands."""
    row = int(rows[0])
    name = next(name for name in targets.columns if targets.get_column(name)[row] is None)
    cell, place = cells.get_column(name)[row], table.place(row)
    file = f" of {place.file}" if len(table.parts) > 1 else ""
    where = f"{'in row' if table.parts[0].opened.dialect is None else 'on line'} {place.line}{file}"
    shown = repr(cell) if len(targets.columns) == 1 else f"{name} {cell!r}"
    number = "number" + ("" if re.search(r"[^\d+-]", cell) else " that can be held exactly")
    return f"{shown} {where} is no {number}" if rows.len() == 1 else f"no {number}, such as {shown} {where}"


class Pool(NamedTuple):
    """Rows to be dealt out (numbers, ascending), and the shares of them that validation and test get."""

    rows: pl.Series
    validation: float
    test: float
    seed: int


def deal_out(gathered: Gathered, split: Split, targets: Targets, rows: pl.Series, seed: int) -> Sides:
    """Deal the usable rows (`rows`, ascending) out.

    Raises DataError if none is left for a side that is asked for.
    """
    given: dict[str, list[pl.Series]] = {}
    parts = gathered.ingested.table.parts
    ends = rows.search_sorted(pl.Series([part.end for part in parts], dtype=rows.dtype)).to_list()
    for side, (first, last) in zip(gathered.sides, pairwise([0, *ends]), strict=True):
        given.setdefault(side, []).append(rows.slice(first, last - first))
    ready = {side: pl.concat(series) for side, series in given.items()}
    rest = ready.get(ALL, ready.get(TRAIN))
    assert rest is not None
    shares = [0.0 if side in ready else getattr(split, side) for side in (VALIDATION, TEST)]
    sides = _dealt(gathered, split, targets, Pool(rest, shares[0], shares[1], seed))
    sides = Sides(sides.train, ready.get(VALIDATION, sides.validation), ready.get(TEST, sides.test))
    wanting = [
        side for side, share in zip((VALIDATION, TEST), shares, strict=True) if share and split.method != "column"
    ]
    short = [side for side in (*wanting, TRAIN) if not sides.rows(side).len()]
    if short:
        message = _too_few(gathered, split, targets, rest, short[0])
        raise DataError(Problem(Span(gathered.first.source.shown), "data.split", message, ("data", "split")))
    return sides


def _too_few(gathered: Gathered, split: Split, targets: Targets, rows: pl.Series, side: str) -> str:
    """Say why no row is left for a side, and how to mend it."""
    share = "lower the other shares" if side == TRAIN else "raise its share, or set it to 0 to do without"
    if split.method == "column":
        return f"by {split.by[0]} no row is left for {side}: no row that can be used says so there"
    if split.by or split.method == "hash":
        names = _deciding(gathered, split)
        values = counted(gathered.ingested.table.columns(names)[rows].unique().height, "value")
        told = f"by {', '.join(split.by) or 'all inputs'} no row is left for {side}: there are {values} to go by"
        return f"{told}, and rows alike stay together; {share}, or choose what has more values"
    if method_of(split, targets) == "stratified" and side != TRAIN and rows.len() * getattr(split, side) >= 1:
        labels = targets.asked.labels
        held = strata(split, targets, rows).n_unique()
        if 2 * held > rows.len():
            told = (
                f"{counted(rows.len(), 'row')} with {counted(held, 'label' if labels else 'range')}, of each of which"
            )
            lacking = f"{told} the first is trained on: stratified leaves too few for {side}"
            other = "; if the target is an identifier, name another" if labels else ", or lower data.split.bins"
            return f"{lacking}; set data.split.method: random{other}"
    return f"{counted(rows.len(), 'row')}: too few to leave any for {side}; {share}"


def _deciding(gathered: Gathered, split: Split) -> list[str]:
    """Return the columns whose cells decide: all inputs, where none is named."""
    return list(split.by or gathered.roles.inputs)


def method_of(split: Split, targets: Targets) -> str:
    """Return how rows are dealt out, which "auto" leaves to the target."""
    if split.method == "auto":
        return "stratified" if targets.asked.labels else "random"
    return split.method


def strata(split: Split, targets: Targets, rows: pl.Series) -> pl.Series:
    """Return the label of each row, or the range of its number."""
    truth = targets.truth.to_series()
    truth = truth[rows] if rows.len() < truth.len() else truth
    return truth if targets.asked.labels else binned(truth, split.bins)


def _dealt(gathered: Gathered, split: Split, targets: Targets, pool: Pool) -> Sides:
    rows, validation, test, seed = pool
    if not validation and not test and split.method != "column":
        return Sides(rows, rows.clear(), rows.clear())
    method = method_of(split, targets)
    if method == "random":
        return deal(rows, None, validation, test, seed)
    if method == "stratified":
        return deal(rows, strata(split, targets, rows), validation, test, seed)
    names = _deciding(gathered, split)
    keys = gathered.ingested.table.columns(names)[rows]
    if method == "group":
        return deal_groups(rows, keys.to_series(), validation, test, seed)
    if method == "time":
        truth = targets.truth.get_columns() if not targets.asked.labels else []
        times = next((numbers[rows] for numbers in truth if numbers.name == names[0]), keys.to_series())
        return deal_in_order(rows, _times(times, gathered, rows), validation, test)
    if method == "hash":
        return deal_by_hash(rows, keys.get_columns(), validation, test, seed, gathered.dialect)
    sides, wrong = deal_by_column(rows, keys.to_series())
    if wrong.len():
        table = gathered.ingested.table
        key = ("data", "split", "by", 0) if wrong.len() == rows.len() else ()
        cells = table.columns(names).to_series()
        raise DataError(
            *(
                Problem(table.place(row), names[0], f"expected train, validation or test, got {_cell(cells[row])}", key)
                for row in wrong.head(1 if key else MOST_PROBLEMS).to_list()
            )
        )
    return sides


def _times(times: pl.Series, gathered: Gathered, rows: pl.Series) -> pl.Series:
    """Return what orders rows by time, of the rows of these numbers. Raises DataError for text, and for gaps."""
    if times.dtype == pl.String:
        mend = "declare it as date"
        if times.name in gathered.roles.targets:
            mend = "as the target it has labels, which have no order; name another column"
        message = f"is text, expected dates or numbers to order the rows by; {mend}"
        raise DataError(Problem(Span(gathered.first.source.shown, 1), times.name, message, ("data", "split", "by", 0)))
    if gaps := times.null_count():
        first = rows[int(times.is_null().arg_true()[0])]
        kind = gathered.kinds.kinds[times.name].yaml_name()
        mend = "fill it, or take the row out"
        if times.name in gathered.roles.inputs:
            declared = f"{{{yaml_text(times.name)}: {{{kind}: {{missing: drop}}}}}}"
            mend += f", or leave such rows out with data.columns: {declared}"
        has = "has" if gaps == 1 else "have"
        message = f"{counted(gaps, 'row')} {has} no value to order by, this one first; {mend}"
        raise DataError(Problem(gathered.ingested.table.place(int(first)), times.name, message))
    return times


def _cell(cell: str | None) -> str:
    return "nothing" if cell is None else repr(cell)
