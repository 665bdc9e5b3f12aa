"""Curves of a classification: receiver operating characteristic, precision and recall, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nettrain.components.curves import Curve, Sweep, area
from nettrain.evaluation.calibration import ERROR, calibration
from nettrain.evaluation.point import Point, point
from nettrain.evaluation.predictions import probabilities_from_logits
from nettrain.html.evidence import Classes
from nettrain.html.figures.names import shown
from nettrain.html.figures.palette import LINES, MARKS, SERIES
from nettrain.html.figures.svg import Picture, Told, draw, draw_many, key, key_height
from nettrain.numbers import count, counted, figure, held, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_TOLD = 5
"""Labels whose curves have a colour: those with the smallest area; the others are drawn thin."""
MOST_THIN = 40
"""Labels that are drawn thin, evenly through all others by their area."""
MOST_POINTS = 400
"""Points of a curve that are drawn, evenly along it."""
SQUARE = (400, 330)
CHANCE, IDEAL, BEFORE = "by chance", "as it should be", "before the temperature"
Line: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]
"""A curve as it is drawn: x and y of its points."""
LEAST = 1e-300
"""What a probability of 0 is held for."""


def curves(judged: Classes, decision: Mapping[str, Any]) -> list[Picture]:
    """Return the figures that the labels allow: a label that no row has, or every row, has no curve.

    `decision` is the run's threshold, which is marked, and its temperature, without which calibration is shown too.
    """
    codes = [1] if len(judged.labels) == 2 else range(len(judged.labels))
    known = judged.truth if judged.weights is None else judged.truth[judged.weights > 0]
    codes = [code for code in codes if 0 < np.sum(known == code) < len(known)]
    made = []
    if codes:
        areas = {code: float(area(_curve(judged, code))[0]) for code in codes}
        ranked = sorted(codes, key=lambda code: (areas[code], code))
        told, others = ranked[:MOST_TOLD], ranked[MOST_TOLD:]
        drawn = sorted([*told, *others[:: -(-len(others) // MOST_THIN) or 1]])
        mark = _Mark(judged, decision["threshold"]["value"]) if decision.get("threshold") else None
        made = [_roc(judged, areas, drawn, told, mark), _precision_recall(judged, drawn, told, mark)]
    return [*made, _calibration(judged, decision.get("temperature"))] if judged.probable else made


def _curve(judged: Classes, code: int) -> Curve:
    return Sweep(judged.rows, code).curve(next(judged.rows.masses()))


class _Mark:
    """Where the run's threshold stands on both curves."""

    def __init__(self, judged: Classes, threshold: float) -> None:
        self.label = f"threshold {figure(threshold)}"
        self.at: Point = point(judged.truth == 1, judged.decided == 1, judged.rows.row_weights)

    def paint(self, axes: Axes, x: float, y: float) -> None:
        """Draw it: a diamond, before the curve."""
        axes.plot(
            [x], [y], "D", markersize=7, color=MARKS["ink"], markeredgecolor=MARKS["paper"], label=self.label, zorder=4
        )


def _roc(judged: Classes, areas: dict[int, float], drawn: list[int], told: list[int], mark: _Mark | None) -> Picture:
    names = {code: f"{shown(judged.labels)[code]}, area {figure(areas[code])}" for code in told}

    def paint(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], ":", color=MARKS["muted"], linewidth=1, label=CHANCE)
        for code in drawn:
            curve = _curve(judged, code)
            _line(axes, thinned(curve.false_positive_rate[0], curve.sensitivity[0]), code, names)
        if mark:
            mark.paint(axes, mark.at.false_positives, mark.at.true_positives)
        axes.set(xlabel="false positive rate", ylabel="true positive rate", title="ROC")
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01))
        key(axes)

    parts = ", ".join(f"{shown(judged.labels)[code]}: {figure(areas[code])}" for code in told)
    others, thin = len(areas) - len(told), len(drawn) - len(told)
    rest = f" The {others} other labels are drawn thin." if others > 1 else " The other label is drawn thin."
    if thin < others:
        rest = f" Of the {count(others)} other labels {thin}, evenly by their areas, are drawn thin."
    text = f"Area below the curve of {parts}."
    if len(areas) > 1:
        text = f"Each label against the rest. {text}{rest if others else ''}"
    if mark:
        text += f" At the {mark.label}, {percent(mark.at.true_positives, 1)} of the rows with this label are found,"
        text += f" and {percent(mark.at.false_positives, 1)} of the others are called by mistake."
    full = {names[code]: judged.labels[code] for code in told}
    return draw(Told("roc", "ROC", text, full=full), paint, _with_key([CHANCE, *_labels(names, mark)]))


