"""Training beside its peers: rows a second of one epoch, each in turn, medians of several rounds.

The peers are PyTorch and JAX from .venv-bench (`make bench` installs them), a C program built here, and Keras's own
loop as people write it and with 100 steps a call. nettrain trains through its whole loop, events included.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from nettrain.config.load import load
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.events import EpochEnded, Event
from nettrain.plan.making import make_plan
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows, rows_of
from tests.bench.peers import rows as made_rows
from tests.surroundings import Unseen

ROUNDS = 5
HERE = Path(__file__).parent
PEERS = HERE.parents[1] / ".venv-bench/bin/python"
SIZES = {
    "2-10-10-1, batch 32": (64_000, 2, 10, 32),
    "100-256-256-1, batch 256": (25_600, 100, 256, 256),
    "54-512-512-1, batch 1024": (20_480, 54, 512, 1024),
}
REGULAR = (64_000, 20, 64, 32)
Speed = Callable[[], float]
"""Trains one epoch or two; returns rows a second of the last."""


class Watching(Unseen):
    """Surroundings that keep the speed of the last epoch."""

    speed = 0.0

    def emit(self, event: Event) -> None:
        """Note how fast the epoch was, with all that belongs to it."""
        if isinstance(event, EpochEnded):
            self.speed = event.seconds


def planned(size: tuple[int, int, int, int], between: tuple[Any, ...] = ()) -> tuple[Plan, Rows]:
    """Return plan and training rows of a network; `between` are layers behind each hidden one."""
    count, columns, units, batch = size
    inputs, labels = made_rows(count, columns)
    hidden = [{"dense": {"units": units, "activation": "relu"}}, *between]
    record = {
        "data": {"path": "rows.csv", "target": "y", "split": {"validation": 0, "test": 0}},
        "model": {"layers": [*hidden, *hidden, "output"]},
        "train": {"epochs": 3, "batch_size": batch, "keep": "last", "metrics": ["accuracy"]},
    }
    with tempfile.TemporaryDirectory() as folder:
        csv, config = Path(folder) / "rows.csv", Path(folder) / "config.yaml"
        names = ",".join([*(f"x{n}" for n in range(columns)), "y"])
        np.savetxt(
            csv, np.hstack([inputs, labels]), fmt=["%.4f"] * columns + ["%d"], delimiter=",", header=names, comments=""
        )
        config.write_text(json.dumps(record))
        made = make_plan(load([config]))
        return made.plan, rows_of(made.plan, made.dataset.drawn)["train"]


def nettrain(size: tuple[int, int, int, int], between: tuple[Any, ...] = ()) -> Speed:
    """Train with nettrain; `between` are layers behind each hidden one."""
    plan, train = planned(size, between)
    steps = Steps(*start(0, 0), plan)

    def speed() -> float:
        around = Watching()
        training = Training(plan, steps, around)
        training.prepare(train, None)
        training.run()
        return len(train) / around.speed

    return speed


def keras_fit(size: tuple[int, int, int, int], **how: Any) -> Speed:
    """Train with `model.fit`."""
    count, columns, units, batch = size
    _, keras = start(0, 0)
    layers = [keras.layers.Dense(units, activation="relu") for _ in range(2)]
    network = keras.Sequential([keras.Input((columns,)), *layers, keras.layers.Dense(1, activation="sigmoid")])
    network.compile("adam", "binary_crossentropy", metrics=["accuracy"], **how)
    inputs, labels = (part[: 600 * batch] for part in made_rows(count, columns))

    def speed() -> float:
        began = time.perf_counter()
        network.fit(inputs, labels, batch_size=batch, verbose=0)
        return len(inputs) / (time.perf_counter() - began)

    return speed


def process(*command: str) -> Speed:
    """Run a peer that prints its speed."""
    return lambda: float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def medians(contenders: dict[str, Speed]) -> dict[str, float]:
    """Measure in turns, after one round that warms up."""
    for speed in contenders.values():
        speed()
    rounds = [{name: speed() for name, speed in contenders.items()} for _ in range(ROUNDS)]
    return {name: median(turn[name] for turn in rounds) for name in contenders}


def report() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        plain = str(Path(folder) / "plain")
        subprocess.run(
            ["gcc", "-O3", "-march=native", "-ffast-math", str(HERE / "plain.c"), "-o", plain, "-lm"], check=True
        )
        for name, size in SIZES.items():
            words = [str(number) for number in size]
            contenders = {
                "model.fit": keras_fit(size),
                "model.fit, 100 steps a call": keras_fit(size, steps_per_execution=100),
                "nettrain": nettrain(size),
                "plain C, one core": process(plain, *words),
            }
            for peer in ("torch", "jax"):
                if PEERS.exists():
                    contenders[peer] = process(str(PEERS), str(HERE / "peers.py"), peer, *words)
            found = medians(contenders)
            print(f"{name}, rows/s")
            for who, speed in sorted(found.items(), key=lambda pair: pair[1]):
                print(f"    {who:<32}{speed:>14,.0f}{found['nettrain'] / speed:>9.2f}x")
    between = ({"batch_normalization": {}}, {"dropout": 0.3})
    found = medians({"without": nettrain(REGULAR), "with": nettrain(REGULAR, between)})
    cost = found["without"] / found["with"]
    print(f"20-64-64-1, batch 32: dropout and batch normalisation cost {cost:.2f} times the time without")


if __name__ == "__main__":
    report()
