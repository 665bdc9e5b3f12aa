"""A run's history, what of it is worth drawing, and how its training ended."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

from nettrain.names import VALIDATED
from nettrain.rundir import EVENTS, HISTORY, RunDir


def history_of(run: RunDir) -> dict[str, list[float]]:
    """Return, under each name of history.csv ("epoch" first), its value in every epoch, nan for none.

    Raises RunError if it is damaged.
    """
    names, *epochs = csv.reader(run.read_held(HISTORY).decode().splitlines())
    columns = zip(*epochs, strict=True) if epochs else ([] for _ in names)
    return {name: [float(cell or "nan") for cell in column] for name, column in zip(names, columns, strict=True)}


def worth_drawing(history: Mapping[str, Sequence[float]]) -> list[str]:
    """Return the names whose curves say something: the loss, each metric that is another, a learning rate that changes.

    A name stands for its values on training rows, on validation rows, or on both.
    """
    names = dict.fromkeys(name.removeprefix(VALIDATED) for name in history if name != "epoch")
    rate = history.get("learning_rate", ())
    if all(value == rate[0] for value in rate):
        names.pop("learning_rate", None)
    return [name for name in names if name == "loss" or not _repeats(history, name)]


def _repeats(history: Mapping[str, Sequence[float]], name: str) -> bool:
    """Return whether a metric is the loss by another name: they differ by a hundred-thousandth at the most."""
    pairs = [(f"{side}{name}", f"{side}loss") for side in ("", VALIDATED) if f"{side}{name}" in history]
    return all(
        math.isclose(a, b, rel_tol=1e-5, abs_tol=1e-8) or (a != a and b != b)
        for one, other in pairs
        for a, b in zip(history[one], history.get(other, ()), strict=False)
    )


def training_ended(run: RunDir) -> dict[str, Any]:
    """Return the event that told the end of training (reason, best_epoch, kept ...). Raises RunError for damage."""
    events = map(json.loads, run.read_held(EVENTS).splitlines())
    return next(event for event in reversed([*events]) if event["event"] == "TrainingEnded")
