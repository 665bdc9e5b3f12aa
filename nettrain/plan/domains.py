"""Targets that a loss or a metric means nothing for: below its lowest number, or 0 where it divides by them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl

from nettrain.components.loss import Loss
from nettrain.components.metric import Metric
from nettrain.components.task import NUMBERS
from nettrain.data.dataset import Dataset
from nettrain.errors import Problem
from nettrain.names import SIDES, TRAIN, VALIDATION
from nettrain.numbers import counted
from nettrain.plan.network import Tell

NEAREST = 1e-7
"""What Keras divides by in the place of a number that is nearer to 0."""
WATCHED = (TRAIN, VALIDATION)
"""Sides whose loss is told."""


def check_domain(loss: Loss, dataset: Dataset, tell: Tell) -> list[Problem]:
    """Refuse a loss that means nothing for some of the targets which it is computed on."""
    advice = "choose a loss for all numbers, such as mean_squared_error, or mend the cells"
    place = ("train", "loss", loss.yaml_name())
    return [tell(place, f"{told}; {advice}") for told in _below(loss, dataset, WATCHED)]


def doubtful_domains(loss: Loss, metrics: Sequence[Metric], dataset: Dataset, tell: Tell) -> Iterator[Problem]:
    """Yield where one of 0 outweighs all other targets, and which metrics mean nothing for some of them."""
    for told in _zero(loss, dataset, WATCHED):
        yield tell(("train", "loss", loss.yaml_name()), told)
    for number, metric in enumerate(metrics):
        place = ("train", "metrics", number, metric.yaml_name())
        for told in (*_below(metric, dataset, SIDES), *_zero(metric, dataset, SIDES)):
            yield tell(place, told)


def _below(measure: Loss | Metric, dataset: Dataset, sides: Sequence[str]) -> list[str]:
    if measure.lowest == -math.inf:
        return []
    return [
        f"means nothing for a target below {measure.lowest:g}, as it is in {found}"
        for found in _found(dataset, sides, pl.all() < measure.lowest)
    ]


def _zero(measure: Loss | Metric, dataset: Dataset, sides: Sequence[str]) -> list[str]:
    if not measure.divides:
        return []
    return [
        f"divides by the target, and by {NEAREST:g} where it is nearer to 0: that outweighs all else in {found}"
        for found in _found(dataset, sides, pl.all().abs() < NEAREST)
    ]


def _found(dataset: Dataset, sides: Sequence[str], strange: pl.Expr) -> list[str]:
    """Say of each target's column in how many of the rows that count such a number stands, and where the first one."""
    if dataset.target.task not in NUMBERS:
        return []
    drawn = dataset.drawn
    rows = pl.concat([drawn.sides.rows(side) for side in sides]).sort()
    if drawn.weights is not None:
        rows = rows.filter(drawn.weights[rows] > 0)
    told = []
    for column in drawn.truth[rows].select(strange):
        if count := int(column.sum()):
            row = int(rows[int(column.arg_true()[0])])
            first = f"first at {drawn.table.place(row)}: {drawn.truth[row, column.name]!r}"
            told.append(f"{counted(count, 'row')} of '{column.name}', {first}")
    return told
