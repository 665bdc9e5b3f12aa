"""Reading and encoding beside what Polars alone needs to read the same file, and rows that do not fit into memory.

Each measurement is a process of its own, so that its peak of memory can be told: `python -m tests.bench.data WHAT
FILE`.
"""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from nettrain.config.load import load
from nettrain.entry import ENVIRONMENT
from nettrain.plan.making import make_plan
from nettrain.plan.rows import rows_of

NUMBERS, WHOLE, LEVELS = 24, 4, (4, 8, 12, 20)
ROUNDS = 5


def write_csv(path: Path, rows: int) -> None:
    """Write `rows` x 33: random numbers with 6 decimals, whole numbers, categories, and a target of two labels."""
    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for start in range(0, rows, 500_000):
            count = min(500_000, rows - start)
            cells: dict[str, object] = {f"x{n}": rng.normal(size=count).round(6) for n in range(NUMBERS)}
            cells |= {f"n{n}": rng.integers(0, 1000, count) for n in range(WHOLE)}
            for n, levels in enumerate(LEVELS):
                cells[f"k{n}"] = np.array([f"k{n}_{level}" for level in range(levels)])[rng.integers(0, levels, count)]
            score = np.asarray(cells["x0"]) * np.asarray(cells["x1"]) + rng.normal(size=count)
            cells["y"] = np.where(score > 0, "yes", "no")
            pl.DataFrame(cells).write_csv(file, include_header=not start, float_precision=6)
        file.flush()
        os.fsync(file.fileno())  # so that nothing is still written while something is measured


def config(csv: Path, memory: str) -> Path:
    """Write a config beside the CSV."""
    path = csv.with_suffix(".yaml")
    record = {
        "data": {"path": csv.name, "target": "y", "memory": memory},
        "model": {"layers": [{"dense": 16}, "output"]},
        "train": {"epochs": 1, "batch_size": 1024},
    }
    path.write_text(json.dumps(record))
    return path


def polars(csv: Path) -> dict[str, float]:
    """Read the file as Polars does, numbers as Float32."""
    names = pl.read_csv(csv, n_rows=1).columns
    schema = {name: pl.Float32 if name[0] in "xn" else pl.String for name in names}
    return {"seconds": _timed(lambda: pl.read_csv(csv, schema=schema))}


def encoded(csv: Path, memory: str) -> dict[str, float]:
    """Profile and encode the file; peak memory and the bytes of the encoded matrix."""
    from nettrain.plan.stored import stored_rows

    def work() -> None:
        made = make_plan(load([config(csv, memory)], (), None))
        drawn = made.dataset.drawn
        rows = (
            stored_rows(made.plan, drawn, [str(time.time())], last=True)
            if made.plan.stored
            else rows_of(made.plan, drawn, last=True)
        )
        sizes.append(sum(part.inputs.nbytes for part in rows.values()))

    sizes: list[int] = []
    return {"seconds": _timed(work), "peak": _peak(), "matrix": sizes[0]}


def first_loss(csv: Path, memory: str) -> dict[str, float]:
    """Return the loss of the first epoch."""
    import nettrain

    losses: list[float] = []
    nettrain.fit(
        config(csv, memory),
        output=csv.parent / f"run-{memory}-{time.time_ns()}",
        show=lambda event: losses.append(event.values["loss"]) if hasattr(event, "values") else None,
    )
    return {"loss": losses[0], "peak": _peak()}


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _peak() -> int:
    """Return the most bytes that this process held; `ru_maxrss` would count those of the one that started it."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


def alone(*arguments: str) -> dict[str, float]:
    """Measure in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.data", *arguments],
        capture_output=True,
        check=True,
        env={**os.environ, **ENVIRONMENT},
    )
    return dict(json.loads(done.stdout))


def report(folder: Path, rows: int = 1_000_000) -> None:
    """Measure and print."""
    small, large = folder / "small.csv", folder / "large.csv"
    write_csv(small, rows)
    pairs = [(alone("polars", str(small)), alone("encoded", str(small), "auto")) for _ in range(ROUNDS)]
    theirs = median(pair[0]["seconds"] for pair in pairs)
    ours = median(pair[1]["seconds"] for pair in pairs)
    peak, matrix = (median(pair[1][what] for pair in pairs) for what in ("peak", "matrix"))
    print(f"{f'{rows:,} x 33: encode | Polars reads, s':<52}{ours:>10.2f}{theirs:>10.2f}{ours / theirs:>8.2f}x")
    print(f"{'    peak memory | encoded matrix, MB':<52}{peak / 1e6:>10.0f}{matrix / 1e6:>10.0f}{peak / matrix:>8.2f}x")
    losses = [alone("first_loss", str(small), memory)["loss"] for memory in ("auto", "10MB")]
    print(f"{'    first loss, in memory | on disk':<52}{losses[0]!r:>20} {losses[1]!r:>20}")
    write_csv(large, 10 * rows)
    big = alone("encoded", str(large), "1GiB")
    ratio = big["seconds"] / ours
    print(f"{f'{10 * rows:,} rows, 1GiB | {rows:,}, s':<52}{big['seconds']:>10.2f}{ours:>10.2f}{ratio:>8.2f}x")
    print(f"{'    peak memory | 1.5 GiB, MB':<52}{big['peak'] / 1e6:>10.0f}{1.5 * 2**30 / 1e6:>10.0f}")


if __name__ == "__main__":
    gc.disable()  # as the command line does
    what = {"polars": polars, "encoded": encoded, "first_loss": first_loss}[sys.argv[1]]
    print(json.dumps(what(Path(sys.argv[2]), *sys.argv[3:])))
