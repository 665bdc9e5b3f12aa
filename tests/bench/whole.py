"""The whole command beside a Keras script that does the same: `python -m tests.bench.whole [FOLDER]`.

FOLDER holds train.csv, validation.csv and test.csv of Adult (Kohavi 1996), target `income`; without it, tables of the
same form are made: 26,048, 6,513 and 16,281 rows of 6 numbers and 8 categories, a few cells of them missing.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from tests.bench.starting import NETTRAIN, seconds

ROUNDS = 5
ROWS = {"train": 26_048, "validation": 6_513, "test": 16_281}
LEVELS = (8, 16, 7, 14, 6, 5, 2, 41)
HIDDEN = {"dense": {"units": 128, "activation": "relu"}}


def write_tables(folder: Path) -> None:
    """Write tables of the form of Adult: the target follows from all columns, and a part of it from chance."""
    rng = np.random.default_rng(0)
    weights = rng.normal(size=6), [rng.normal(size=levels) for levels in LEVELS]
    for side, rows in ROWS.items():
        numbers = rng.gamma(2.0, 20.0, size=(rows, 6)).round()
        codes = [(levels * rng.random(rows) ** 2).astype(int) for levels in LEVELS]
        score = (numbers / 40 - 1) @ weights[0] + sum(w[code] for w, code in zip(weights[1], codes, strict=True))
        cells: dict[str, object] = {f"n{n}": numbers[:, n].astype(int) for n in range(6)}
        for n, code in enumerate(codes):
            words = [f"level {level}" for level in code]
            missing = rng.random(rows) < (0.05 if n < 2 else 0.0)
            cells[f"k{n}"] = [None if gone else word for word, gone in zip(words, missing, strict=True)]
        cells["income"] = np.where(score + rng.logistic(size=rows) > 2, ">50K", "<=50K")
        pl.DataFrame(cells).write_csv(folder / f"{side}.csv")


def write_config(folder: Path, data: Path) -> Path:
    """Write the config of two layers of 128."""
    record = {
        "data": {**{side: str(data / f"{side}.csv") for side in ROWS}, "target": "income"},
        "model": {"layers": [HIDDEN, HIDDEN, "output"]},
        "train": {"epochs": 10, "batch_size": 128},
    }
    path = folder / "whole.yaml"
    path.write_text(json.dumps(record))
    return path


def report(data: Path | None = None) -> None:
    """Measure in turns, and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if data is None:
            write_tables(folder)
        config = write_config(folder, (data or folder).resolve())
        bare = "import sys\nfor name in ('PIL', 'scipy', 'sklearn'): sys.modules[name] = None\nimport tensorflow"
        rounds, timings = [], []
        for number in range(ROUNDS + 1):
            run = folder / f"run{number}"
            rounds.append(
                (
                    seconds(NETTRAIN, "fit", config, "-o", run, cache=folder / "cache"),
                    seconds(NETTRAIN, "fit", config, "-o", folder / f"first{number}", cache=folder / f"cache{number}"),
                    seconds(sys.executable, Path(__file__).with_name("plain_keras.py"), (data or folder)),
                    seconds(sys.executable, "-c", bare),
                )
            )
            timings.append(json.loads((run / "timing.json").read_text())["seconds"])
        ours, first, script, imported = (median(column) for column in zip(*rounds[1:], strict=True))
        phases = {phase: median(timing[phase] for timing in timings[1:]) for phase in timings[0]}
    print(f"{'whole fit | Keras script, s':<52}{ours:>10.2f}{script:>10.2f}{ours / script:>8.2f}x")
    print(f"{'whole first fit | Keras script, s':<52}{first:>10.2f}{script:>10.2f}{first / script:>8.2f}x")
    print(f"{'whole first fit | import tensorflow, s':<52}{first:>10.2f}{imported:>10.2f}{first / imported:>8.2f}x")
    print(f"{'whole fit | import tensorflow, s':<52}{ours:>10.2f}{imported:>10.2f}{ours / imported:>8.2f}x")
    print("    " + ", ".join(f"{phase} {spent:.2f}" for phase, spent in phases.items()))


if __name__ == "__main__":
    report(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
