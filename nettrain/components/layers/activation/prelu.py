"""prelu: x above 0, a trained slope below."""

from __future__ import annotations

from nettrain.components.fields import ConstraintChoice, Count, InitializerChoice, RegularizerChoice, named
from nettrain.components.layer import Layer
from nettrain.components.layout import MisfitError, Shape, shown


class PReLU(Layer):
    """x for x >= 0, alpha * x below, with a trained alpha at each position.

    Shape: (...) -> (...). Weights: one a position, shared along `shared_axes`.
    Source: He et al. 2015, Delving Deep into Rectifiers.
    Example: prelu
    """

    alpha_initializer: InitializerChoice = named("zeros")
    """How alpha begins."""
    alpha_regularizer: RegularizerChoice | None = None
    """Penalty on alpha."""
    alpha_constraint: ConstraintChoice | None = None
    """Bound on alpha."""
    shared_axes: tuple[Count, ...] | None = None
    """Axes along which one alpha serves; 1 is the first behind the rows."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape; shared axes must be there."""
        if strange := [axis for axis in self.shared_axes or () if axis > len(inputs)]:
            raise MisfitError(f"rows of shape {shown(inputs)} have no axis {strange[0]}", "shared_axes")
        return inputs

    def weight_axes(self, option: str, inputs: Shape) -> int:
        """Count those of alpha: one a position."""
        return len(inputs)

    def params(self, inputs: Shape) -> int:
        """Count one alpha a position, one along shared axes."""
        count = 1
        for axis, size in enumerate(inputs, start=1):
            count *= 1 if axis in (self.shared_axes or ()) else size
        return count
