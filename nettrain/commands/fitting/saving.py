"""What a trained network leaves in its run: weights, the network for Keras, predictions, history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from nettrain.data.drawn import Drawn
from nettrain.rundir import BEST, MODEL, PREDICTIONS, RunDir

if TYPE_CHECKING:
    import polars as pl

    from nettrain.engine.steps import Steps


def save_network(run: RunDir, steps: Steps) -> str:
    """Write the weights, and the network as Keras opens it; return the hash of the weights."""
    from nettrain.engine.archive import write_archive
    from nettrain.engine.state import State, values_of, weights_sha256

    values = values_of(steps.network.variables)
    run.write(BEST, State(values).to_bytes())
    run.produce(MODEL, lambda path: write_archive(steps.network, path))
    return weights_sha256(values)


def save_predictions(run: RunDir, drawn: Drawn, side: str, made: pl.DataFrame) -> None:
    """Write what was predicted for one side's rows beside their truth, weight and group.

    A column of the data that is named as one of the predictions is told apart from it.
    """
    from nettrain.data.table import ROW

    numbers = drawn.sides.rows(side)
    frame = drawn.truth[numbers]
    beside = [series for series in (drawn.weights, drawn.groups) if series is not None]
    frame = frame.with_columns(series[numbers] for series in beside)
    taken = [*made.columns, *frame.columns]
    frame = frame.rename({name: _free(name, taken) for name in frame.columns if name in made.columns})
    frame = frame.insert_column(0, (numbers + 1).alias(ROW if "row" in frame.columns else "row"))
    run.write(PREDICTIONS, frame.hstack(made).write_csv())


def _free(name: str, taken: Sequence[str]) -> str:
    """Return the name for a column of the data where others are `taken`."""
    while name in taken:
        name += " in the data"
    return name


def history_csv(history: Sequence[Mapping[str, float]]) -> str:
    """Return one line an epoch: epoch, every value, the learning rate; nothing for no number."""
    names = list(history[0]) if history else []
    lines = [",".join(["epoch", *names])]
    lines += [
        ",".join([str(number), *(repr(value) if value == value else "" for value in values.values())])
        for number, values in enumerate(history, start=1)
    ]
    return "\n".join(lines) + "\n"
