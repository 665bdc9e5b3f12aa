"""Which rows are trained on, watched and judged by: the config's split applied to the usable rows of a table."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import polars as pl

from nettrain.config.data import Split
from nettrain.data.dealing import binned, deal, deal_by_column, deal_by_hash, deal_groups, deal_in_order
from nettrain.data.gathering import ALL, Gathered
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.splitting import TEST, TRAIN, VALIDATION, Sides
from nettrain.data.target import Asked
from nettrain.errors import DataError, Problem, Span
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
    wheres["no target"] = targets.select(pl.any_horizontal(pl.all().is_null())).to_series()
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
        share = "lower the other shares" if short[0] == TRAIN else "raise its share, or set it to 0 to do without"
        message = f"{counted(rest.len(), 'row')}: too few to leave any for {short[0]}; {share}"
        if split.by:
            message = f"by {', '.join(split.by)} no row is left for {short[0]}"
        raise DataError(Problem(Span(gathered.first.source.shown), "data.split", message))
    return sides


def _dealt(gathered: Gathered, split: Split, targets: Targets, pool: Pool) -> Sides:
    rows, validation, test, seed = pool
    if not validation and not test and split.method != "column":
        return Sides(rows, rows.clear(), rows.clear())
    method = split.method
    if method == "auto":
        method = "stratified" if targets.asked.labels else "random"
    if method == "random":
        return deal(rows, None, validation, test, seed)
    if method == "stratified":
        truth = targets.truth.to_series()
        truth = truth[rows] if rows.len() < truth.len() else truth
        return deal(rows, truth if targets.asked.labels else binned(truth, split.bins), validation, test, seed)
    names = list(split.by) or list(gathered.roles.inputs)
    keys = gathered.ingested.table.columns(names)[rows]
    if method == "group":
        return deal_groups(rows, keys.to_series(), validation, test, seed)
    if method == "time":
        return deal_in_order(rows, _times(keys.to_series(), gathered), validation, test)
    if method == "hash":
        return deal_by_hash(rows, keys.get_columns(), validation, test, seed)
    sides, wrong = deal_by_column(rows, keys.to_series())
    if wrong.len():
        table = gathered.ingested.table
        cells = table.columns(names).to_series()
        raise DataError(
            *(
                Problem(table.place(row), names[0], f"expected train, validation or test, got {_cell(cells[row])}")
                for row in wrong.head(MOST_PROBLEMS).to_list()
            )
        )
    return sides


def _times(times: pl.Series, gathered: Gathered) -> pl.Series:
    """Return what orders rows by time. Raises DataError for text."""
    if times.dtype == pl.String:
        message = "is text, expected dates or numbers to order the rows by; declare it as date"
        raise DataError(Problem(Span(gathered.first.source.shown, 1), times.name, message))
    if times.null_count():
        message = f"{counted(times.null_count(), 'row')} without a value to order by"
        raise DataError(Problem(Span(gathered.first.source.shown), times.name, message))
    return times


def _cell(cell: str | None) -> str:
    return "nothing" if cell is None else repr(cell)
