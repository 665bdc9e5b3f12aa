"""Windows that move along a sequence: how many steps leave a convolution or a pooling."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, TypeAlias

from pydantic import model_validator

from nettrain.components.layers._activated import Activated
from nettrain.components.layers._penalised import Penalised
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


class Windowed(Activated, Penalised):
    """A layer that weighs the steps of a window; subclasses have the fields named here."""

    if TYPE_CHECKING:
        kernel_size: int
        strides: int
        padding: str
        dilation_rate: int

    kernel_axes: ClassVar[int] = 3

    @model_validator(mode="after")
    def _strides_or_dilation(self) -> Windowed:
        """Keras refuses a window that both skips steps and is spread out."""
        if self.strides > 1 and self.dilation_rate > 1:
            got = f"{self.strides} and {self.dilation_rate}"
            raise amiss(f"expected strides or dilation_rate above 1, not both; got {got}", "dilation_rate", "strides")
        return self

    @property
    def window(self) -> int:
        """Return how many steps the window reaches over."""
        return self.dilation_rate * (self.kernel_size - 1) + 1

    def places(self, steps: int) -> int:
        """Return the number of places of the window in a sequence. Raises MisfitError."""
        return steps_out(steps, self.window, self.strides, self.padding, "kernel_size")
