"""The loss: what training makes small, and which targets and last layers it can stand behind."""

from __future__ import annotations

from typing import Any, ClassVar

from nettrain.components.component import Component
from nettrain.components.task import Form, Link, Target, Task

BOUNDED = {"sigmoid": {Task.BINARY}, "hard_sigmoid": {Task.BINARY}, "softmax": {Task.BINARY, Task.MULTICLASS}}
"""Activations whose outputs are probabilities, and for which tasks."""


class Loss(Component):
    """What training makes small.

    `build(keras)` gives a Keras loss called as `loss(labels, outputs)`, labels in `form`, outputs (rows, `outputs`).
    """

    namespace: ClassVar[str] = "losses"
    tasks: ClassVar[frozenset[Task]]

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

    def objection(self, target: Target, squash: str) -> str | None:
        """Return why outputs that carry the activation `squash` do not go with this loss, or None."""
        link = self.link(target)
        if link is Link.PROBABILITY:
            if target.task not in BOUNDED.get(squash, set()):
                wanted = "sigmoid" if target.task is Task.BINARY and 1 in self.outputs(target) else "softmax"
                logits = ", or set from_logits: true" if "from_logits" in type(self).model_fields else ""
                return f"needs probabilities, but the last layer ends with {squash}; end it with {wanted}{logits}"
        elif link in (Link.LOGIT, Link.MARGIN) and squash in BOUNDED:
            return f"takes free numbers, but the last layer ends with {squash}; end it with linear"
        return None
