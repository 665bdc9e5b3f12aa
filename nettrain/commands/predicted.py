"""Predictions as a table: a label and a probability for each, or numbers in their own unit."""

from __future__ import annotations

from typing import Any

import polars as pl
from numpy.typing import NDArray

from nettrain.components.task import Link, Task
from nettrain.evaluation.predictions import decided, predictions
from nettrain.plan.plan import Plan


def predicted_frame(plan: Plan, outputs: NDArray[Any]) -> pl.DataFrame:
    """Return one row a prediction.

    Labels: `predicted`, and `probability_<label>` for each label (`score_<label>` where the loss gives no
    probabilities). Numbers: `predicted`, or `predicted_<target>` for several targets.
    """
    made = predictions(plan, outputs)
    if plan.target.task is Task.REGRESSION:
        names = ["predicted"] if plan.target.width == 1 else [f"predicted_{name}" for name in plan.target.columns]
        return pl.DataFrame({name: made[:, n] for n, name in enumerate(names)})
    labels = plan.target.labels
    word = "score" if plan.loss.link(plan.target) is Link.MARGIN else "probability"
    columns = {f"{word}_{label}": made[:, n] for n, label in enumerate(labels)}
    return pl.DataFrame({"predicted": [labels[code] for code in decided(made)], **columns})
