"""`model`: the network."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from nettrain.components.fields import LayerChoice
from nettrain.components.schema import Schema


class ModelConfig(Schema):
    """The network: layers in the order in which rows pass through them."""

    layers: Annotated[tuple[LayerChoice, ...], Field(min_length=1)]
    """The layers; end with `output`, which fits the target by itself, or with a layer of your own."""
