"""ftrl: follow the regularised leader."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from nettrain.components.fields import NonNegative
from nettrain.components.optimizer import LearningRate, Optimizer


class Ftrl(Optimizer):
    """The w that is best for all linearised losses so far plus l1 |w| + l2 w^2: small weights become exactly 0.

    Source: McMahan et al. 2013, Ad Click Prediction: a View from the Trenches.
    Example: ftrl: {learning_rate: 0.1, l1_regularization_strength: 0.001}
    """

    slots: ClassVar[int] = 2

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    learning_rate_power: Annotated[float, Field(le=0)] = -0.5
    """How the learning rate falls with the sum of squares; 0: not at all."""
    initial_accumulator_value: NonNegative = 0.1
    """Where the sum of squares begins."""
    l1_regularization_strength: NonNegative = 0.0
    """Penalty on sizes."""
    l2_regularization_strength: NonNegative = 0.0
    """Penalty on squares."""
    l2_shrinkage_regularization_strength: NonNegative = 0.0
    """Penalty on squares that acts on the gradient alone."""
    beta: NonNegative = 0.0
    """Added to the root in the learning rate."""
