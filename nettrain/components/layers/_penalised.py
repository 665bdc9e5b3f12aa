"""What layers share whose outputs can be penalised: they have the option `activity_regularizer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.layer import Layer
from nettrain.components.weights import Regularizer


class Penalised(Layer):
    """A layer whose outputs raise the loss, if asked; subclasses have the field named here."""

    if TYPE_CHECKING:
        activity_regularizer: Regularizer | None

    def raises_loss(self) -> bool:
        """Where a regularizer is given."""
        return self.activity_regularizer is not None
