"""relu: max(x, 0)."""

from __future__ import annotations

from nettrain.components.weights import Activation


class Relu(Activation):
    """max(x, 0).

    Source: Nair and Hinton 2010, Rectified Linear Units Improve Restricted Boltzmann Machines.
    Example: relu
    """
