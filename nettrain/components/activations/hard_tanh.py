"""hard_tanh: x cut at -1 and 1."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.weights import Activation


class HardTanh(Activation):
    """min(max(x, -1), 1).

    Source: Collobert and Weston 2008, A Unified Architecture for Natural Language Processing.
    Example: hard_tanh
    """

    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)
