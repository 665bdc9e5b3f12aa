"""Steps that are marked as "nothing here", and the layer that cannot take such marks."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.components.layers.activation.softmax import Softmax
from nettrain.components.layers.core.embedding import Embedding
from nettrain.components.layers.core.masking import Masking
from nettrain.errors import Problem
from nettrain.plan.network import PlannedLayer, Tell


def check_masks(layers: Sequence[PlannedLayer], tell: Tell) -> list[Problem]:
    """Refuse softmax over marked steps: Keras's own takes a mark for each number only, and is given one a step."""
    marking = ""
    for number, planned in enumerate(layers):
        layer, name = planned.layer, planned.layer.yaml_name()
        if len(planned.inputs) == 1:
            marking = ""  # there are no steps any more
        if marking and isinstance(layer, Softmax):
            message = f"cannot take the marks that {marking} puts on steps; write activation: softmax, which needs none"
            return [tell(("model", "layers", number, name), message)]
        if isinstance(layer, Masking) or (isinstance(layer, Embedding) and layer.mask_zero):
            marking = name
    return []
