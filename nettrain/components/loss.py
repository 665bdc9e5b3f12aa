"""The loss: what training makes small, and which targets and last layers it can stand behind."""

from __future__ import annotations

import math
from typing import Any, ClassVar

from nettrain.components.component import Component
from nettrain.components.task import Form, Link, Target, Task
from nettrain.components.weights import ACTIVATIONS


class Loss(Component):
    """What training makes small.

    `build(keras)` gives a Keras loss called as `loss(labels, outputs)`, labels in `form`, outputs (rows, `outputs`).
    """

    namespace: ClassVar[str] = "losses"
    tasks: ClassVar[frozenset[Task]]

    own_unit: ClassVar[bool] = False
    """Whether the loss means something only for numbers in their own unit, not standardised."""

    lowest: ClassVar[float] = -math.inf
    """The smallest number of a target that the loss means something for."""

    divides: ClassVar[bool] = False
    """Whether the loss divides by the target, so that one of 0 outweighs all others."""

    def form(self, target: Target, outputs: int) -> Form:
        """Return how the labels must stand, for a network with `outputs` outputs."""
        return Form.COLUMN

    def outputs(self, target: Target) -> tuple[int, ...]:
        """Return the numbers of outputs with which the loss works for this target, the usual one first."""
        if target.task is Task.BINARY:
            return (1,)
        return (target.width,)

    def link(self, target: Target) -> Link:
        """Return what the loss takes the network's outputs for."""
        return Link.VALUE

    def options(self, keras: Any) -> dict[str, Any]:
        """Return the fields as Keras takes them; the loss stays one value a row, for the engine to weigh and add."""
        return {**super().options(keras), "reduction": "none"}

    def objection(self, target: Target, outputs: int, activation: str) -> str | None:
        """Return why a last layer of `outputs` outputs that carry `activation` does not go, or None."""
        link = self.link(target)
        if link is Link.PROBABILITY:
            wanted = "softmax" if outputs > 1 else "sigmoid"
            if activation not in (("softmax",) if outputs > 1 else ("sigmoid", "hard_sigmoid", "sparse_sigmoid")):
                free = activation == "linear" and "from_logits" in type(self).model_fields
                logits = ", or set from_logits: true" if free else ""
                return f"needs probabilities, but the last layer ends with {activation}; end it with {wanted}{logits}"
        elif link in (Link.LOGIT, Link.MARGIN) and (
            ACTIVATIONS[activation].one_sign() if outputs == 1 else activation in ("sigmoid", "softmax")
        ):  # of one sign, a single output would always decide for the same label
            return f"takes free numbers, but the last layer ends with {activation}; end it with linear"
        return None

    def ending(self, target: Target) -> tuple[int, str]:
        """Return the number of outputs and the activation of a last layer that goes with the loss."""
        outputs = self.outputs(target)[0]
        shares = "softmax" if outputs > 1 else "sigmoid"
        usual = ("linear", "exponential") if target.task is Task.REGRESSION else (shares, "linear")
        return outputs, next((word for word in usual if self.objection(target, outputs, word) is None), usual[0])
