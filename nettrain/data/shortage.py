"""Sides that get far fewer rows than their shares ask for, since some rows are bound to a side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.config.data import Split
from nettrain.data.splitting import Targets, method_of, strata
from nettrain.names import TEST, TRAIN, VALIDATION
from nettrain.numbers import counted

if TYPE_CHECKING:
    from nettrain.data.drawn import Drawn

LEAST = 0.5
"""Share of the rows asked for below which it is told."""


def shortage(made: Drawn, split: Split) -> str:
    """Say which sides get less than LEAST of the rows asked for, why, and what to do; "" where none does."""
    if split.method == "column":
        return ""
    given = set(made.gathered.sides) - {TRAIN}
    rows = {side: count for side, count in made.sides.counts().items() if side not in given}
    shares = {side: getattr(split, side) for side in (VALIDATION, TEST) if side in rows}
    shares[TRAIN] = 1 - sum(shares.values())
    asked = {side: share * sum(rows.values()) for side, share in shares.items()}
    short = [side for side, wanted in asked.items() if rows[side] < LEAST * wanted]
    if not short:
        return ""
    told = [f"{side} gets {counted(rows[side], 'row')} of about {asked[side]:,.0f} asked for" for side in short]
    return f"{' and '.join(told)}: {_bound(made, split)}"


def _bound(made: Drawn, split: Split) -> str:
    """Say what binds rows to a side, and what to do."""
    targets = Targets(made.asked, made.truth)
    if method_of(split, targets) == "stratified":
        held = strata(split, targets, made.usable.rows).n_unique()
        if not made.asked.labels:
            return f"the first row of each of {counted(held, 'range')} is trained on; lower data.split.bins"
        many = f"the first row of each label is trained on, and there are {counted(held, 'label')}"
        return f"{many}; write rare ones as one label, take their rows out, or declare the target number if it is one"
    if not split.by:
        return "rows alike stay together; choose another data.split.method"
    values = counted(made.table.columns(list(split.by))[made.usable.rows].unique().height, "value")
    alike = f"rows alike in {', '.join(split.by)} stay together, and there are {values}"
    return f"{alike}; choose what has more, or another data.split.method"
