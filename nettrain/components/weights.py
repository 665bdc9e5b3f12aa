"""What an option of a layer may name: activations, and what acts on its weights."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from nettrain.components.component import Component
from nettrain.components.registry import Registry


class Activation(Component):
    """A function of a layer's outputs, element by element unless its docstring says otherwise.

    `build(keras)` gives what Keras takes as `activation=`.
    """

    namespace: ClassVar[str] = "activations"

    bounds: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    """The smallest and largest output, whatever comes in and whatever the options are."""

    @classmethod
    def one_sign(cls) -> bool:
        """Return whether no two outputs differ in sign."""
        return cls.bounds[0] >= 0 or cls.bounds[1] <= 0

    def outputs_like(self) -> str:
        """Return the name of the activation whose bounds the outputs have."""
        return self.yaml_name()

    def build(self, keras: Any) -> Any:
        """Return the Keras function of this name."""
        return getattr(keras.activations, self.yaml_name())


ACTIVATIONS: Registry[Activation] = Registry("activation", "activations")


class OnWeights(Component):
    """What acts on one weight of a layer, and may want it to have certain axes."""

    def objection(self, axes: int) -> str | None:
        """Return why this cannot act on a weight of so many axes, or None."""
        return None


class Initializer(OnWeights):
    """How a weight begins. `build(keras)` gives a Keras initializer."""

    namespace: ClassVar[str] = "initializers"


class Regularizer(OnWeights):
    """A penalty on a weight or an output, added to the loss. `build(keras)` gives a Keras regularizer."""

    namespace: ClassVar[str] = "regularizers"


class Constraint(OnWeights):
    """A bound on a weight, enforced after each step. `build(keras)` gives a Keras constraint."""

    namespace: ClassVar[str] = "constraints"
