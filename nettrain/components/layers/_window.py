"""Windows that move along a sequence: how many steps leave a convolution or a pooling."""

from __future__ import annotations

from typing import Literal, TypeAlias

from nettrain.components.layout import MisfitError
from nettrain.components.schema import amiss

Padding: TypeAlias = Literal["valid", "same"]
PaddingCausal: TypeAlias = Literal["valid", "same", "causal"]


def steps_out(steps: int, window: int, stride: int, padding: str, option: str) -> int:
    """Return the number of places of a window of `window` steps that moves by `stride` over `steps` steps.

    valid: only where it lies inside; same and causal: the ends are padded with zeros, ceil(steps / stride) places.
    Raises MisfitError, naming `option`, if the window is longer than the sequence.
    """
    if padding != "valid":
        return -(-steps // stride)
    if window > steps:
        raise MisfitError(
            f"the window is {window} steps long, but its input has {steps}; shorten it, or set padding: same", option
        )
    return (steps - window) // stride + 1


def check_strides(stride: int, dilation: int) -> None:
    """Refuse a window that both skips steps and is spread out, as Keras does. Raises `amiss`."""
    if stride > 1 and dilation > 1:
        got = f"{stride} and {dilation}"
        raise amiss(f"expected strides or dilation_rate above 1, not both; got {got}", "dilation_rate", "strides")
