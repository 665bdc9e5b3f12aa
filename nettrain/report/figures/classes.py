"""Curves of a classification: receiver operating characteristic, precision and recall, calibration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from nettrain.evaluation.curves import Curve, area, calibration, precision_recall, roc
from nettrain.report.evidence import Classes
from nettrain.report.figures.palette import LINES, MARKS, SERIES
from nettrain.report.figures.svg import Picture, Told, draw, draw_many, shown

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_TOLD = 5
"""Labels whose curves have a colour: those with the smallest area; the others are drawn thin."""
MOST_POINTS = 400
"""Points of a curve that are drawn, evenly along it."""
SQUARE = (400, 330)


def curves(judged: Classes) -> list[Picture]:
    """Return the figures that the labels allow: a label that no row has, or every row, has no curve."""
    codes = [1] if len(judged.labels) == 2 else range(len(judged.labels))
    codes = [code for code in codes if 0 < np.sum(judged.truth == code) < len(judged.truth)]
    made = []
    if codes:
        areas = {code: area(roc(judged.truth == code, judged.scores[:, code])) for code in codes}
        told = sorted(codes, key=lambda code: (areas[code], code))[:MOST_TOLD]
        made = [_roc(judged, areas, told), _precision_recall(judged, codes, told)]
    return [*made, _calibration(judged)] if judged.probable else made


def _roc(judged: Classes, areas: dict[int, float], told: list[int]) -> Picture:
    def paint(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], ":", color=MARKS["muted"], linewidth=1, label="by chance")
        for code, below in areas.items():
            curve = thinned(roc(judged.truth == code, judged.scores[:, code]))
            _line(axes, curve, code, told, f"{shown(judged.labels[code])}, area {below:.3f}")
        axes.set(xlabel="false positive rate", ylabel="true positive rate", title="ROC")
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.01))
        axes.legend(loc="lower right")

    parts = ", ".join(f"{shown(judged.labels[code])}: {areas[code]:.3f}" for code in told)
    rest = f" The {len(areas) - len(told)} other labels are drawn thin." if len(areas) > len(told) else ""
    text = f"Area below the curve of {parts}."
    if len(areas) > 1:
        text = f"Each label against the rest. {text}{rest}"
    return draw(Told("roc", "ROC", text), paint, SQUARE)


def _precision_recall(judged: Classes, codes: list[int], told: list[int]) -> Picture:
    def paint(axes: Axes) -> None:
        for code in codes:
            curve = thinned(precision_recall(judged.truth == code, judged.scores[:, code]))
            _line(axes, curve, code, told, shown(judged.labels[code]))
        axes.set(xlabel="recall", ylabel="precision", title="Precision and recall")
        axes.set(xlim=(-0.01, 1.01), ylim=(-0.01, 1.03))
        axes.legend(loc="lower left")

    text = "From the highest threshold, left, to the lowest, right."
    return draw(Told("precision-recall", "Precision and recall", text), paint, SQUARE)


def _line(axes: Axes, curve: Curve, code: int, told: list[int], label: str) -> None:
    if code in told:
        n = told.index(code)
        axes.plot(curve.x, curve.y, color=SERIES[n], linestyle=LINES[n], label=label, zorder=3)
    else:
        axes.plot(curve.x, curve.y, color=MARKS["muted"], linewidth=0.5, alpha=0.6)


def _calibration(judged: Classes) -> Picture:
    """Two labels: the probability of the second; more: that of the label decided for, against how often it is right."""
    if len(judged.labels) == 2:
        name, bins = f"is {shown(judged.labels[1])}", calibration(judged.truth == 1, judged.scores[:, 1])
    else:
        told = judged.scores[np.arange(len(judged.truth)), judged.decided]
        name, bins = "is right", calibration(judged.truth == judged.decided, told)

    def paint(figure: Figure) -> None:
        top, below = figure.subplots(2, sharex=True, height_ratios=(3, 1))
        top.plot([0, 1], [0, 1], ":", color=MARKS["muted"], linewidth=1, label="as it should be")
        top.plot(bins.predicted, bins.happened, color=SERIES[0], marker="o", markersize=5, label="network")
        top.set(ylabel=f"share that {name}", title="Calibration", xlim=(-0.02, 1.02), ylim=(-0.03, 1.03))
        top.legend(loc="upper left")
        below.bar(bins.predicted, bins.rows, width=0.05, color=SERIES[0], alpha=0.7)
        below.set(xlabel="predicted probability", ylabel="rows")
        below.grid(axis="x", visible=False)

    parts = zip(bins.predicted, bins.happened, bins.rows, strict=True)
    detail = "; ".join(f"{p:.2f} predicted, {h:.2f} came true in {n} rows" for p, h, n in parts)
    text = f"How often a row {name} by the probability predicted for it; the bars count the rows."
    return draw_many(Told("calibration", "Calibration", text, f"{detail}."), paint, SQUARE)


def thinned(curve: Curve, most: int = MOST_POINTS) -> Curve:
    """Return a curve of at most `most` points, evenly along its length, both ends kept."""
    if len(curve.x) <= most:
        return curve
    way = np.append(0.0, np.cumsum(np.abs(np.diff(curve.x)) + np.abs(np.diff(curve.y))))
    places: Any = np.unique(np.searchsorted(way, np.linspace(0, way[-1], most)).clip(0, len(way) - 1))
    return Curve(curve.x[places], curve.y[places])
