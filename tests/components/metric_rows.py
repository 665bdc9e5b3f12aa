"""Rows to try metrics on, as plain lists and as metrics take them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from nettrain.components.metric import Judged
from nettrain.components.task import Target, Task


@dataclass(frozen=True)
class Rows:
    """Judged rows as plain lists, for the loops of the oracles."""

    target: Target
    y: list[Any]
    p: list[list[float]]
    d: list[int]
    w: list[float]

    def __iter__(self) -> Iterator[tuple[Any, list[float], int, float]]:
        return iter(zip(self.y, self.p, self.d, self.w, strict=True))

    @property
    def labels(self) -> list[int]:
        return [1] if self.target.task is Task.BINARY else list(range(self.target.width))


def classes(labels: int, rows: int, seed: int, kind: str = "") -> Rows:
    draw = random.Random(seed)
    y = [0 if kind == "one label" else draw.randrange(labels) for _ in range(rows)]
    p = []
    for code in y:
        odds = [draw.random() + (i == code) * 0.4 for i in range(labels)]
        p.append([round(odd / sum(odds), 1) for odd in odds[:-1]])  # one decimal: many ties
        p[-1].append(max(0.0, 1 - sum(p[-1])))
    p = [[0.6, *([0.4 / (labels - 1)] * (labels - 1))]] * rows if kind == "constant" else p
    p = [[1 / labels if kind == "equal" else 0.0] * labels] * rows if kind in ("equal", "nothing") else p
    if kind == "certain":
        p = [[float(i == code) for i in range(labels)] for code in [*y[1:], y[0]]]
    w = [draw.choice([0.5, 1.0, 2.0]) if kind == "weights" else 1.0 for _ in range(rows)]
    task = Task.BINARY if labels == 2 else Task.MULTICLASS
    return Rows(Target(task, ("t",), tuple("abcde"[:labels])), y, p, [q.index(max(q)) for q in p], w)


def numbers(targets: int, rows: int, seed: int, kind: str = "") -> Rows:
    draw = random.Random(seed)
    y = [[0.1 if kind == "constant truth" else draw.gammavariate(2, 2) for _ in range(targets)] for _ in range(rows)]
    p = [[0.7 if kind.startswith("constant") else v + draw.gauss(0, 1) for v in row] for row in y]
    p = [[v if kind == "negative" else abs(v) + 0.01 for v in row] for row in p]
    y = [[0.0] * targets, *y[1:]] if kind == "zero" else y
    y = [*y[:-1], [-v for v in y[-1]]] if kind == "negative truth" else y
    w = [draw.choice([0.5, 1.0, 2.0]) if kind == "weights" else 1.0 for _ in range(rows)]
    columns = tuple(f"t{i}" for i in range(targets))
    return Rows(Target(Task.REGRESSION, columns), y, p, [0] * rows, w)


CASES = [
    *(
        classes(n, 40, seed, kind)
        for n in (2, 3, 5)
        for seed, kind in enumerate(["", "weights", "constant", "certain", "equal", "nothing"])
    ),
    *(classes(n, 20, 7, "one label") for n in (2, 3)),
    *(classes(n, 1, seed) for n in (2, 3) for seed in (8, 9)),
    *(numbers(n, 30, 3, k) for n in (1, 3) for k in ("", "weights", "constant", "constant truth", "zero")),
    *(numbers(n, 30, 3, k) for n in (1, 3) for k in ("negative", "negative truth")),
    *(numbers(n, 1, 4) for n in (1, 3)),
]


def judged(rows: Rows) -> Judged:
    weights = None if set(rows.w) == {1.0} else np.array(rows.w)
    predicted = np.array(rows.p)
    if rows.target.task is Task.REGRESSION:
        return Judged(rows.target, np.array(rows.y), predicted, None, weights)
    return Judged(rows.target, np.array(rows.y), predicted, np.array(rows.d), weights)
