"""The rows that were predicted worst."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nettrain.html.evidence import Classes, Evidence, Numbers

MOST = 20


def worst(run: Evidence) -> NDArray[np.int64]:
    """Return the places of at most MOST judged rows, the worst first; rows that are right are none, nor of weight 0.

    Labels: those not decided for, by the score of the true label. Numbers: by the distance from the truth, in standard
    deviations of the target, the largest of several targets.
    """
    judged = run.judged
    badness = _labels(judged) if isinstance(judged, Classes) else distances(judged).max(axis=1)
    if judged.weights is not None:
        badness = np.where(judged.weights > 0, badness, -np.inf)
    order = np.argsort(-badness, kind="stable")[:MOST]
    return order[badness[order] > -np.inf]


def _labels(judged: Classes) -> NDArray[np.float64]:
    scores = judged.scores[np.arange(len(judged.truth)), judged.truth]
    badness = np.where(np.isnan(scores), np.inf, -scores)
    return np.where(judged.decided == judged.truth, -np.inf, badness)


def distances(judged: Numbers) -> NDArray[np.float64]:
    """Return how far (rows, targets) predictions are from the truth, in standard deviations of the target."""
    spread = np.nanstd(judged.truth, axis=0)
    distance = np.abs(judged.predicted - judged.truth) / np.where(spread > 0, spread, 1.0)
    return np.where(np.isnan(distance), np.inf, distance)
