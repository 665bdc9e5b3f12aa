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
from typing import Any

import numpy as np

from tests.bench import checkpoints, coverage, data, serving, training, whole

ROUNDS = 5
CONFIGS = Path(__file__).parents[2] / "configs"


def seconds(work: Callable[[], Any]) -> float:
    """Return the wall seconds of a call."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


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
    whole.report()
    training.report()
    checkpoints.report()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NETTRAIN_CACHE"] = str(Path(folder) / "cache")
        data.report(Path(folder))
    coverage.report()
    serving.main()


if __name__ == "__main__":
    main()