def _precision_recall(judged: Classes, drawn: list[int], told: list[int], mark: _Mark | None) -> Picture:
    names = {code: shown(judged.labels)[code] for code in told}
    weights = judged.weights
    shares = {code: float(np.average(judged.truth == code, weights=weights)) for code in told}

    def paint(axes: Axes) -> None:
        for n, share in enumerate(shares.values()):
            axes.axhline(share, color=SERIES[n], linestyle=":", linewidth=1, label="" if n else CHANCE)
        for code in drawn:
            curve = _curve(judged, code)
            called = ~np.isnan(curve.precision[0])
            _line(axes, thinned(curve.sensitivity[0][called], curve.precision[0][called]), code, names)
        if mark and np.isfinite(mark.at.precision):
            mark.paint(axes, mark.at.true_positives, mark.at.precision)
        axes.set(xlabel="recall", ylabel="precision", title="Precision and recall")
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.03))
        key(axes)

    parts = ", ".join(f"{names[code]} {percent(share, 1)}" for code, share in shares.items())
    text = "From the highest threshold, left, to the lowest, right. "
    text += f"By chance precision is the label's share of the rows, dotted: {parts}."
    if mark and np.isfinite(mark.at.precision):
        precision, recall = figure(mark.at.precision), figure(mark.at.true_positives)
        text += f" At the {mark.label}, precision is {precision} and recall {recall}."
    full = {names[code]: judged.labels[code] for code in told}
    told_so = Told("precision-recall", "Precision and recall", text, full=full)
    return draw(told_so, paint, _with_key([CHANCE, *_labels(names, mark)]))


def _with_key(labels: Sequence[str]) -> tuple[float, float]:
    """Return the size of a square figure with a key of these labels below."""
    return SQUARE[0], SQUARE[1] + key_height(labels)


def _labels(names: Mapping[int, str], mark: _Mark | None) -> list[str]:
    return [*names.values(), *([mark.label] if mark else [])]


def _line(axes: Axes, line: Line, code: int, names: Mapping[int, str]) -> None:
    """Draw the curve of a label, thin if it has no name."""
    if code in names:
        n = list(names).index(code)
        axes.plot(*line, color=SERIES[n], linestyle=LINES[n], label=names[code], zorder=3)
    else:
        axes.plot(*line, color=MARKS["muted"], linewidth=0.5, alpha=0.6)


def _calibration(judged: Classes, temperature: Mapping[str, Any] | None) -> Picture:
    name = f"is {shown(judged.labels)[1]}" if len(judged.labels) == 2 else "is right"
    bins = calibration(judged.rows)
    before, label = None, "network"
    if temperature and temperature["found"]:
        undone = probabilities_from_logits(np.log(np.maximum(judged.scores, LEAST)) * temperature["value"])
        before, label = calibration(replace(judged.rows, predicted=undone)), "with the temperature"

    def paint(sheet: Figure) -> None:
        top, below = sheet.subplots(2, sharex=True, height_ratios=(3, 1))
        top.plot([0, 1], [0, 1], ":", color=MARKS["muted"], linewidth=1, label=IDEAL)
        if before:
            style = {"color": SERIES[1], "linestyle": "--", "marker": "s", "markersize": 4}
            top.plot(before.predicted, before.happened, label=BEFORE, **style)
        top.plot(bins.predicted, bins.happened, color=SERIES[0], marker="o", markersize=5, label=label)
        top.set(ylabel=f"share that {name}", title="Calibration", xlim=(-0.02, 1.02), ylim=(-0.03, 1.03))
        key(top)
        below.bar(bins.predicted, bins.rows, width=0.05, color=SERIES[0], alpha=0.7)
        below.set(xlabel="predicted probability", ylabel="rows" if judged.weights is None else "weight")
        below.grid(axis="x", visible=False)

    bars = "count the rows" if judged.weights is None else "are their weight"
    parts = zip(bins.predicted, bins.happened, bins.rows, strict=True)
    told = [(p, h, counted(n, "row") if judged.weights is None else f"rows of weight {held(n)}") for p, h, n in parts]
    detail = "; ".join(f"{percent(p)} predicted, {percent(h)} came true in {rows}" for p, h, rows in told)
    text = f"How often a row {name} by the probability predicted for it; the bars {bars}. "
    text += f"The expected calibration error of the label decided for, over {ERROR.bins} bins, is "
    text += figure(bins.expected_calibration_error)
    if before and temperature:
        text += f", before the temperature of {figure(temperature['value'])} it was "
        text += figure(before.expected_calibration_error)
    text += "."
    size = _with_key([IDEAL, *([BEFORE] if before else []), label])
    return draw_many(Told("calibration", "Calibration", text, f"{detail}."), paint, size)


def thinned(x: NDArray[np.float64], y: NDArray[np.float64]) -> Line:
    """Return a curve of at most MOST_POINTS points, evenly along its length, both ends kept."""
    if len(x) <= MOST_POINTS:
        return x, y
    way = np.append(0.0, np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y))))
    places: Any = np.unique(np.searchsorted(way, np.linspace(0, way[-1], MOST_POINTS)).clip(0, len(way) - 1))
    return x[places], y[places]
