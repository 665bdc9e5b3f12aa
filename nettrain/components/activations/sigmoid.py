"""sigmoid: a number between 0 and 1."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class Sigmoid(Activation):
    """1 / (1 + exp(-x)).

    Source: Verhulst 1845, the logistic function; Rumelhart, Hinton and Williams 1986, Learning representations by
    back-propagating errors.
    Example: sigmoid
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
