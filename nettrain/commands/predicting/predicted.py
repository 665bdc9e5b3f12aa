"""Predictions as a table: a label and a probability for each, or numbers in their own unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from nettrain.components.task import Task
from nettrain.evaluation.deciding import AS_TRAINED, Deciding
from nettrain.evaluation.predictions import decided, number_names, predictions
from nettrain.plan.plan import Plan

if TYPE_CHECKING:
    from numpy.typing import NDArray


def predicted_frame(plan: Plan, outputs: NDArray[Any], deciding: Deciding = AS_TRAINED) -> pl.DataFrame:
    """Return one row a prediction.

    Labels: `predicted`, and `probability_<label>` for each label (`score_<label>` where the loss gives no
    probabilities). Numbers: `predicted`, or `predicted_<target>` for several targets.
    """
    made = predictions(plan, outputs, deciding.temperature)
    numbers = {name: made[:, n] for n, name in enumerate(number_names(plan))}
    if plan.target.task is Task.REGRESSION:
        return pl.DataFrame(numbers)
    return pl.DataFrame({"predicted": pl.Series(plan.target.labels)[decided(made, deciding.threshold)], **numbers})


def predicted_names(plan: Plan) -> list[str]:
    """Return the columns of predictions, in order."""
    return [*(() if plan.target.task is Task.REGRESSION else ("predicted",)), *number_names(plan)]
