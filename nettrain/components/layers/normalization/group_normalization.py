"""group_normalization: mean 0 and variance 1 within groups of features."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from nettrain.components.fields import ConstraintChoice, InitializerChoice, Positive, RegularizerChoice, named
from nettrain.components.layer import Layer
from nettrain.components.layers._axes import axis_size
from nettrain.components.layout import MisfitError, Shape
from nettrain.components.schema import amiss


class GroupNormalization(Layer):
    """gamma * (x - mean) / sqrt(variance + epsilon) + beta, both taken over a group of features of each row.

    Shape: (..., features) -> (..., features). Weights: gamma and beta.
    Source: Wu and He 2018, Group Normalization.
    Example: group_normalization: 4
    """

    groups: Annotated[int, Field(ge=-1)] = 32
    """Number of groups, which divides the features; -1: each feature is a group of its own."""
    axis: int = -1
    """The axis of features; 0 is the axis of rows, -1 the last."""
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
    beta_regularizer: RegularizerChoice | None = None
    """Penalty on beta."""
    gamma_regularizer: RegularizerChoice | None = None
    """Penalty on gamma."""
    beta_constraint: ConstraintChoice | None = None
    """Bound on beta."""
    gamma_constraint: ConstraintChoice | None = None
    """Bound on gamma."""

    @model_validator(mode="after")
    def _some_groups(self) -> GroupNormalization:
        if self.groups == 0:
            raise amiss("expected groups of at least 1, or -1 for one a feature; got 0", "groups")
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; the groups must divide the features."""
        features = axis_size(inputs, self.axis)
        if self.groups > 0 and features % self.groups:
            raise MisfitError(f"{features} features cannot be divided into {self.groups} groups", "groups")
        return inputs

    def params(self, inputs: Shape) -> int:
        """Count gamma and beta."""
        return axis_size(inputs, self.axis) * (self.center + self.scale)
