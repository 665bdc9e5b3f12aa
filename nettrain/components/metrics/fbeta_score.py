"""fbeta_score: one number for precision and recall, weighed."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from nettrain.components.fields import Positive
from nettrain.components.metrics._fbeta import FBetaMetric


class FBetaScore(FBetaMetric):
    """(1 + b^2) precision recall / (b^2 precision + recall): recall counts b times as much as precision.

    A label that neither occurs nor is called is left out of a mean; the running form counts it as 0.

    Target: classes.
    Source: van Rijsbergen 1979, Information Retrieval.
    Example: fbeta_score: {average: macro, beta: 2.0}
    """

    average: Literal["micro", "macro", "weighted"] | None = None
    """Over labels: pooled counts, the plain mean, the mean weighed by rows; null: macro, of two the positive alone."""
    beta: Positive = 1.0
    """How many times as much recall counts as precision."""
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    """Probability above which a label is called; null calls the label decided for."""

    def weight(self) -> float:
        """As given."""
        return self.beta
