"""squared_hinge: a squared margin of two labels."""

from __future__ import annotations

from nettrain.components.losses._families import MarginLoss


class SquaredHinge(MarginLoss):
    """max(1 - y s, 0)^2 with y = -1 or 1.

    Target: two labels; the last layer has one output, linear or tanh.
    Source: Lee and Mangasarian 2001, SSVM: A Smooth Support Vector Machine.
    Example: squared_hinge
    """
