"""conv1d_transpose: a convolution backwards: from few steps to more."""

from __future__ import annotations

from pydantic import model_validator

from nettrain.components.fields import (
    ActivationChoice,
    ConstraintChoice,
    Count,
    InitializerChoice,
    RegularizerChoice,
    Whole,
    named,
)
from nettrain.components.layers._window import Padding, Windowed
from nettrain.components.layout import Shape, axes
from nettrain.components.schema import amiss


class Conv1DTranspose(Windowed):
    """Each step adds a window of weighted outputs to the new sequence: the gradient of conv1d, used forwards.

    Shape: (steps, features) -> (new steps, filters). Weights: kernel_size x filters x features, and filters with a
    bias.
    Source: Zeiler et al. 2010, Deconvolutional Networks.
    Example: conv1d_transpose: {filters: 8, kernel_size: 3, strides: 2}
    """

    filters: Count
    """Features of each new step."""
    kernel_size: Count
    """Steps that a window writes to."""
    strides: Count = 1
    """New steps from window to window."""
    padding: Padding = "valid"
    """valid: all that the windows cover; same: steps x strides."""
    output_padding: Whole | None = None
    """Steps added at the end, less than strides; null: none, or what the strides leave open."""
    dilation_rate: Count = 1
    """Distance of the steps that the window looks at."""
    activation: ActivationChoice = named("linear")
    """Function of the outputs."""
    use_bias: bool = True
    """Whether b is added."""
    kernel_initializer: InitializerChoice = named("glorot_uniform")
    """How W begins."""
    bias_initializer: InitializerChoice = named("zeros")
    """How b begins."""
    kernel_regularizer: RegularizerChoice | None = None
    """Penalty on W."""
    bias_regularizer: RegularizerChoice | None = None
    """Penalty on b."""
    activity_regularizer: RegularizerChoice | None = None
    """Penalty on the outputs."""
    kernel_constraint: ConstraintChoice | None = None
    """Bound on W."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""

    @model_validator(mode="after")
    def _padding_below_strides(self) -> Conv1DTranspose:
        if self.output_padding is not None and self.output_padding >= self.strides:
            got = f"{self.output_padding} and {self.strides}"
            raise amiss(f"expected output_padding below strides, got {got}", "output_padding", "strides")
        if self.output_padding == 0 and self.padding == "same" and self.window % 2 == 0:
            message = "expected output_padding above 0 or none, for a window of an even length and padding: same"
            raise amiss(message, "output_padding", "padding")
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Count the steps that the windows cover."""
        axes(inputs, 2, "(steps, features)")
        window, extra = self.window, self.output_padding
        if self.padding == "valid":
            extra = max(self.strides - window, 0) if extra is None else extra
            return ((inputs[0] - 1) * self.strides + window + extra, self.filters)
        if extra is None:
            return (inputs[0] * self.strides, self.filters)
        return ((inputs[0] - 1) * self.strides + window % 2 + extra, self.filters)

    def beyond_litert(self) -> str:
        """LiteRT transposes convolutions without dilation only."""
        return f"conv1d_transpose with dilation_rate {self.dilation_rate}" if self.dilation_rate > 1 else ""

    def beyond_graph(self) -> str:
        """TensorFlow's kernel takes no dilation, except by oneDNN, which is on for some processors only."""
        return self.beyond_litert()

    def params(self, inputs: Shape) -> int:
        """Count W and b."""
        return self.kernel_size * inputs[1] * self.filters + self.use_bias * self.filters
