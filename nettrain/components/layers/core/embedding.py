"""embedding: a trained vector for each code."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.fields import ConstraintChoice, Count, InitializerChoice, RegularizerChoice, named
from nettrain.components.layer import Layer
from nettrain.components.layout import Layout, MisfitError, Shape


class Embedding(Layer):
    """Look up a trained vector for each code: whole numbers from 0 to input_dim - 1.

    Shape: (...) -> (..., output_dim). Weights: input_dim x output_dim.
    Source: Bengio et al. 2003, A Neural Probabilistic Language Model.
    Example: embedding: {input_dim: 12, output_dim: 4}
    """

    input_dim: Count
    """Number of codes."""
    output_dim: Count
    """Length of a vector."""
    embeddings_initializer: InitializerChoice = named("random_uniform")
    """How the vectors begin."""
    embeddings_regularizer: RegularizerChoice | None = None
    """Penalty on the vectors."""
    embeddings_constraint: ConstraintChoice | None = None
    """Bound on the vectors."""
    mask_zero: bool = False
    """Whether code 0 means "nothing here" to recurrent layers behind."""

    takes_codes: ClassVar[bool] = True

    def layout(self, inputs: Layout) -> Layout:
        """Add an axis of `output_dim`; refuse quantities beside columns of codes, and codes beyond `input_dim`.

        Where no column gives codes, the plan looks at the numbers themselves.
        """
        codes = sum(slot.codes for slot in inputs.slots)
        for slot in inputs.slots:
            if codes and not slot.codes:
                declared = f"{slot.column}: {{category: {{coding: embedding}}}}"
                message = f"looks up codes, but '{slot.column}' gives quantities; declare {declared}, drop it"
                raise MisfitError(f"{message}, or begin with entity_embedding")
        if codes > self.input_dim:
            raise MisfitError(f"is {self.input_dim}, but the columns give {codes} codes", "input_dim")
        return super().layout(inputs)

    def shape(self, inputs: Shape) -> Shape:
        """Add an axis of `output_dim`."""
        return (*inputs, self.output_dim)

    def params(self, inputs: Shape) -> int:
        """Count the vectors."""
        return self.input_dim * self.output_dim
