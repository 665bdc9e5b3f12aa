"""mean_absolute_error: the mean of absolute errors."""

from __future__ import annotations

from nettrain.components.losses._families import ErrorLoss


class MeanAbsoluteError(ErrorLoss):
    """|y - y_hat|, the mean over the targets.

    Target: numbers, or labels with probabilities.
    Source: Laplace 1774; Boscovich 1757, least absolute deviations.
    Example: mean_absolute_error
    """
