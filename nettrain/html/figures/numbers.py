"""Figures of a regression: predicted against actual values, and residuals.

A target that is learned by its logarithm is drawn so: on linear axes its largest value leaves all others one dot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nettrain.components.quantile import quantile
from nettrain.html.evidence import Numbers
from nettrain.html.figures.axes import bend, bent, bins
from nettrain.html.figures.names import shown
from nettrain.html.figures.palette import MARKS, SERIES
from nettrain.html.figures.svg import Picture, Told, draw, draw_many
from nettrain.numbers import counted, figure
from nettrain.reporters.chart import SPAN

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

Floats: TypeAlias = NDArray[np.float64]

MOST_POINTS, ALL_POINTS = 800, 2400
"""Rows that are drawn of one target and of all targets, evenly taken by their number."""
BARS = 20
"""Bars of the histogram of residuals."""
BENT = " (logarithmic)"
"""What stands behind the name of an axis that is."""


class Drawn(NamedTuple):
    """A target: its name and that of its figures, the places of the rows that are drawn, whether it is log-scaled."""

    name: str
    key: str
    taken: NDArray[np.int64]
    bent: bool

    def bends(self, *values: Floats) -> bool:
        """Return whether an axis for such values is logarithmic: they are so scaled, and span what makes it worth."""
        every = bent(np.concatenate(values))
        return self.bent and float(np.nanmax(every) - np.nanmin(every)) > np.log(SPAN)


def target_figures(judged: Numbers, target: int) -> list[Picture]:
    """Return predicted against actual and the residuals of one target."""
    truth, predicted = judged.truth[:, target], judged.predicted[:, target]
    name = judged.targets[target]
    taken = evenly(len(truth), min(MOST_POINTS, ALL_POINTS // len(judged.targets)))
    drawn = Drawn(shown(judged.targets, 30)[target], f"target-{target}", taken, name in judged.bent)
    residuals = Residuals(predicted, predicted - truth, judged.weights)
    return [_against(drawn, truth, predicted), _residuals(drawn, residuals)]


def evenly(rows: int, most: int) -> NDArray[np.int64]:
    """Return at most `most` places of `rows`, evenly taken."""
    return np.unique(np.linspace(0, rows - 1, min(rows, most)).round().astype(np.int64))


def _against(drawn: Drawn, truth: Floats, predicted: Floats) -> Picture:
    low, high = (float(end(np.concatenate([truth, predicted]))) for end in (np.nanmin, np.nanmax))
    name, bends = drawn.name, drawn.bends(truth, predicted)
    title = f"{name}: predicted against actual"

    def paint(axes: Axes) -> None:
        axes.plot([low, high], [low, high], ":", color=MARKS["muted"], linewidth=1, label="as it should be")
        _points(axes, truth[drawn.taken], predicted[drawn.taken])
        axes.set(xlabel=f"actual {name}", ylabel=f"predicted {name}", title=title)
        _bend((axes.xaxis, bends), (axes.yaxis, bends))
        axes.legend(loc="upper left")

    text = _drawn(len(drawn.taken), len(truth)) + _why(bends)
    return draw(Told(f"{drawn.key}-against", title, text), paint, (400, 330))


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


def _residuals(drawn: Drawn, residuals: Residuals) -> Picture:
    finite = np.isfinite(residuals.above)
    above = residuals.above[finite]
    weights = None if residuals.weights is None else residuals.weights[finite]
    across, up = drawn.bends(residuals.predicted), drawn.bends(above)
    title = f"{drawn.name}: residuals"

    def paint(figure: Figure) -> None:
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3, 1))
        left.axhline(0, color=MARKS["muted"], linewidth=1, linestyle=":")
        _points(left, residuals.predicted[drawn.taken], residuals.above[drawn.taken])
        left.set(xlabel=f"predicted {drawn.name}", ylabel="predicted - actual", title=title)
        _bend((left.xaxis, across), (left.yaxis, up))
        style = {"orientation": "horizontal", "color": SERIES[0], "alpha": 0.7}
        right.hist(above, bins=bins(above, BARS, bends=up), weights=weights, **style)
        right.set(xlabel="rows" if weights is None else "weight")
        right.grid(axis="y", visible=False)

    low, middle, high = map(residuals.quantile, (0.05, 0.5, 0.95))
    text = f"{_drawn(len(drawn.taken), len(above))} Nine in ten residuals lie between {figure(low)} and {figure(high)}"
    text += f", half below {figure(middle)}.{_why(across or up)}"
    return draw_many(Told(f"{drawn.key}-residuals", title, text), paint, (400, 330))


def _bend(*axes: tuple[Axis, bool]) -> None:
    for axis, bends in axes:
        if bends:
            bend(axis)
            axis.set_label_text(axis.get_label_text() + BENT)


def _why(bends: bool) -> str:
    return " Axes are logarithmic beyond 1 and -1, for the target is learned by its logarithm." if bends else ""


def _points(axes: Axes, x: Floats, y: Floats) -> None:
    axes.plot(x, y, linestyle="", marker="o", markersize=3.5, color=SERIES[0], alpha=0.55, markeredgewidth=0)


def _drawn(drawn: int, rows: int) -> str:
    if drawn < rows:
        return f"{drawn:,} of {rows:,} rows are drawn, evenly taken."
    return f"All {rows:,} rows are drawn." if rows > 1 else f"{counted(rows, 'row')} is drawn."
