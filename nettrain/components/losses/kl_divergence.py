"""kl_divergence: the divergence of the predicted from the true shares."""

from __future__ import annotations

from nettrain.components.losses._families import SharesLoss


class KLDivergence(SharesLoss):
    """sum y log(y / p).

    Target: labels; the last layer has one output a label with softmax.
    Source: Kullback and Leibler 1951, On Information and Sufficiency.
    Example: kl_divergence
    """
