"""categorical_hinge: a margin over several labels."""

from __future__ import annotations

from nettrain.components.losses._families import SharesLoss
from nettrain.components.task import Link, Target


class CategoricalHinge(SharesLoss):
    """max(1 + max(the largest wrong score, 0) - the right score, 0).

    Target: labels; the last layer has one output a label, linear.
    Source: Crammer and Singer 2001, On the Algorithmic Implementation of Multiclass Kernel-based Vector Machines.
    Example: categorical_hinge
    """

    def link(self, target: Target) -> Link:
        """Take scores whose largest decides."""
        return Link.MARGIN
