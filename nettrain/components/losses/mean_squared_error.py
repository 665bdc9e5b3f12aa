"""mean_squared_error: the mean of squared errors."""

from __future__ import annotations

from nettrain.components.losses._families import ErrorLoss


class MeanSquaredError(ErrorLoss):
    """(y - y_hat)^2, the mean over the targets.

    Target: numbers, or labels with probabilities (the Brier score).
    Source: Legendre 1805, Gauss 1809, the method of least squares.
    Example: mean_squared_error
    """
