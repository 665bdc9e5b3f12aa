"""Targets that the last layer cannot give, such as the lower half of standardised ones where it ends with relu."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import polars as pl

from nettrain.components.columns.number import Number
from nettrain.components.task import NUMBERS
from nettrain.components.weights import ACTIVATIONS
from nettrain.config.scalars import yaml_line
from nettrain.data.dataset import Dataset
from nettrain.data.encoding import FittedColumn
from nettrain.errors import Problem
from nettrain.names import TRAIN
from nettrain.numbers import counted
from nettrain.plan.network import PlannedLayer, Tell

FEW = 0.01
"""Share of the training rows that a network may be unable to reach: such outliers are only told."""
SLACK = 1e-6
"""By how much a scaled target may be beyond an end: what float32 rounds."""

Bounds = tuple[float, float]


class Beyond(NamedTuple):
    """The share of the training rows in which a column of the target is out of reach, and what to say of it."""

    share: float
    message: str


def check_reach(layers: Sequence[PlannedLayer], dataset: Dataset, tell: Tell) -> list[Problem]:
    """Refuse a last layer that cannot give the target of more than a FEW training rows."""
    return [tell(_place(layers), found.message) for found in _beyond(layers, dataset) if found.share > FEW]


def doubtful_reach(layers: Sequence[PlannedLayer], dataset: Dataset, tell: Tell) -> Iterator[Problem]:
    """Yield what to say of a last layer that cannot give the target of a FEW training rows."""
    return (tell(_place(layers), found.message) for found in _beyond(layers, dataset))


def _place(layers: Sequence[PlannedLayer]) -> tuple[str | int, ...]:
    return "model", "layers", len(layers) - 1, layers[-1].layer.yaml_name()


def _beyond(layers: Sequence[PlannedLayer], dataset: Dataset) -> Iterator[Beyond]:
    name = layers[-1].output_activation
    bounds = ACTIVATIONS[name].bounds
    if dataset.target.task not in NUMBERS or not any(map(math.isfinite, bounds)):
        return
    truth = _trained_on(dataset)
    for column in dataset.targets:
        assert isinstance(column.kind, Number)
        own, scale = truth.get_column(column.name), column.kind.scale
        scaled = truth.select(scale.apply(pl.col(column.name), column.facts["scale"])).to_series()
        if not (count := _outside(scaled, bounds)):
            continue
        kind = scale.yaml_name()
        what = f"'{column.name}'" if kind == "none" else f"'{column.name}', which has the scale {kind},"
        rows = f"the target {what} lies beyond in {count:,} of {counted(own.len(), 'training row')}"
        gives = f"ends with {name}, whose outputs are {_words(*bounds)}"
        yield Beyond(count / own.len(), f"{gives}, but {rows}; {_mend(column, own, bounds)}")


def _trained_on(dataset: Dataset) -> pl.DataFrame:
    """Return the targets of the training rows that count."""
    drawn = dataset.drawn
    rows = drawn.sides.rows(TRAIN)
    return drawn.truth[rows if drawn.weights is None else rows.filter(drawn.weights[rows] > 0)]


def _outside(numbers: pl.Series, bounds: Bounds) -> int:
    low, high = bounds
    return int(((numbers < low - SLACK) | (numbers > high + SLACK)).sum())


def _words(low: float, high: float) -> str:
    if math.isinf(high):
        return f"{low:g} or more"
    return f"{high:g} or less" if math.isinf(low) else f"{low:g} to {high:g}"


def _mend(column: FittedColumn, own: pl.Series, bounds: Bounds) -> str:
    """Say what ends the network with free numbers, and which scale brings the target within reach."""
    reached = {"min_max": not _outside(pl.Series([0.0, 1.0]), bounds), "none": not _outside(own, bounds)}
    scale = next((name for name, fits in reached.items() if fits), None)
    declared = f", or declare data.columns: {yaml_line({column.name: {'number': {'scale': scale}}})}" if scale else ""
    return f"end it with linear, as `output` does{declared}"
