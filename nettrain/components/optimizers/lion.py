"""lion: steps of equal size by the sign."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from nettrain.components.optimizer import LearningRate, Optimizer


class Lion(Optimizer):
    """w - learning_rate sign(beta_1 m + (1 - beta_1) g), m the moving mean of g.

    Source: Chen et al. 2023, Symbolic Discovery of Optimization Algorithms.
    Example: lion: 0.0003
    """

    slots: ClassVar[int] = 1

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    beta_1: Annotated[float, Field(gt=0, le=1)] = 0.9
    """Share of the old mean in the sign that is taken."""
    beta_2: Annotated[float, Field(ge=0, le=1)] = 0.99
    """Share of the old mean that is kept."""
