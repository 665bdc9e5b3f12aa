"""Figures of a regression: predicted against actual values, and residuals."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nettrain.components.quantile import quantile
from nettrain.html.evidence import Numbers
from nettrain.html.figures.palette import MARKS, SERIES
from nettrain.html.figures.svg import Picture, Told, draw, draw_many, shown
from nettrain.numbers import counted, figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats: TypeAlias = NDArray[np.float64]

MOST_POINTS, ALL_POINTS = 800, 2400
"""Rows that are drawn of one target and of all targets, evenly taken by their number."""


def target_figures(judged: Numbers, target: int) -> list[Picture]:
    """Return predicted against actual and the residuals of one target."""
    truth, predicted = judged.truth[:, target], judged.predicted[:, target]
    name, key = shown(judged.targets[target], 30), f"target-{target}"
    taken = evenly(len(truth), min(MOST_POINTS, ALL_POINTS // len(judged.targets)))
    residuals = Residuals(predicted, predicted - truth, judged.weights)
    return [_against(name, key, truth, predicted, taken), _residuals(name, key, residuals, taken)]


def evenly(rows: int, most: int) -> NDArray[np.int64]:
    """Return at most `most` places of `rows`, evenly taken."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).round().astype(np.int64))


def _against(name: str, key: str, truth: Floats, predicted: Floats, taken: NDArray[np.int64]) -> Picture:
    low, high = (float(end(np.concatenate([truth, predicted]))) for end in (np.nanmin, np.nanmax))

    def paint(axes: Axes) -> None:
        axes.plot([low, high], [low, high], ":", color=MARKS["muted"], linewidth=1, label="as it should be")
        _points(axes, truth[taken], predicted[taken])
        axes.set(xlabel=f"actual {name}", ylabel=f"predicted {name}", title=f"{name}: predicted against actual")
        axes.legend(loc="upper left")

    text = _drawn(len(taken), len(truth))
    return draw(Told(f"{key}-against", f"{name}: predicted against actual", text), paint, (400, 330))


class Residuals(NamedTuple):
    """Predictions and how far each lies above the truth (rows,), with what each row counts."""

    predicted: Floats
    above: Floats
    weights: Floats | None

    def quantile(self, share: float) -> float:
        """Return the residual up to which so large a share of the rows (of their weight) lies."""
        order = np.argsort(self.above, kind="stable")
        order = order[np.isfinite(self.above[order])]
        weights = np.ones(len(order)) if self.weights is None else self.weights[order]
        return quantile(self.above[order], weights.cumsum(), share)


def _residuals(name: str, key: str, residuals: Residuals, taken: NDArray[np.int64]) -> Picture:
    finite = np.isfinite(residuals.above)
    weights = None if residuals.weights is None else residuals.weights[finite]

    def paint(figure: Figure) -> None:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3, 1))
        left.axhline(0, color=MARKS["muted"], linewidth=1, linestyle=":")
        _points(left, residuals.predicted[taken], residuals.above[taken])
        left.set(xlabel=f"predicted {name}", ylabel="predicted - actual", title=f"{name}: residuals")
        style = {"orientation": "horizontal", "color": SERIES[0], "alpha": 0.7}
        right.hist(residuals.above[finite], bins=20, weights=weights, **style)
        right.set(xlabel="rows" if weights is None else "weight")
        right.grid(axis="y", visible=False)

    low, middle, high = map(residuals.quantile, (0.05, 0.5, 0.95))
    text = f"{_drawn(len(taken), len(finite))} Nine in ten residuals lie between {figure(low)} and {figure(high)}, "
    told = Told(f"{key}-residuals", f"{name}: residuals", f"{text}half below {figure(middle)}.")
    return draw_many(told, paint, (400, 330))


def _points(axes: Axes, x: Floats, y: Floats) -> None:
    axes.plot(x, y, linestyle="", marker="o", markersize=3.5, color=SERIES[0], alpha=0.55, markeredgewidth=0)


def _drawn(drawn: int, rows: int) -> str:
    if drawn < rows:
        return f"{drawn:,} of {rows:,} rows are drawn, evenly taken."
    return f"All {rows:,} rows are drawn." if rows > 1 else f"{counted(rows, 'row')} is drawn."
