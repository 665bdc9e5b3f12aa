"""einsum_dense: a weighted sum along any axes, written as an Einstein summation."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from nettrain.components.fields import (
    ActivationChoice,
    ConstraintChoice,
    Count,
    InitializerChoice,
    RegularizerChoice,
    named,
)
from nettrain.components.layers._activated import Activated
from nettrain.components.layout import MisfitError, Shape, shown
from nettrain.components.schema import amiss

LETTERS = re.compile(r"^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$")


class EinsumDense(Activated):
    """y = activation(einsum(equation, x, W) + b); the first letter of x and y is the axis of rows.

    Shape: (...) -> (output_shape). Weights: one number for each combination of W's letters; b over `bias_axes`.
    Source: Keras, `keras.layers.EinsumDense`.
    Example: einsum_dense: {equation: "ab,bc->ac", output_shape: [16], bias_axes: c}
    """

    equation: Annotated[str, Field(pattern=LETTERS.pattern)]
    """The sum, as in "ab,bc->ac": letters of x, of W, and of y; no ellipsis."""
    output_shape: tuple[Count, ...]
    """Axes of y without the axis of rows."""
    activation: ActivationChoice = named("linear")
    """Function of the outputs."""
    bias_axes: Annotated[str, Field(pattern="^[a-zA-Z]+$")] | None = None
    """Letters of y over which b is spread; null: no b."""
    kernel_initializer: InitializerChoice = named("glorot_uniform")
    """How W begins."""
    bias_initializer: InitializerChoice = named("zeros")
    """How b begins."""
    kernel_regularizer: RegularizerChoice | None = None
    """Penalty on W."""
    bias_regularizer: RegularizerChoice | None = None
    """Penalty on b."""
    kernel_constraint: ConstraintChoice | None = None
    """Bound on W."""
    bias_constraint: ConstraintChoice | None = None
    """Bound on b."""

    @model_validator(mode="after")
    def _letters_fit(self) -> EinsumDense:
        given, weights, made = self._letters()
        if given[0] != made[0] or given[0] in weights:
            raise amiss(
                f"expected x and y to begin with the axis of rows, which W lacks; got '{self.equation}'", "equation"
            )
        strange = sorted(set(made) - set(given) - set(weights))
        if strange:
            raise amiss(f"the letter '{strange[0]}' of y stands neither in x nor in W", "equation")
        lost = sorted(set(weights) - set(given) - set(made))
        if lost:
            raise amiss(f"the letter '{lost[0]}' of W stands neither in x nor in y", "equation")
        if len(set(given)) < len(given) or len(set(weights)) < len(weights) or len(set(made)) < len(made):
            raise amiss(f"expected every letter once in x, in W and in y; got '{self.equation}'", "equation")
        if len(self.output_shape) != len(made) - 1:
            raise amiss(
                f"output_shape has {len(self.output_shape)} axes, expected {len(made) - 1} as y has",
                "output_shape",
                "equation",
            )
        if self.bias_axes and (set(self.bias_axes) - set(made[1:]) or len(set(self.bias_axes)) < len(self.bias_axes)):
            raise amiss(
                f"expected bias_axes among the letters '{made[1:]}' of y, got '{self.bias_axes}'",
                "bias_axes",
                "equation",
            )
        return self

    def shape(self, inputs: Shape) -> Shape:
        """Give each letter of y its size."""
        sizes = self._sizes(inputs)
        return tuple(sizes[letter] for letter in self._letters()[2][1:])

    def params(self, inputs: Shape) -> int:
        """Count W over its letters and b over `bias_axes`."""
        sizes, weights, bias = self._sizes(inputs), 1, 1 if self.bias_axes else 0
        for letter in self._letters()[1]:
            weights *= sizes[letter]
        for letter in self.bias_axes or "":
            bias *= sizes[letter]
        return weights + bias

    def weight_axes(self, option: str, inputs: Shape) -> int:
        """Count the letters of W; b has those of y from its first axis on."""
        if option.startswith("bias"):
            made = self._letters()[2]
            return len(made) - min(made.index(letter) for letter in self.bias_axes or made[-1])
        return len(self._letters()[1])

    def _letters(self) -> tuple[str, str, str]:
        found = LETTERS.match(self.equation)
        assert found is not None
        return found[1], found[2], found[3]

    def _sizes(self, inputs: Shape) -> dict[str, int]:
        given, _, made = self._letters()
        if len(inputs) != len(given) - 1:
            message = f"x has the axes '{given[1:]}' behind the rows, but rows of shape {shown(inputs)} reach it"
            raise MisfitError(message, "equation")
        sizes = dict(zip(given[1:], inputs, strict=True))
        for letter, size in zip(made[1:], self.output_shape, strict=True):
            if sizes.setdefault(letter, size) != size:
                raise MisfitError(f"the axis '{letter}' is {sizes[letter]} in x, but {size} here", "output_shape")
        return sizes
