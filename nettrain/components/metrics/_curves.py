"""Figures of the curves of a falling threshold, each label against the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from nettrain.components.curves import Curve, Sweep
from nettrain.components.metric import Judged
from nettrain.components.metrics._labels import macro

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def over_curves(
    judged: Judged, labels: Iterable[int], figure: Callable[[Curve], NDArray[np.float64]]
) -> NDArray[np.float64]:
    """Return the mean over the labels with these codes of what `figure` makes (samples,) of their curves."""
    import numpy as np

    sweeps = [Sweep(judged, label) for label in labels]
    figures = [np.stack([figure(sweep.curve(masses)) for sweep in sweeps], axis=1) for masses in judged.masses()]
    return macro(np.concatenate(figures))


def best(values: NDArray[np.float64], bounded: NDArray[np.float64], least: float) -> NDArray[np.float64]:
    """Return the largest of `values` (samples, points) where `bounded` is at least `least`; 0 where it nowhere is."""
    import numpy as np

    largest: NDArray[np.float64] = np.where(bounded >= least, np.nan_to_num(values), 0.0).max(axis=1)
    return largest
