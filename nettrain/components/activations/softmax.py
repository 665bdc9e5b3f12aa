"""softmax: positive numbers with sum 1."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class Softmax(Activation):
    """exp(x) / sum exp(x) along the last axis.

    Source: Bridle 1990, Probabilistic Interpretation of Feedforward Classification Network Outputs.
    Example: softmax
    """

    bounds: ClassVar[tuple[float, float]] = (0.0, 1.0)
