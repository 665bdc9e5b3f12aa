"""Labels that no training row has: rows that have one can be neither learned nor judged."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from nettrain.data.encoding import Placing
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.sides import Usable
from nettrain.data.splitting import Sides
from nettrain.errors import Problem

MEND = "take the row out, or set data.on_bad_row: drop"


def unmet(labels: Sequence[str], truth: pl.Series, rows: pl.Series, placing: Placing) -> list[Problem]:
    """Return the first rows, by their numbers, whose label training never met; None among `truth` is none, too."""
    strange = (~truth.is_in(labels)).fill_null(True).arg_true().head(MOST_PROBLEMS).to_list()
    message = "the label {!r} was never met in training{}"
    return [
        Problem(placing.place(rows[at]), truth.name, message.format(truth[at], _akin(truth[at], labels)))
        for at in strange
    ]


def met(usable: Usable, sides: Sides, truth: pl.Series) -> tuple[Usable, Sides]:
    """Drop the rows whose label (`truth`, of all rows) no training row has, and count them."""
    labels = truth[sides.train].unique().implode()
    kept = Sides(*(rows.filter(truth[rows].is_in(labels)) for rows in sides))
    left = usable.rows.filter(truth[usable.rows].is_in(labels))
    gone = usable.rows.len() - left.len()
    if not gone:
        return usable, sides
    first = truth[int(usable.rows.filter(~truth[usable.rows].is_in(labels))[0])]
    reason = f"a label that was never met in training, {'' if gone == 1 else 'such as '}{first!r}"
    return Usable(left, {**usable.dropped, reason: gone}), kept


def _akin(label: str, labels: Sequence[str]) -> str:
    """Say how to mend a label that is not among them; if it is the same word, or number, in another spelling, which."""
    for other in labels:
        if other.strip().lower() == label.strip().lower():
            return f", but {other!r} was: write it so, {MEND}"
        if (number := _number_of(other)) is not None and number == _number_of(label):
            return f", but {other!r} was, which is the same number: write it so, {MEND}"
    return f"; {MEND}"


def _number_of(label: str) -> float | None:
    try:
        return float(label)
    except ValueError:
        return None
