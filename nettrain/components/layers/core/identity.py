"""identity: pass the inputs on."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.layer import Unchanged


class Identity(Unchanged):
    """The inputs, unchanged.

    Shape: (...) -> (...). No weights.
    Source: Keras, `keras.layers.Identity`.
    Example: identity
    """

    moves: ClassVar[bool] = True
