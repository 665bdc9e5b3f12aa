"""mean_squared_logarithmic_error: the mean of squared errors of logarithms."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.losses._families import NumberLoss


class MeanSquaredLogarithmicError(NumberLoss):
    """(log(1 + y) - log(1 + y_hat))^2, the mean over the targets; a prediction below 0 counts as 0.

    Target: numbers in their own unit, none below zero: declare the target with {number: {scale: none}}.
    Source: Keras, `keras.losses.MeanSquaredLogarithmicError`.
    Example: mean_squared_logarithmic_error
    """

    own_unit: ClassVar[bool] = True
    lowest: ClassVar[float] = 0.0
