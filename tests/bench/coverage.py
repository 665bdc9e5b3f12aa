"""How often a 95 % interval holds the truth: the metric of very many rows, of which a test set is a small part."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.evaluation.intervals import interval, resampling

SETS = 500
MANY = 2_000_000
TWO = Target(Task.BINARY, ("y",), ("no", "yes"))
ONE = Target(Task.REGRESSION, ("y",))
Rows = Callable[[int, np.random.Generator], Judged]
"""Makes test rows of a kind."""


def labels(positive: float, apart: float) -> Rows:
    """Return how rows of two labels are made: the positive one's share, and how far apart the scores lie."""

    def made(rows: int, draw: np.random.Generator) -> Judged:
        truth = (draw.random(rows) < positive).astype(np.int64)
        score = draw.normal(size=rows) + apart * (truth - 0.5) + math.log(positive / (1 - positive)) / max(apart, 1)
        chance = 1 / (1 + np.exp(-apart * score))
        predicted = np.stack([1 - chance, chance], axis=1)
        return Judged(TWO, truth, predicted, predicted.argmax(axis=1))

    return made


def numbers(heavy: bool) -> Rows:
    """Return how rows of numbers are made: errors that are normal, or of Student's t with 8 degrees of freedom."""

    def made(rows: int, draw: np.random.Generator) -> Judged:
        truth = draw.normal(size=(rows, 1))
        errors = draw.standard_t(8, (rows, 1)) if heavy else draw.normal(size=(rows, 1))
        return Judged(ONE, truth, truth + errors)

    return made


SCENES: list[tuple[str, str, int, Rows]] = [
    *(("accuracy", f"around {share}", rows, labels(0.5, apart))
      for share, apart in (("0.7", 1.05), ("0.9", 2.56)) for rows in (200, 500, 1000)),
    *(("auc", kind, rows, labels(share, 1.2))
      for kind, share in (("half positive", 0.5), ("a fifth positive", 0.2)) for rows in (200, 500, 1000)),
    *(("root_mean_squared_error", kind, rows, numbers(heavy))
      for kind, heavy in (("normal errors", False), ("heavy tails", True)) for rows in (200, 500, 1000)),
]  # fmt: skip


def coverage(name: str, rows: int, made: Rows, sets: int = SETS, seed: int = 1) -> tuple[float, float]:
    """Return the share of simulated test sets whose interval holds the truth, and the intervals' mean width."""
    metric = METRICS[name]()
    truth = metric.exact(made(MANY, np.random.default_rng(0)))
    held, width = 0, 0.0
    for number in range(sets):
        drawn = resampling(rows, number, None)
        assert drawn is not None
        ends = interval(metric, made(rows, np.random.default_rng([seed, number])), drawn)
        assert ends is not None
        held += ends[0] <= truth <= ends[1]
        width += ends[1] - ends[0]
    return held / sets, width / sets


def report() -> None:
    """Print how often intervals hold the truth."""
    print(f"\n95 % intervals of {SETS} simulated test sets, and how often they hold the truth")
    print(f"{'metric':<26}{'rows are':<20}{'rows':>6}{'width':>9}{'hold':>8}")
    for name, kind, rows, made in SCENES:
        share, width = coverage(name, rows, made)
        print(f"{name:<26}{kind:<20}{rows:>6}{width:>9.3f}{share:>8.1%}")


if __name__ == "__main__":
    report()
