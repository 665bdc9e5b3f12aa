"""orthogonal_regularizer: a penalty on rows or columns that are not at right angles."""

from __future__ import annotations

from typing import Literal

from nettrain.components.fields import NonNegative
from nettrain.components.weights import Regularizer


class OrthogonalRegularizer(Regularizer):
    """factor * the mean |cosine| between the rows, or the columns, of a matrix.

    Source: Keras, `keras.regularizers.OrthogonalRegularizer`.
    Example: orthogonal_regularizer: 0.01
    """

    factor: NonNegative = 0.01
    """The factor."""
    mode: Literal["rows", "columns"] = "rows"
    """What should be at right angles."""

    def objection(self, axes: int) -> str | None:
        """Want a matrix."""
        return None if axes == 2 else f"is for weights of two axes, but this one has {axes}"
