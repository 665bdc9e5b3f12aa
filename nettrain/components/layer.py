"""The layer: schema, shape rule, parameter count and builder in one class."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from nettrain.components.component import Component
from nettrain.components.layout import Layout, Shape

ON_WEIGHTS = ("_initializer", "_regularizer", "_constraint")
"""Ends of the options that act on a weight, or on what leaves the layer."""


class Layer(Component):
    """One step of the network.

    A layer states its shape rule (`shape`) and the number of its weights (`params`) without Keras;
    what Keras then builds has exactly these. `build(keras)` comes from Component.
    """

    namespace: ClassVar[str] = "layers"

    @classmethod
    def most(cls, name: str) -> int:
        """Return what TensorFlow's kernels hold in 32 bits, sizes and axes, as they do, and all else in 64."""
        return super().most(name) if name == "seed" else 2**31 - 1

    def placed(self, inputs: Layout) -> Layer:
        """Return the layer for rows laid out so: itself, or one that knows the columns. Raises MisfitError."""
        return self

    def layout(self, inputs: Layout) -> Layout:
        """Return what leaves the layer when `inputs` reaches it. Raises MisfitError."""
        return Layout(self.shape(inputs.shape))

    moves: ClassVar[bool] = False
    """Whether the layer gives the numbers that reach it as they are: in another order, several times, beside zeros."""

    takes_codes: ClassVar[bool] = False
    """Whether the layer, as the first, takes columns that give codes (`coding: embedding`)."""

    @abstractmethod
    def shape(self, inputs: Shape) -> Shape:
        """Return the shape of one row that leaves the layer. Raises MisfitError."""

    @abstractmethod
    def params(self, inputs: Shape) -> int:
        """Return the number of weights, trained or not, for rows of shape `inputs`."""

    def untrained(self, inputs: Shape) -> int:
        """Return how many of `params` the optimizer does not train (moving statistics)."""
        return 0

    training_only: ClassVar[frozenset[str]] = frozenset()
    """Options, beside those that act on weights, that leave what the trained layer computes as it is."""

    @classmethod
    def computing(cls) -> list[str]:
        """Return the options that say what the layer, once trained, makes of its inputs and weights.

        The others say how the weights come about: how they begin, what holds them back, what is drawn meanwhile.
        """
        return [name for name in cls.model_fields if name not in cls.training_only and not name.endswith(ON_WEIGHTS)]

    kernel_axes: ClassVar[int] = 2
    """Axes of the layer's main weights."""

    def weight_axes(self, option: str, inputs: Shape) -> int:
        """Return how many axes the weight has that an option such as "kernel_initializer" acts on."""
        return 1 if option.startswith(("bias", "beta", "gamma", "moving")) else self.kernel_axes

    def beyond_litert(self) -> str:
        """Say which option LiteRT has no operation for, so that only TensorFlow predicts; "" where there is none."""
        return next((told for layer in self.within() if (told := layer.beyond_litert())), "")

    def beyond_graph(self) -> str:
        """Say which option TensorFlow's kernels do not take on every processor, so that XLA is needed; "" for none."""
        return next((told for layer in self.within() if (told := layer.beyond_graph())), "")

    def looks_up(self) -> bool:
        """Return whether an embedding is in it, whose gradients are held row by row."""
        return self.takes_codes or any(layer.looks_up() for layer in self.within())

    def within(self) -> list[Layer]:
        """Return the layers that it is wrapped around."""
        values = [getattr(self, option) for option in type(self).model_fields]
        return [value for value in values if isinstance(value, Layer)]

    def inner_shape(self, inputs: Shape) -> Shape:
        """Return the shape of what reaches the layers that it is wrapped around, for rows of shape `inputs`."""
        return inputs

    def keeps_weights(self) -> bool:
        """Return whether passing rows through leaves the weights alone; only the optimizer changes them then."""
        return all(layer.keeps_weights() for layer in self.within())

    def raises_loss(self) -> bool:
        """Return whether the loss is raised by what leaves this very layer, summed up over the rows of a batch."""
        return False

    def penalises(self) -> bool:
        """Return whether the layer, or one that it is wrapped around, `raises_loss`."""
        return self.raises_loss() or any(layer.penalises() for layer in self.within())

    def output_activation(self, before: str) -> str:
        """Return the activation that the layer's outputs carry, given the one its inputs carry.

        "linear" where nothing bounds them. The plan uses the last one to tell probabilities from free numbers.
        """
        return "linear"


class Unchanged(Layer):
    """A layer that keeps the shape, has no weights, and passes its inputs on as they are when not training."""

    def shape(self, inputs: Shape) -> Shape:
        """Keep the shape."""
        return inputs

    def params(self, inputs: Shape) -> int:
        """No weights."""
        return 0

    def output_activation(self, before: str) -> str:
        """Pass the inputs' activation on."""
        return before


class Draws(Protocol):
    """Random numbers of one layer at one step; every call gives new ones."""

    def uniform(self, shape: Sequence[int]) -> Any:
        """Return float32 numbers, 0 <= u < 1."""

    def normal(self, shape: Sequence[int]) -> Any:
        """Return float32 numbers of mean 0 and variance 1."""


class Random(Unchanged):
    """A layer that changes its inputs at random while training.

    Keras's layer does the same, but draws its numbers in a way that is slow under XLA: so training takes `passed`.
    """

    @classmethod
    def computing(cls) -> list[str]:
        """None: trained, it passes its inputs on."""
        return []

    @abstractmethod
    def passed(self, ops: Any, inputs: Any, draws: Draws) -> Any:
        """Return what leaves the layer in training for inputs (rows, ...); `ops` is keras.ops."""
