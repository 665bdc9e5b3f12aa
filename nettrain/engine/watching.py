"""What the epochs so far come to: which is the best, and whether to go on. It follows from their values alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from nettrain.components.metric import named
from nettrain.config.train import TrainConfig
from nettrain.names import VALIDATED
from nettrain.numbers import counted


@dataclass(slots=True)
class Watch:
    """Tells whether a monitored value got better, and for how many epochs it did not."""

    name: str
    goal: Literal["max", "min"] = "min"
    min_delta: float = 0.0
    best: float = math.inf
    """The best value so far, signed so that smaller is better."""
    waited: int = 0

    @property
    def value(self) -> float:
        """The best value so far; the worst there is if there was none."""
        return self.best * self._sign

    def stalled(self, epochs: int) -> str:
        """Say that the value got no better for so many epochs."""
        return f"{self.name} was not better for {counted(epochs, 'epoch')}"

    @property
    def _sign(self) -> float:
        return -1.0 if self.goal == "max" else 1.0

    def better(self, values: Mapping[str, float]) -> bool:
        """Take in an epoch's values; return whether the monitored one is the best so far (nan never is)."""
        value = values[self.name] * self._sign
        if value < self.best - self.min_delta:
            self.best, self.waited = value, 0
            return True
        self.waited += 1
        return False


def watch(train: TrainConfig, name: str, min_delta: float = 0.0) -> Watch:
    """Return what watches a value by its name: a metric's knows which way is better, of a loss smaller is."""
    metric = named(train.metrics or ()).get(name.removeprefix(VALIDATED))
    return Watch(name, metric.goal if metric else "min", min_delta)


@dataclass(slots=True)
class Watching:
    """The best epoch and the patience of a run. A run that goes on shows it the epochs that are done once more."""

    train: TrainConfig
    best: Watch = field(init=False)
    best_epoch: int = 0
    patience: Watch | None = field(init=False)
    epoch: int = 0
    """Epochs seen."""

    def __post_init__(self) -> None:
        stop, monitor = self.train.early_stopping, self.train.monitor
        assert monitor is not None
        self.best = watch(self.train, monitor)
        self.patience = watch(self.train, stop.monitor or monitor, stop.min_delta) if stop else None

    def saw(self, values: Mapping[str, float]) -> bool:
        """Take in the next epoch's values; return whether it is the best so far."""
        self.epoch += 1
        better = self.best.better(values)
        if better:
            self.best_epoch = self.epoch
        if self.patience and self.train.early_stopping and self.epoch > self.train.early_stopping.start_from_epoch:
            self.patience.better(values)
        return better

    def saw_all(self, history: Sequence[Mapping[str, float]]) -> None:
        """Take in the values of many epochs."""
        for values in history:
            self.saw(values)

    @property
    def out_of_patience(self) -> bool:
        """Whether training ends here since the watched value got no better."""
        stop = self.train.early_stopping
        return bool(stop and self.patience and self.patience.waited >= max(stop.patience, 1))

    @property
    def out_of_epochs(self) -> bool:
        """Whether training ends here for nothing but that no more epochs are asked for."""
        return self.epoch >= self.train.epochs and not self.out_of_patience

    @property
    def done(self) -> str | None:
        """Why training ends here, or None."""
        if self.patience and self.out_of_patience:
            return self.patience.stalled(self.patience.waited)
        return "all epochs" if self.out_of_epochs else None
