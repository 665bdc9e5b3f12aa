"""The target in the section of the data: how its labels are shared out, or how its numbers are spread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from nettrain.html.digits import beside
from nettrain.html.evidence import Classes, Evidence, Numbers
from nettrain.html.figures.axes import bins
from nettrain.numbers import counted, figure, percent

MOST = 60
"""Labels or targets that are told."""
BARS = 8
"""Bars of a histogram, as many as that of an input has."""


class Targets(NamedTuple):
    """A table: what it is about, its heads, and rows of a name, cells and the heights (to 24) of a histogram's bars."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str], Sequence[float]]]


def target_table(run: Evidence) -> Targets:
    """Return the share of each label among training and judged rows, or mean, spread and ends of each target.

    Of many labels these are those with the largest shares, of many targets the first.
    """
    return _labels(run, run.judged) if isinstance(run.judged, Classes) else _numbers(run, run.judged)


def left_out(run: Evidence) -> str:
    """Return which rows are on no side, and why."""
    why = [f"{counted(rows, 'row')} ({reason})" for reason, rows in run.plan.dropped.items()]
    return f"Left out: {', '.join(why)}." if why else "No row is left out."


def _labels(run: Evidence, judged: Classes) -> Targets:
    shares, side = run.plan.shares, run.metrics["judged"]
    held = np.bincount(judged.truth, minlength=len(shares)) / len(judged.truth)
    codes, more = list(range(len(shares))), ""
    if len(codes) > MOST:
        codes = sorted(codes, key=lambda code: -shares[code])[:MOST]
        more = f": the {MOST} of {len(shares):,} that have the most rows"
    rows = [(judged.labels[n], [percent(shares[n], 1), percent(float(held[n]), 1)], ()) for n in codes]
    return Targets(f"Labels of the target{more}", ["label", "training rows", f"{side} rows"], rows)


def _numbers(run: Evidence, judged: Numbers) -> Targets:
    side, rows = run.metrics["judged"], []
    for n, column in enumerate(run.plan.targets[:MOST]):
        truth = judged.truth[:, n]
        spread = column.facts["std"]
        middle, *ends = beside([column.facts["mean"], *(float(end(truth)) for end in (np.min, np.max))], spread)
        counts = np.histogram(truth, bins(truth, BARS, bends=column.name in judged.bent))[0]
        rows.append(
            (column.name, [middle, figure(spread), *ends], [round(24 * float(n / counts.max()), 1) for n in counts])
        )
    of = f"{side} rows"
    heads = ["target", "mean of the training rows", "standard deviation", f"least of the {of}", "greatest"]
    more = f": the first {MOST} of {len(run.plan.targets):,}" if len(run.plan.targets) > MOST else ""
    steps = ", in equal steps of the logarithm where that is learned" if judged.bent else ""
    return Targets(f"Numbers of the target{more}; bars count {of} between least and greatest{steps}", heads, rows)
