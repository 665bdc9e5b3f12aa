"""f1_score: one number for precision and recall."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from nettrain.components.metrics._fbeta import FBetaMetric


class F1Score(FBetaMetric):
    """2 precision recall / (precision + recall), the harmonic mean of precision and recall.

    A label that neither occurs nor is called is left out of a mean; the running form counts it as 0.

    Target: classes.
    Source: van Rijsbergen 1979, Information Retrieval.
    Example: f1_score: macro
    """

    average: Literal["micro", "macro", "weighted"] | None = None
    """Over labels: pooled counts, the plain mean, the mean weighed by rows; null: macro, of two the positive alone."""
    threshold: Annotated[float, Field(gt=0, le=1)] | None = None
    """Probability above which a label is called; null calls the label decided for."""
