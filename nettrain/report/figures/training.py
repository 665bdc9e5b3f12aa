"""Learning curves: the loss and each metric by epoch, training and validation, with the best epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nettrain.report.evidence import Evidence
from nettrain.report.figures.palette import LINES, MARKS, SERIES
from nettrain.report.figures.svg import Picture, Told, draw
from nettrain.reporters.numbers import figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 6
"""Curves that are drawn: the loss and the first metrics."""
SPAN = 50
"""Largest over smallest value from which the axis is logarithmic."""


def learning_curves(run: Evidence) -> list[Picture]:
    """Return a figure for the loss, each metric that is another, and the learning rate where it changes."""
    names = [name for name in run.history if name != "epoch" and not name.startswith("val_")]
    rate = run.history.get("learning_rate", np.zeros(1))
    if len(rate) == 0 or np.ptp(rate) == 0:
        names = [name for name in names if name != "learning_rate"]
    loss = run.history["loss"]
    names = [name for name in names if name == "loss" or not np.allclose(run.history[name], loss, 1e-5, equal_nan=True)]
    return [_curve(run, name) for name in names[:MOST]]


def _curve(run: Evidence, name: str) -> Picture:
    epochs, trained = run.history["epoch"], run.history[name]
    validated = run.history.get(f"val_{name}")
    best = run.ended.get("best_epoch")
    curves = {"training": trained} if validated is None else {"training": trained, "validation": validated}
    label = "learning rate" if name == "learning_rate" else name

    def paint(axes: Axes) -> None:
        from matplotlib.ticker import MaxNLocator

        for n, (side, values) in enumerate(reversed(curves.items())):
            few = "o" if len(epochs) < 3 else ""
            axes.plot(epochs, values, LINES[n], color=SERIES[n], label=side, marker=few)
        axes.set(xlabel="epoch", title=label)
        every = np.concatenate(list(curves.values()))
        finite = every[np.isfinite(every)]
        if len(finite) and finite.min() > 0 and finite.max() / finite.min() > SPAN:
            axes.set_yscale("log")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6))
        if best is not None and name != "learning_rate":
            axes.axvline(best, color=MARKS["muted"], linewidth=1, linestyle=":", label=f"best epoch, {best}")
        if len(curves) > 1 or best is not None:
            axes.legend(loc="best")

    last = {side: figure(float(values[-1])) for side, values in curves.items() if len(values)}
    told = ", ".join(f"{value} on {side} rows" for side, value in last.items())
    return draw(Told(f"curve-{name}", label, f"After the last epoch: {told}."), paint)
