"""huber: squared for small errors, absolute for large ones."""

from __future__ import annotations

from nettrain.components.fields import Positive
from nettrain.components.losses._families import NumberLoss


class Huber(NumberLoss):
    """e^2 / 2 for |e| <= delta, delta (|e| - delta / 2) beyond, e = y - y_hat.

    Target: numbers; delta is in the unit of training: standard deviations of a standardised target.
    Source: Huber 1964, Robust Estimation of a Location Parameter.
    Example: huber: {delta: 1.0}
    """

    delta: Positive = 1.0
    """The error from which on it grows straight."""
