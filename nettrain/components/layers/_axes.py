"""Finding an axis by Keras's number, which counts the rows as axis 0."""

from __future__ import annotations

from nettrain.components.layout import MisfitError, Shape, shown


def axis_size(inputs: Shape, axis: int) -> int:
    """Return the size of an axis; negative numbers count from the end. Raises MisfitError for the rows and beyond."""
    count = len(inputs) + 1
    if axis % count == 0 or not -count <= axis < count:
        raise MisfitError(f"rows of shape {shown(inputs)} have no axis {axis}", "axis")
    return inputs[axis % count - 1]
