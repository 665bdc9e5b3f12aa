"""Learning curves: the loss and each metric by epoch, training and validation, with the best epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nettrain.html.evidence import Evidence
from nettrain.html.figures.palette import LINES, MARKS, SERIES
from nettrain.html.figures.svg import Picture, Told, draw
from nettrain.names import VALIDATED
from nettrain.numbers import figure
from nettrain.reporters.chart import SPAN
from nettrain.reporters.history import worth_drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WIDE = 1000
"""Largest over smallest value from which only powers of ten are written on a logarithmic axis."""


def learning_curves(run: Evidence) -> list[Picture]:
    """Return a figure for the loss, each metric that is another, and the learning rate where it changes."""
    history = {name: values.tolist() for name, values in run.history.items()}
    return [_curve(run, name) for name in worth_drawing(history)]


def _curve(run: Evidence, name: str) -> Picture:
    epochs, best = run.history["epoch"], run.ended.get("best_epoch", 0)
    sides = {"training": name, "validation": f"{VALIDATED}{name}"}
    curves = {side: run.history[key] for side, key in sides.items() if key in run.history}
    label = "learning rate" if name == "learning_rate" else name

    def paint(axes: Axes) -> None:
        from matplotlib.ticker import MaxNLocator, NullFormatter

        for n, (side, values) in enumerate(reversed(curves.items())):
            few = "o" if len(epochs) < 3 else ""
            axes.plot(epochs, values, LINES[n], color=SERIES[n], label=side, marker=few)
        axes.set(xlabel="epoch", title=label)
        every = np.concatenate(list(curves.values()))
        finite = every[np.isfinite(every)]
        if len(finite) and finite.min() > 0 and finite.max() / finite.min() > SPAN:
            axes.set_yscale("log")
            axes.yaxis.set_major_formatter(_power)
            axes.yaxis.set_minor_formatter(_between if finite.max() / finite.min() < WIDE else NullFormatter())
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6, min_n_ticks=1))
        if best and name != "learning_rate":
            axes.axvline(best, color=MARKS["muted"], linewidth=1, linestyle=":", label=f"best epoch, {best}")
        if len(curves) > 1 or best:
            axes.legend(loc="best")

    last = {side: figure(float(values[-1])) for side, values in curves.items() if len(values)}
    told = ", ".join(f"{value} on {side} rows" for side, value in last.items())
    return draw(Told(f"curve-{name}", label, f"After the last epoch: {told}."), paint)


def _power(value: float, place: float) -> str:
    """Write a power of ten; Matplotlib's own way is mathematics, which the page does not show."""
    return f"{value:g}"


def _between(value: float, place: float) -> str:
    """Write twice and five times a power of ten; the others would stand too close."""
    return f"{value:g}" if f"{value:e}"[0] in "25" else ""
