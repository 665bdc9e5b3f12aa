"""entity_embedding: trained vectors for the columns that give codes, beside the columns that give quantities."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import PrivateAttr

from nettrain.components.fields import ConstraintChoice, Count, InitializerChoice, RegularizerChoice, named
from nettrain.components.layer import Layer
from nettrain.components.layout import Layout, MisfitError, Shape, axes


class EntityEmbedding(Layer):
    """The first layer of a table with numbers and categories: looks up a trained vector for each code, keeps the rest.

    Columns declared `category: {coding: embedding}` give codes. One table holds the vectors of all of them.
    Shape: (width) -> (quantities + coded columns x output_dim): the quantities in their order, then the vectors.
    Weights: codes of all columns x output_dim.
    Source: Guo and Berkhahn 2016, Entity Embeddings of Categorical Variables.
    Example: entity_embedding: 8
    """

    output_dim: Count
    """Length of a vector."""
    embeddings_initializer: InitializerChoice = named("random_uniform")
    """How the vectors begin."""
    embeddings_regularizer: RegularizerChoice | None = None
    """Penalty on the vectors."""
    embeddings_constraint: ConstraintChoice | None = None
    """Bound on the vectors."""

    takes_codes: ClassVar[bool] = True
    _places: Layout = PrivateAttr(Layout(()))

    def placed(self, inputs: Layout) -> Layer:
        """Return the layer that knows which positions hold codes. Raises MisfitError where none does."""
        axes(inputs.shape, 1, "(width)")
        if not any(slot.codes for slot in inputs.slots):
            message = "finds no column that gives codes; declare one as {category: {coding: embedding}} in data.columns"
            raise MisfitError(message)
        layer = self.model_copy()
        layer._places = inputs
        return layer

    def shape(self, inputs: Shape) -> Shape:
        """Put a vector in the place of each code."""
        coded = len(self._coded())
        return (self._places.size + coded * (self.output_dim - 1),)

    def params(self, inputs: Shape) -> int:
        """Count the vectors."""
        return self._codes() * self.output_dim

    def build(self, keras: Any) -> Any:
        """Return a small network of Keras's own layers, so that anybody can open the saved one."""
        coded, rows = self._coded(), keras.Input(self._places.shape)
        rest = [place for place in range(self._places.size) if place not in coded]
        codes = keras.ops.take(rows, coded, axis=1)
        vectors = keras.layers.Flatten()(keras.layers.Embedding(self._codes(), **self.options(keras))(codes))
        if rest:
            vectors = keras.layers.Concatenate()([keras.ops.take(rows, rest, axis=1), vectors])
        return keras.Model(rows, vectors, name=self.yaml_name())

    def _coded(self) -> list[int]:
        return [slot.start for slot in self._places.slots if slot.codes]

    def _codes(self) -> int:
        return sum(slot.codes for slot in self._places.slots)
