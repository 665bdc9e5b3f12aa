"""Axes whose numbers stand as they are: powers of ten written out, and nothing told in a corner.

Matplotlib's own ways are mathematics, which the page does not show, and a power or a number at the end of an axis that
every tick is to be multiplied by or added to, which is easily overlooked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

WIDE = 1000
"""Largest over smallest value from which only powers of ten are written on a logarithmic axis."""
TICKS_ACROSS, TICKS_UP = 4, 8
"""About how many powers of ten are written on an axis that may go through zero: beside each other fewer."""


def logarithmic(axis: Axis, low: float, high: float) -> None:
    """Make an axis of positive values from `low` to `high` logarithmic."""
    from matplotlib.ticker import NullFormatter

    _scale(axis, "log")
    axis.set_major_formatter(_power)
    axis.set_minor_formatter(_between if high / low < WIDE else NullFormatter())


def bent(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sign(x) log(1 + |x|)."""
    return np.asarray(np.sign(values) * np.log1p(np.abs(values)))


def bins(values: NDArray[np.float64], count: int, *, bends: bool) -> NDArray[np.float64]:
    """Return the ends of bins, from the smallest to the largest value, that are equally wide on the axis.

    They are no wider than numbers are apart where the values are all but the same.
    """
    low, high = float(values.min()), float(values.max())
    if low == high:
        low, high = low - 0.5, high + 0.5
    if not bends:
        return np.linspace(low, high, count + 1)
    first, last = bent(np.array([low, high]))
    inner = np.linspace(first, last, count + 1)[1:-1]
    return np.concatenate([[low], np.sign(inner) * np.expm1(np.abs(inner)), [high]])


def bend(axis: Axis) -> None:
    """Make an axis linear from -1 to 1 and logarithmic beyond."""
    from matplotlib.ticker import NullFormatter, SymmetricalLogLocator

    across = _scale(axis, "symlog", linthresh=1)
    ticks = SymmetricalLogLocator(base=10, linthresh=1)
    ticks.set_params(numticks=TICKS_ACROSS if across else TICKS_UP)
    axis.set_major_locator(ticks)
    axis.set_major_formatter(_power)
    axis.set_minor_formatter(NullFormatter())


def _scale(axis: Axis, scale: str, **options: float) -> bool:
    """Give an axis a scale; return whether it is the one across."""
    axes: Axes = axis.axes
    across = axis is axes.xaxis
    (axes.set_xscale if across else axes.set_yscale)(scale, **options)
    return across


def label_offsets(figure: Figure) -> None:
    """Say in the label of an axis what its ticks are less than the values, and in what unit they are."""
    from matplotlib.ticker import ScalarFormatter

    figure.draw_without_rendering()
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            ticks = axis.get_major_formatter()
            told = axis.get_offset_text().get_text() and any(text.get_visible() for text in axis.get_ticklabels())
            if told and isinstance(ticks, ScalarFormatter):
                _label_offset(axis, ticks, float(ticks.offset), int(ticks.orderOfMagnitude))


def _label_offset(axis: Axis, ticks: Any, less: float, power: int) -> None:
    ticks.set_useOffset(less)  # what is told stays so, however the ticks come to lie
    ticks.set_scientific(bool(power))
    ticks.set_powerlimits((power, power))
    size = f"{abs(less):.15g}" if abs(less) < 1e6 else f"{abs(less):,.0f}"
    told = [f"{'less' if less > 0 else 'plus'} {size}"] if less else []
    told += [f"in {10.0**power:g}"] if power else []
    axis.set_label_text(", ".join(filter(None, [axis.get_label_text(), *told])))
    axis.get_offset_text().set_visible(False)


def _power(value: float, place: float) -> str:
    """Write a power of ten."""
    return f"{value:g}" if value >= 0 else f"\N{MINUS SIGN}{-value:g}"


def _between(value: float, place: float) -> str:
    """Write twice and five times a power of ten; the others would stand too close."""
    return f"{value:g}" if f"{value:e}"[0] in "25" else ""
