"""The rows of one side as arrays: what enters the network, what it learns, and the truth in the user's unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl

from nettrain.components.columns.number import Number
from nettrain.components.task import Task
from nettrain.data.encoding import codes, encode
from nettrain.data.reading import Table
from nettrain.plan.plan import Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """Rows as arrays, all with the same number of rows.

    `inputs` float32 (rows, width). `labels`, as the network learns them: int32 (rows,) codes, or float32
    (rows, targets) scaled. `truth`, as the user knows them: the same codes, or float64 (rows, targets) in their own
    unit. `weights` float32 (rows,), what each row counts in the loss, or None. `missing` and `unseen` count the cells
    that were filled in, by column.
    """

    inputs: NDArray[np.float32]
    labels: NDArray[Any]
    truth: NDArray[Any]
    weights: NDArray[np.float32] | None = None
    missing: Mapping[str, int] = field(default_factory=dict)
    unseen: Mapping[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.inputs)


def rows_of(plan: Plan, table: Table, frame: pl.DataFrame, *, training: bool = False) -> Rows:
    """Encode rows with their target; `training` applies what only training rows get (hidden levels, class weights).

    Raises DataError for labels that training never met.
    """
    encoded = encode(frame, plan.columns, hide_seed=plan.config.seed if training else None)
    if plan.target.task is Task.REGRESSION:
        truth = frame.select(column.kind.read(pl.col(column.name)) for column in plan.targets).to_numpy(order="c")
        mean, scale = target_scale(plan)
        labels = ((truth - mean) / scale).astype("float32")
    else:
        truth = labels = codes(frame, table, plan.targets[0])
    weights = class_weights(plan)[labels] if training and plan.config.train.class_weights else None
    return Rows(encoded.inputs, labels, truth, weights, encoded.missing, encoded.unseen)


def target_scale(plan: Plan) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return shift and factor (targets,) that turn what the network puts out into the targets' own unit."""
    import numpy as np

    scaled = [(c.facts["mean"], c.facts["std"]) if _scaled(c.kind) else (0.0, 1.0) for c in plan.targets]
    return np.array([mean for mean, _ in scaled]), np.array([std for _, std in scaled])


def class_weights(plan: Plan) -> NDArray[np.float32]:
    """Return the weight of each label (labels,) in the loss.

    balanced: 1 / (labels x share), so that every label weighs the same in total and the mean weight is 1.
    """
    import numpy as np

    given = plan.config.train.class_weights
    if isinstance(given, dict):
        return np.array([given[label] for label in plan.target.labels], "float32")
    return np.array([1 / (len(plan.shares) * share) for share in plan.shares], "float32")


def _scaled(kind: object) -> bool:
    return isinstance(kind, Number) and kind.scale == "standard"
