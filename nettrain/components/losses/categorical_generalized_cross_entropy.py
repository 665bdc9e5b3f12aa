"""categorical_generalized_cross_entropy: between the log loss and the absolute error."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from nettrain.components.losses._families import SharesLoss
from nettrain.components.task import Form, Target


class CategoricalGeneralizedCrossEntropy(SharesLoss):
    """(1 - p^q) / q with p of the true label: less moved by wrong labels in the data.

    Target: labels; the last layer has one output a label with softmax.
    Source: Zhang and Sabuncu 2018, Generalized Cross Entropy Loss for Training Deep Neural Networks with Noisy Labels.
    Example: categorical_generalized_cross_entropy: 0.7
    """

    q: Annotated[float, Field(gt=0, lt=1)] = 0.5
    """Near 0 it is the log loss, near 1 the absolute error."""

    def form(self, target: Target, outputs: int) -> Form:
        """Take the labels' codes."""
        return Form.CODE
