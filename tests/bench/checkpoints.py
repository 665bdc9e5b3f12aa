"""What a checkpoint costs: epochs with and without one in turns, so that noise falls on both alike.

The difference is all that a checkpoint takes away: copying the state, and hashing and writing it in a thread that
shares the cores with training. `python -m tests.bench.checkpoints`
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from statistics import median

from nettrain.commands.fitting.checkpoints import Checkpoints
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.rundir import RunDir
from tests.bench.training import SIZES, planned
from tests.surroundings import Unseen

ROUNDS, EPOCHS, EVERY = 25, 2, 5.0


def report() -> None:
    """Measure and print."""
    name = "54-512-512-1, batch 1024"
    plan, rows = planned(SIZES[name])
    steps = Steps(*start(0, 0), plan)
    training = Training(plan, steps, Unseen())
    training.prepare(rows, None)
    epoch, total = training.rows(1), len(rows) // plan.batch_size
    with tempfile.TemporaryDirectory() as folder:
        checkpoints = Checkpoints(RunDir(Path(folder)), lambda: None)

        def seconds(*, saved: bool) -> float:
            began = time.perf_counter()
            if saved:
                checkpoints.save(training.state(), wait=False)
            for _ in range(EPOCHS):
                steps.train(epoch, 0, total)
            checkpoints.wait()
            return time.perf_counter() - began

        pairs = [(seconds(saved=True), seconds(saved=False)) for _ in range(ROUNDS + 1)][1:]
        checkpoints.close()
        size = sum(path.stat().st_size for path in Path(folder).rglob("last.state")) / 1e6
    cost = median(one for one, _ in pairs) - median(other for _, other in pairs)
    print(
        f"{name}: a checkpoint of {size:.1f} MB takes {1000 * cost:.0f} ms from training, every 5 s {cost / EVERY:.1%}"
    )


if __name__ == "__main__":
    report()
