"""sparsemax: numbers with sum 1, some exactly 0."""

from __future__ import annotations

from nettrain.components.weights import Activation


class Sparsemax(Activation):
    """The point of the probability simplex nearest to x, along the last axis.

    Source: Martins and Astudillo 2016, From Softmax to Sparsemax.
    Example: sparsemax
    """
