"""Small configs, tables and plans for tests."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import yaml

from nettrain.config.load import load
from nettrain.plan.making import Planned, make_plan
from nettrain.rundir import DECISION, EVENTS, HISTORY, MANIFEST, METRICS, PLAN, PREDICTIONS, RunDir

ROWS, COLUMNS = 150, 8


def write_table(folder: Path, kind: str, rows: int = ROWS, seed: int = 0) -> Path:
    """Write table.csv: columns c0 to c7, and y: "binary" (no, yes), "multiclass" (a, b, c) or "regression" numbers."""
    rng = np.random.default_rng(seed)
    cells = rng.normal(size=(rows, COLUMNS))
    score = cells[:, 0] * cells[:, 1] + cells[:, 2] + 0.1 * rng.normal(size=rows)
    if kind == "regression":
        target = [f"{value:.6g}" for value in 100 + 25 * score]
    else:
        cuts, labels = {"binary": ([0.0], ["no", "yes"]), "multiclass": ([-0.5, 0.5], ["a", "b", "c"])}[kind]
        target = [labels[n] for n in np.searchsorted(cuts, score)]
    lines = [",".join([*(f"c{n}" for n in range(COLUMNS)), "y"])]
    lines += [",".join([*(f"{x:.6g}" for x in row), y]) for row, y in zip(cells, target, strict=True)]
    path = folder / "table.csv"
    path.write_text("\n".join(lines) + "\n")
    return path


def write_config(folder: Path, layers: str, train: str = "{}", **more: object) -> Path:
    """Write config.yaml over table.csv; `layers` and `train` are YAML in flow style."""
    record = {
        "data": {"path": "table.csv", "target": "y"},
        "model": {"layers": yaml.safe_load(layers)},
        "train": yaml.safe_load(train),
        **more,
    }
    path = folder / "config.yaml"
    path.write_text(yaml.safe_dump(record, sort_keys=False))
    return path


def sealed(run: RunDir) -> None:
    """Have the manifest of a run hold its files as they are."""
    names = [
        *(path.name for path in run.path.glob("config*.yaml")),
        PLAN,
        HISTORY,
        DECISION,
        PREDICTIONS,
        EVENTS,
        METRICS,
    ]
    held = run.hashes([name for name in names if (run.path / name).is_file()])
    run.write_json(MANIFEST, {**run.read_json(MANIFEST), "files": held})


def planned(folder: Path, kind: str, layers: str, train: str = "{}", rows: int = ROWS, **more: object) -> Planned:
    """Return the plan of a small config over a small table."""
    write_table(folder, kind, rows)
    return make_plan(load([write_config(folder, layers, train, **more)]))
