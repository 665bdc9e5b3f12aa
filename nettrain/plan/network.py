"""The network before it is built: every layer's shape and number of weights, and where it cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from nettrain.components.layer import Layer
from nettrain.components.layers.core.output import Output
from nettrain.components.layout import Layout, MisfitError, Shape
from nettrain.components.loss import Loss
from nettrain.components.task import Target
from nettrain.components.weights import OnWeights
from nettrain.config.paths import Step
from nettrain.errors import Problem, listing

Tell = Callable[[tuple[Step, ...], str], Problem]
"""Gives the problem of a path of keys and list indices, with its place in the YAML, and a message."""


class PlannedLayer(NamedTuple):
    """One layer with what reaches and leaves it (shapes of one row) and its weights."""

    layer: Layer
    inputs: Shape
    outputs: Shape
    params: int
    untrained: int
    output_activation: str
    """The activation that the outputs carry."""


def plan_network(
    layers: Sequence[Layer], inputs: Layout, target: Target, loss: Loss | Literal["auto"], tell: Tell
) -> tuple[tuple[PlannedLayer, ...], list[Problem]]:
    """Pass the layout through the layers; stops at the first that cannot take what reaches it.

    An output layer fits the target, and the loss where one is named.
    """
    coded = [slot.column for slot in inputs.slots if slot.codes]
    if coded and not layers[0].takes_codes:
        message = (
            f"cannot take codes, which {listing(coded)} give; begin with entity_embedding, or choose another coding"
        )
        name = layers[0].yaml_name()
        return (), [tell(("model", "layers", 0, name), message)]
    planned: list[PlannedLayer] = []
    here, output_activation = inputs, "linear"
    for number, given in enumerate(layers):
        layer: Layer = given.fitted(target, None if loss == "auto" else loss) if isinstance(given, Output) else given
        name = given.yaml_name()
        try:
            layer = layer.placed(here)
            there = layer.layout(here)
            params, untrained = layer.params(here.shape), layer.untrained(here.shape)
        except MisfitError as misfit:
            problems: list[tuple[tuple[str, ...], str]] = [((misfit.option,) if misfit.option else (), str(misfit))]
        else:
            problems = list(_unfit(layer, here.shape))
        if problems:
            place = ("model", "layers", number, name)
            return tuple(planned), [tell((*place, *option), message) for option, message in problems]
        output_activation = layer.output_activation(output_activation)
        planned.append(PlannedLayer(layer, here.shape, there.shape, params, untrained, output_activation))
        here = there
    return tuple(planned), []


def _unfit(layer: Layer, inputs: Shape) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the options of a layer, and of the layer inside it, that cannot act on the weight that they name."""
    for option in type(layer).model_fields:
        value = getattr(layer, option)
        if isinstance(value, Layer):
            for below, complaint in _unfit(value, layer.inner_shape(inputs)):
                yield (option, value.yaml_name(), *below), complaint
        elif isinstance(value, OnWeights):
            outputs = option == "activity_regularizer"
            axes = 1 + len(layer.shape(inputs)) if outputs else layer.weight_axes(option, inputs)
            objection = value.objection(axes)
            if objection is not None:
                yield (option, value.yaml_name()), objection
