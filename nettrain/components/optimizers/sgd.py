"""sgd: down the slope."""

from __future__ import annotations

from typing import ClassVar

from pydantic import model_validator

from nettrain.components.fields import UnitInterval
from nettrain.components.optimizer import LearningRate, Optimizer
from nettrain.components.schema import amiss


class SGD(Optimizer):
    """w - learning_rate g; with momentum w + v, v the last v times momentum - learning_rate g.

    Source: Robbins and Monro 1951, A Stochastic Approximation Method; Sutskever et al. 2013, On the importance of
    initialization and momentum in deep learning.
    Example: sgd: {learning_rate: 0.1, momentum: 0.9}
    """

    slots: ClassVar[int] = 0

    learning_rate: LearningRate = 0.01
    """Step size: a number, a schedule, or auto for a range test."""
    momentum: UnitInterval = 0.0
    """Share of the last step that is added to the next."""
    nesterov: bool = False
    """Whether the slope is taken where the momentum leads."""

    def kept(self) -> int:
        """Add the last step where there is momentum."""
        return super().kept() + (self.momentum > 0)

    @model_validator(mode="after")
    def _nesterov_has_momentum(self) -> SGD:
        if self.nesterov and not self.momentum:
            raise amiss(
                "nesterov: true changes nothing without momentum: expected a momentum above 0, got 0",
                "nesterov",
                "momentum",
            )
        return self
