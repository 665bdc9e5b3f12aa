"""Labels that no training row has: rows that have one can be neither learned nor judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from nettrain.components.column import NEARLY_ALL
from nettrain.data.encoding import Placing
from nettrain.data.reading import MOST_PROBLEMS, Faults
from nettrain.data.sides import Sides
from nettrain.data.splitting import Usable
from nettrain.errors import Problem

MEND = "take the row out, or set data.on_bad_row: drop"
ROWS = "with a label that was never met in training"


class Unmet(NamedTuple):
    """Rows that have such labels, and the spelling in which (nearly) all of those were met, as a sentence."""

    faults: Faults
    remark: str


def unmet(labels: Sequence[str], truth: pl.Series, rows: pl.Series, placing: Placing) -> Unmet:
    """Return the rows, by their numbers, whose label training never met; None among `truth` is none, too."""
    strange = (~truth.is_in(labels)).fill_null(True).arg_true()
    akin, message = _Akin(labels), "the label {!r} was never met in training{}"
    problems = [
        Problem(placing.place(rows[at]), truth.name, message.format(truth[at], akin.mend(truth[at])))
        for at in strange.head(MOST_PROBLEMS).to_list()
    ]
    return Unmet(Faults(problems, strange.len()), akin.remark(truth[strange]))


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


def _number_of(label: str) -> float | None:
    try:
        return float(label)
    except ValueError:
        return None


def _bare(label: str) -> str:
    return label.strip().lower()


class Way(NamedTuple):
    """A way to spell a label otherwise, in words: what it has in common then with a known one, None if nothing."""

    text: str
    alike: Callable[[str], object]
    known: Callable[[str], object] = _bare


NUMBER = Way("in another spelling of its number", _number_of, _number_of)
WAYS = (
    Way("in other letter case", _bare),
    Way("without its final '.'", lambda label: label[:-1].strip().lower() if label.endswith(".") else None),
    Way("with a final '.'", lambda label: f"{_bare(label)}."),
    NUMBER,
)


class _Akin:
    """Labels that are known, by what other spellings have in common with them."""

    def __init__(self, labels: Sequence[str]) -> None:
        first = [*reversed(labels)]
        self.known = [(way, {way.known(label): label for label in first}) for way in WAYS]

    def found(self, label: str | None) -> tuple[Way, str] | None:
        """Return the way in which a label is spelled otherwise, and what it would be then; None where there is none."""
        for way, known in self.known:
            if label is not None and (key := way.alike(label)) is not None and key in known:
                return way, known[key]
        return None

    def mend(self, label: str | None) -> str:
        """Say how to mend a label that is not among them; if it is one of them in another spelling, which."""
        if (found := self.found(label)) is None:
            return f"; {MEND}"
        way, other = found
        return f", but {other!r} was{', which is the same number' if way is NUMBER else ''}: write it so, {MEND}"

    def remark(self, labels: pl.Series) -> str:
        """Say how the labels of (nearly) all rows would be known, "" where they would not."""
        rows: Counter[str] = Counter()
        for label, count in labels.value_counts().iter_rows():
            if found := self.found(label):
                rows[found[0].text] += count
        way, most = max(rows.items(), key=lambda item: item[1], default=("", 0))
        if not way or most < NEARLY_ALL * labels.len():
            return ""
        return f"{'each' if most == labels.len() else 'nearly each'} would be known {way}"
