"""Learning curves: the loss and each metric by epoch, training and validation, with the best epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from nettrain.html.evidence import Evidence
from nettrain.html.figures.axes import logarithmic
from nettrain.html.figures.palette import LINES, MARKS, SERIES
from nettrain.html.figures.svg import Picture, Told, draw
from nettrain.names import VALIDATED
from nettrain.numbers import figure
from nettrain.reporters.chart import SPAN
from nettrain.reporters.history import worth_drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes


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
        from matplotlib.ticker import MaxNLocator

        for n, (side, values) in enumerate(reversed(curves.items())):
            few = "o" if len(epochs) < 3 else ""
            axes.plot(epochs, values, LINES[n], color=SERIES[n], label=side, marker=few)
        axes.set(xlabel="epoch", title=label)
        every = np.concatenate(list(curves.values()))
        finite = every[np.isfinite(every)]
        if len(finite) and finite.min() > 0 and finite.max() / finite.min() > SPAN:
            logarithmic(axes.yaxis, finite.min(), finite.max())
        axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=6, min_n_ticks=1))
        axes.set_xlim(left=max(axes.get_xlim()[0], 0.5))  # there is no epoch 0
        if best and name != "learning_rate":
            axes.axvline(best, color=MARKS["muted"], linewidth=1, linestyle=":", label=f"best epoch, {best}")
        if len(curves) > 1 or best:
            axes.legend(loc="best")

    last = {side: figure(float(values[-1])) for side, values in curves.items() if len(values)}
    told = ", ".join(f"{value} on {side} rows" for side, value in last.items())
    return draw(Told(f"curve-{name}", label, f"After the last epoch: {told}."), paint)
