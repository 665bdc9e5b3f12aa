"""batch_normalization: mean 0 and variance 1 over each batch."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import model_validator

from nettrain.components.fields import (
    ConstraintChoice,
    InitializerChoice,
    NonNegative,
    Positive,
    RegularizerChoice,
    UnitInterval,
    named,
)
from nettrain.components.layer import Layer
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import Shape
from nettrain.components.schema import Schema, amiss


class Clipping(Schema):
    """How far renormalization may correct a batch: x becomes x r + d."""

    rmin: NonNegative | None = None
    """Smallest r; null: no limit."""
    rmax: NonNegative | None = None
    """Largest r; null: no limit."""
    dmax: NonNegative | None = None
    """Largest size of d; null: no limit."""

    @model_validator(mode="after")
    def _in_order(self) -> Clipping:
        if self.rmin is not None and self.rmax is not None and self.rmin >= self.rmax:
            raise amiss(f"expected rmin below rmax, got {self.rmin} and {self.rmax}", "rmin", "rmax")
        return self


class BatchNormalization(Layer):
    """gamma * (x - mean) / sqrt(variance + epsilon) + beta, with mean and variance of each feature over the batch.

    At inference moving averages of both stand in.

    Shape: (..., features) -> (..., features). Weights: gamma, beta, and two moving averages that are not trained;
    three more with renorm.
    Source: Ioffe and Szegedy 2015, Batch Normalization: Accelerating Deep Network Training; Ioffe 2017, Batch
    Renormalization.
    Example: batch_normalization
    """

    training_only: ClassVar[frozenset[str]] = frozenset({"momentum", "renorm_momentum", "renorm_clipping"})

    axis: int = -1
    """The axis of features; 0 is the axis of rows, -1 the last."""
    momentum: UnitInterval = 0.99
    """Share of the old moving average that is kept at each step."""
    epsilon: Positive = 0.001
    """What keeps the root from 0."""
    center: bool = True
    """Whether a trained beta is added."""
    scale: bool = True
    """Whether the result is multiplied by a trained gamma."""
    beta_initializer: InitializerChoice = named("zeros")
    """How beta begins."""
    gamma_initializer: InitializerChoice = named("ones")
    """How gamma begins."""
    moving_mean_initializer: InitializerChoice = named("zeros")
    """How the moving mean begins."""
    moving_variance_initializer: InitializerChoice = named("ones")
    """How the moving variance begins."""
    beta_regularizer: RegularizerChoice | None = None
    """Penalty on beta."""
    gamma_regularizer: RegularizerChoice | None = None
    """Penalty on gamma."""
    beta_constraint: ConstraintChoice | None = None
    """Bound on beta."""
    gamma_constraint: ConstraintChoice | None = None
    """Bound on gamma."""
    renorm: bool = False
    """Whether batches are normalized by moving statistics too, within limits: renormalization."""
    renorm_clipping: Clipping | None = None
    """Limits of renormalization; null: none."""
    renorm_momentum: UnitInterval = 0.99
    """Share of the old moving statistics of renormalization that is kept at each step."""

    @model_validator(mode="after")
    def _clipping_needs_renorm(self) -> BatchNormalization:
        if self.renorm_clipping is not None and not self.renorm:
            raise amiss("renorm_clipping needs renorm: true", "renorm_clipping", "renorm")
        return self

    def options(self, keras: Any) -> dict[str, Any]:
        """Return the fields as Keras takes them, the limits as a mapping."""
        clipping = self.renorm_clipping and self.renorm_clipping.model_dump(exclude_none=True)
        return {**super().options(keras), "renorm_clipping": clipping}

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the axis must be there."""
        axis_size(inputs, self.axis)
        return inputs

    def params(self, inputs: Shape) -> int:
        """Count gamma, beta and the moving averages."""
        return axis_size(inputs, self.axis) * (2 + 3 * self.renorm + self.center + self.scale)

    def untrained(self, inputs: Shape) -> int:
        """Count the moving averages."""
        return (2 + 3 * self.renorm) * axis_size(inputs, self.axis)
