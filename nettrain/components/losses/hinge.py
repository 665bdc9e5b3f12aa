"""hinge: a margin of two labels."""

from __future__ import annotations

from nettrain.components.losses._families import MarginLoss


class Hinge(MarginLoss):
    """max(1 - y s, 0) with y = -1 or 1.

    Target: two labels; the last layer has one output, linear or tanh.
    Source: Cortes and Vapnik 1995, Support-Vector Networks.
    Example: hinge
    """
