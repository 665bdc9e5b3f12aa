"""make bench: nettrain beside Keras's own loop, and `check` beside a bare import of TensorFlow.

Each pair is measured in turns, several times; medians and the ratio are printed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.rows import rows_of
from tests.bench import coverage, data, serving
from tests.making import planned
from tests.surroundings import Silent

ROUNDS = 5
CONFIGS = Path(__file__).parents[2] / "configs"
NETWORKS = {
    "8-10-10-1, batch 32": ("[dense: {units: 10, activation: relu}, dense: {units: 10, activation: relu}, output]", 32),
    "8-256-256-1, batch 256": (
        "[dense: {units: 256, activation: relu}, dense: {units: 256, activation: relu}, output]",
        256,
    ),
}
ROWS = 40_000


def seconds(work: Callable[[], Any]) -> float:
    """Return the wall seconds of a call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def epochs(layers: str, batch: int) -> tuple[float, float]:
    """Return rows a second of nettrain's epoch and of `model.fit` on the same network and rows."""
    with tempfile.TemporaryDirectory() as folder:
        made = planned(Path(folder), "binary", layers, f"{{batch_size: {batch}, epochs: 1}}", rows=ROWS)
    tf, keras = start(0, 0)
    steps = Steps(tf, keras, made.plan)
    sides = rows_of(made.plan, made.dataset.drawn)
    rows, validation = sides["train"], sides["validation"]
    network = keras.models.clone_model(steps.network)
    network.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    training = Training(made.plan, steps, Silent())

    def ours() -> None:
        training.history.clear()
        training.run(rows, validation)

    def theirs() -> None:
        network.fit(
            rows.inputs,
            rows.labels.astype("float32"),
            batch_size=batch,
            validation_data=(validation.inputs, validation.labels),
            verbose=0,
        )

    for warm in (ours, ours, theirs):  # compile, and find the length of a call
        warm()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(ROUNDS)]
    return len(rows) / median(a for a, _ in pairs), len(rows) / median(b for _, b in pairs)


def commands() -> tuple[float, float]:
    """Return the seconds of `nettrain check` and of `import tensorflow`, each in a process of its own."""
    check = [str(Path(sys.executable).with_name("nettrain")), "check", str(CONFIGS / "penguins.yaml")]
    bare = [sys.executable, "-c", "import tensorflow"]

    def run(command: list[str]) -> Callable[[], Any]:
        return lambda: subprocess.run(command, capture_output=True, check=True)

    run(check)()
    pairs = np.array([(seconds(run(check)), seconds(run(bare))) for _ in range(2 * ROUNDS + 1)])
    ours, theirs = np.median(pairs, axis=0)
    return float(ours), float(theirs)


def main() -> None:
    """Measure and print the table."""
    print(f"{'what':<36}{'nettrain':>14}{'peer':>14}{'ratio':>9}")
    ours, theirs = commands()
    print(f"{'check | import tensorflow, s':<36}{ours:>14.3f}{theirs:>14.3f}{theirs / ours:>8.1f}x")
    for name, (layers, batch) in NETWORKS.items():
        ours, theirs = epochs(layers, batch)
        print(f"{f'{name} | model.fit, rows/s':<36}{ours:>14,.0f}{theirs:>14,.0f}{ours / theirs:>8.1f}x")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NETTRAIN_CACHE"] = str(Path(folder) / "cache")
        data.report(Path(folder))
    coverage.report()
    serving.main()


if __name__ == "__main__":
    main()
