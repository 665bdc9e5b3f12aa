"""mean_absolute_percentage_error: the mean of errors in percent."""

from __future__ import annotations

from typing import ClassVar

from nettrain.components.losses._families import NumberLoss


class MeanAbsolutePercentageError(NumberLoss):
    """100 |y - y_hat| / |y|, the mean over the targets; a target nearer to zero than 1e-7 counts as 1e-7.

    Target: numbers in their own unit: declare the target with {number: {scale: none}}.
    Source: Makridakis 1993, Accuracy measures: theoretical and practical concerns.
    Example: mean_absolute_percentage_error
    """

    own_unit: ClassVar[bool] = True
    divides: ClassVar[bool] = True
