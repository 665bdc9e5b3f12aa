"""The mask of a dropout, one number for each input or shared along some axes."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from nettrain.components.fields import Count
from nettrain.components.layout import MisfitError, Shape, shown

MaskShape: TypeAlias = Annotated[tuple[Count | None, ...], Field(min_length=2)]
"""Axes of the mask, that of rows first; 1 shares the mask along an axis, null takes the input's size."""


def check_mask(inputs: Shape, mask: MaskShape | None) -> None:
    """Refuse a mask that cannot be spread over the inputs. Raises MisfitError."""
    if mask is None:
        return
    spread = len(mask) == len(inputs) + 1 and all(
        axis in (None, 1, size) for axis, size in zip(mask, (1, *inputs), strict=True)
    )
    if not spread:
        written = ", ".join("null" if axis is None else str(axis) for axis in mask)
        message = f"a mask of [{written}] does not spread over rows of shape {shown(inputs)}"
        raise MisfitError(
            f"{message}: expected null or 1 for the rows, then null, 1 or the size of each axis", "noise_shape"
        )


def spread(inputs: Any, mask: MaskShape | None) -> tuple[int, ...]:
    """Return the shape of the numbers to draw for inputs (rows, ...)."""
    return tuple(
        size if axis is None else axis for axis, size in zip(mask or [None] * inputs.ndim, inputs.shape, strict=True)
    )
