"""The confusion matrix as a picture: the true label by row, the decided one by column."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nettrain.html.evidence import Classes
from nettrain.html.figures.names import shown
from nettrain.html.figures.palette import MARKS
from nettrain.html.figures.svg import WIDTH, Picture, Told, draw
from nettrain.numbers import held, percent

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 50
"""Labels that are drawn; beyond, nothing could be read."""
MOST_SPOKEN = 10
"""Labels whose cells are told to who does not see them; beyond, a table tells what is most often confused."""
CELL = 27
"""Points of a cell where there are many."""


def confusion(judged: Classes, cells: list[list[float]]) -> Picture | None:
    """Return the picture of the matrix (labels, labels) of rows, or of their weights; None for too many labels."""
    labels = len(judged.labels)
    if labels > MOST:
        return None
    rows = np.array(cells)
    totals = rows.sum(axis=1, keepdims=True)
    shares = rows / np.where(totals > 0, totals, 1)
    names = shown(judged.labels, 16)
    margin = 7 * max(map(len, names))
    turned = labels * max(map(len, names)) > 40
    width = max(WIDTH, labels * CELL + margin + 40)
    height = max(330.0, labels * CELL + (margin if turned else 20) + 60)

    def paint(axes: Axes) -> None:
        for (row, column), number in np.ndenumerate(rows):
            if number:
                heat = (column - 0.5, row - 0.5)
                share = shares[row, column]
                _cell(axes, heat, float(share))
                size = 10 if labels <= 12 else 8
                axes.text(column, row, held(number), ha="center", va="center", fontsize=size)
        axes.set_xticks(range(labels), names, rotation=90 if turned else 0)
        axes.set_yticks(range(labels), names)
        axes.set(xlim=(-0.5, labels - 0.5), ylim=(labels - 0.5, -0.5), xlabel="predicted", ylabel="true")
        axes.set(title="Confusion matrix")
        axes.grid(visible=False)
        axes.tick_params(length=0)

    right, every = float(np.trace(rows)), float(rows.sum())
    what = "row" if every == 1 else "rows"
    what += " is right" if 1 in (right, every) else " are right"
    if judged.weights is not None:
        what = f"({percent(right / every, 1)}) are right, by the weight of the rows"
    text = f"{held(right)} of {held(every)} {what}: on the diagonal; colours are shares of the true label."
    full = dict(zip(names, judged.labels, strict=True))
    return draw(Told("confusion", "Confusion matrix", text, _spoken(names, rows), full), paint, (width, height))


def _spoken(names: list[str], rows: NDArray[np.float64]) -> str:
    """Return the cells that have rows as "True a: 3 predicted a, 1 predicted b; true b: 2 predicted a."."""
    if len(names) > MOST_SPOKEN:
        return ""
    told = [
        f"true {name}: {', '.join(f'{held(number)} predicted {names[n]}' for n, number in enumerate(cells) if number)}"
        for name, cells in zip(names, rows, strict=True)
        if cells.any()
    ]
    return f"T{'; '.join(told)[1:]}."


def _cell(axes: Axes, corner: tuple[float, float], share: float) -> None:
    from matplotlib.patches import Rectangle

    alpha = round(0.12 + 0.88 * share, 3)
    axes.add_patch(Rectangle(corner, 1, 1, facecolor=MARKS["heat"], alpha=alpha, edgecolor="none"))
