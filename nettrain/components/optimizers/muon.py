"""muon: orthogonal steps for matrices, adam for the rest."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import Count, Fraction, NonNegative, Positive, UnitInterval
from nettrain.components.optimizer import LearningRate, Optimizer


class Muon(Optimizer):
    """w - learning_rate U, U the mean gradient of a matrix made orthogonal; adam for all other weights.

    U comes from ns_steps iterations X <- a X + b (X X^T) X + c (X X^T)^2 X (Newton-Schulz).

    Source: Jordan et al. 2024, Muon: An optimizer for hidden layers in neural networks.
    Example: muon: 0.001
    """

    slots: ClassVar[int] = 2
    elementwise: ClassVar[bool] = False

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    adam_beta_1: Fraction = 0.9
    """beta_1 of adam."""
    adam_beta_2: Fraction = 0.999
    """beta_2 of adam."""
    adam_weight_decay: NonNegative | None = 0.004
    """weight_decay of adam; null: none."""
    epsilon: Positive = 1e-7
    """What keeps the divisor from 0."""
    weight_decay: NonNegative | None = 0.004
    """Share of each weight taken off at every step, times the learning rate; null: none."""
    exclude_embeddings: bool = True
    """Whether embeddings go with adam."""
    muon_a: float = 3.4445
    """First coefficient of the iteration."""
    muon_b: float = -4.775
    """Second coefficient."""
    muon_c: float = 2.0315
    """Third coefficient."""
    adam_lr_ratio: Positive = 1.0
    """Learning rate of adam as a multiple of learning_rate."""
    momentum: UnitInterval = 0.95
    """Share of the old mean gradient that is kept."""
    ns_steps: Count = 5
    """Iterations."""
    nesterov: bool = True
    """Whether the slope is taken where the momentum leads."""
    rms_rate: Positive | None = 0.2
    """Root mean square to which a step is scaled; null: not scaled."""
