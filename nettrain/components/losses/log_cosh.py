"""log_cosh: a smooth absolute error."""

from __future__ import annotations

from nettrain.components.losses._families import NumberLoss


class LogCosh(NumberLoss):
    """log(cosh(y_hat - y)), the mean over the targets.

    Target: numbers.
    Source: Green 1990, Bayesian reconstructions from emission tomography data using a modified EM algorithm.
    Example: log_cosh
    """
