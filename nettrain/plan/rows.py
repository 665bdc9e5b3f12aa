"""The rows of one side as arrays: what enters the network, what it learns, and the truth in the user's unit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl

from nettrain.components.task import Task
from nettrain.data.drawn import Drawn
from nettrain.data.encoding import TRAINED_ON, Encoder, Handled, Placing, added, handled
from nettrain.data.parallel import in_turn, meanwhile
from nettrain.data.store import Sink
from nettrain.data.table import ROW, inside
from nettrain.data.unmet import unmet
from nettrain.errors import DataError
from nettrain.names import SIDES, TRAIN
from nettrain.plan.plan import Plan
from nettrain.plan.units import unit

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Rows:
    """Rows as arrays, all with the same number of rows.

    `inputs` float32 (rows, width), perhaps mapped from a file. `labels`, as the network learns them: int32 (rows,)
    codes, or float32 (rows, targets) scaled. `truth`, as the user knows them: the same codes, or float64
    (rows, targets) in their own unit. `loss_weights` float32 (rows,), what each row counts in the loss of training, or
    None; `sample_weights` float64 (rows,) likewise in the metrics. `handled` counts the cells on which policies acted.
    """

    inputs: NDArray[np.float32]
    labels: NDArray[Any]
    truth: NDArray[Any]
    loss_weights: NDArray[np.float32] | None = None
    sample_weights: NDArray[np.float64] | None = None
    handled: Handled = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.inputs)


class Held:
    """Encoded rows of one side in memory."""

    def __init__(self, rows: int, width: int) -> None:
        import numpy as np

        self.array = np.empty((rows, width), np.float32)

    def room(self, first: int, count: int) -> NDArray[np.float32]:
        """Return where the rows from `first` on are written."""
        return self.array[first : first + count]

    def take(self, first: int, block: NDArray[np.float32]) -> None:
        """Do nothing: they stand where they stay."""


def rows_of(plan: Plan, drawn: Drawn, sides: Sequence[str] = SIDES, *, last: bool = False) -> dict[str, Rows]:
    """Encode the rows of the sides that have any, in memory; `last` lets go of the values on the way.

    Raises DataError for labels that training never met.
    """
    held = {side: Held(rows, plan.inputs.size) for side in sides if (rows := drawn.sides.rows(side).len())}
    told = {side: meanwhile(with_targets, plan, drawn, side) for side in held}
    done = encode_sides(plan, drawn, held, last=last)
    return {side: made()(held[side].array, handled=done[side]) for side, made in told.items()}


def encode_sides(plan: Plan, drawn: Drawn, sinks: Mapping[str, Sink], *, last: bool) -> dict[str, Handled]:
    """Encode the rows of several sides in one pass, perhaps the `last` over the values; return what policies did."""
    import numpy as np

    names = [column.name for column in plan.columns]
    numbers = {side: drawn.sides.rows(side) for side in sinks}
    encoder = Encoder(plan.columns, plan.config.seed if TRAIN in sinks else None)

    def encoded(start: int, frame: pl.DataFrame) -> dict[str, Handled]:
        chosen = {side: inside(rows, start, frame.height) for side, rows in numbers.items()}
        places = {side: (rows - start).to_numpy().astype(np.intp) for side, rows in chosen.items()}
        held = frame.select(names)
        if TRAIN in chosen:
            trained = pl.repeat(False, frame.height, eager=True).scatter(chosen[TRAIN] - start, True)
            rows = pl.int_range(start, start + frame.height, dtype=pl.UInt32, eager=True)
            held = held.with_columns(rows.alias(ROW), trained.alias(TRAINED_ON))
        firsts = {side: int(numbers[side].search_sorted(start)) for side in chosen}
        blocks = {side: sinks[side].room(firsts[side], rows.len()) for side, rows in chosen.items()}
        made = encoder(held)
        for side, block in blocks.items():
            made.take(places[side], block)
        any_found = handled(held, plan.columns)
        for side, block in blocks.items():
            sinks[side].take(firsts[side], block)
        return {side: handled(held[rows - start], plan.columns) if any_found else {} for side, rows in chosen.items()}

    done: dict[str, Handled] = {side: {} for side in sinks}
    for parts in in_turn(encoded, drawn.table.numbered(last=last)):
        done = {side: added(done[side], part) for side, part in parts.items()}
    return done


def with_targets(plan: Plan, drawn: Drawn, side: str) -> Callable[..., Rows]:
    """Return what makes Rows of the encoded `inputs` of one side, and what was `handled`, with targets and weights.

    Raises DataError for labels that training never met.
    """
    import numpy as np

    rows = drawn.sides.rows(side)
    truth, labels = targets_of(plan, drawn.truth[rows], rows, drawn.table)
    weights = None if drawn.weights is None else drawn.weights[rows].to_numpy()
    in_loss = None if weights is None else weights.astype(np.float32)
    if plan.config.train.class_weights:
        by_label = class_weights(plan)[labels]
        in_loss = by_label if in_loss is None else by_label * in_loss
    return partial(Rows, labels=labels, truth=truth, loss_weights=in_loss, sample_weights=weights)


def targets_of(plan: Plan, cells: pl.DataFrame, rows: pl.Series, placing: Placing) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return truth and labels of rows whose numbers are `rows`. Raises DataError for labels that training never met."""
    import numpy as np

    if plan.target.task is Task.REGRESSION:
        truth = cells.select(plan.target.columns).to_numpy(order="c")
        return truth, unit(plan).learned(truth)
    labels = list(plan.target.labels)
    name = plan.target.columns[0]
    found = cells.get_column(name).replace_strict(labels, list(range(len(labels))), default=None, return_dtype=pl.Int32)
    if found.null_count():
        (problems, count), remark = unmet(labels, cells.get_column(name), rows, placing)
        raise DataError(*problems, more=count - len(problems), remark=remark)
    codes = np.ascontiguousarray(found.to_numpy())
    return codes, codes


def class_weights(plan: Plan) -> NDArray[np.float32]:
    """Return the weight of each label (labels,) in the loss.

    balanced: 1 / (labels x share), so that every label weighs the same in total and the mean weight is 1.
    """
    import numpy as np

    given = plan.config.train.class_weights
    if isinstance(given, dict):
        return np.array([given[label] for label in plan.target.labels], "float32")
    return np.array([1 / (len(plan.shares) * share) for share in plan.shares], "float32")
