"""soft_shrink: x drawn towards 0 by 0.5."""

from __future__ import annotations

from nettrain.components.weights import Activation


class SoftShrink(Activation):
    """x - 0.5 above 0.5, x + 0.5 below -0.5, else 0.

    Source: Donoho 1995, De-noising by soft-thresholding.
    Example: soft_shrink
    """
