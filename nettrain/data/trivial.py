"""What the training targets alone tell: the shares of labels, the middle of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from nettrain.components.quantile import quantile
from nettrain.components.task import Target


class Trivial(NamedTuple):
    """The trivial answers, taken from the training rows, each of which counts as its weight."""

    shares: tuple[float, ...] = ()
    """Share of each label; empty for numbers."""
    means: tuple[float, ...] = ()
    """Mean of each target; empty for labels."""
    medians: tuple[float, ...] = ()
    """Median of each target; empty for labels."""
    constants: Mapping[str, tuple[float, ...]] = {}
    """By the name of a metric that has another constant: the best answer to each target; empty for labels."""

    def alone(self, at: int) -> Trivial:
        """Return the answers to one of several targets."""
        constants = {name: (numbers[at],) for name, numbers in self.constants.items()}
        return Trivial(means=(self.means[at],), medians=(self.medians[at],), constants=constants)

    def to_json(self) -> dict[str, Any]:
        """Return the answers as JSON values."""
        return dict(self._asdict())


def trivial(target: Target, truth: pl.DataFrame, weights: pl.Series | None) -> Trivial:
    """Return the trivial answers for training rows with these targets and weights."""
    if target.labels:
        return Trivial(shares=shares(target.labels, truth.to_series(), weights))
    weight = pl.repeat(1.0, truth.height, eager=True) if weights is None else weights.cast(pl.Float64)
    total = float(weight.sum())
    numbers = [truth.get_column(name) for name in target.columns]
    means = tuple(float((column * weight).sum()) / total for column in numbers)
    return Trivial(means=means, medians=tuple(_median(column, weight) for column in numbers))


def shares(labels: Sequence[str], cells: pl.Series, weights: pl.Series | None = None) -> tuple[float, ...]:
    """Return the share of each label among cells, each of which counts as its weight."""
    if weights is None:
        return tuple(int((cells == label).sum()) / cells.len() for label in labels)
    weight = weights.cast(pl.Float64)
    total = float(weight.sum())
    return tuple(float(((cells == label).cast(pl.Float64) * weight).sum()) / total for label in labels)


def _median(numbers: pl.Series, weights: pl.Series) -> float:
    """Return the number up to which half of the weights lie; between two numbers their middle."""
    rising = pl.DataFrame({"number": numbers, "weight": weights}).sort("number")
    return quantile(rising.get_column("number"), rising.get_column("weight").cum_sum(), 0.5)
