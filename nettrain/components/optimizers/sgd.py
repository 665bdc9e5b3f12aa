"""sgd: down the slope."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import UnitInterval
from nettrain.components.optimizer import LearningRate, Optimizer


class SGD(Optimizer):
    """w - learning_rate g; with momentum the steps add up.

    Source: Robbins and Monro 1951, A Stochastic Approximation Method; Sutskever et al. 2013, On the importance of
    initialization and momentum in deep learning.
    Example: sgd: {learning_rate: 0.1, momentum: 0.9}
    """

    slots: ClassVar[int] = 1

    learning_rate: LearningRate = 0.01
    """Step size: a number, or a schedule."""
    momentum: UnitInterval = 0.0
    """Share of the last step that is added to the next."""
    nesterov: bool = False
    """Whether the slope is taken where the momentum leads."""
