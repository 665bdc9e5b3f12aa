"""What small commands take, beside a bare import of TensorFlow: `python -m tests.bench.starting`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

ROUNDS = 7
NETTRAIN = Path(sys.executable).with_name("nettrain")
DATA = Path(__file__).parents[2] / "data" / "penguins.csv"
CONFIG = f"""
data: {{path: {DATA}, target: species}}
model: {{layers: [dense: {{units: 32, activation: relu}}, dense: {{units: 16, activation: relu}}, output]}}
train: {{epochs: 1}}
"""


def seconds(*command: object, cache: Path | None = None, code: int = 0) -> float:
    """Return the wall seconds of a command that ends with `code`; `cache` is its $NETTRAIN_CACHE."""
    environment = {**os.environ, "NETTRAIN_CACHE": str(cache)} if cache else None
    began = time.perf_counter()
    ended = subprocess.run([str(word) for word in command], capture_output=True, env=environment, check=False)
    spent = time.perf_counter() - began
    if ended.returncode != code:
        raise RuntimeError(f"{command} ended with {ended.returncode}: {ended.stderr.decode()}")
    return spent


def report() -> None:
    """Measure in turns, and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        config = folder / "penguins.yaml"
        config.write_text(CONFIG)
        one = ("fit", config, "-o")
        seconds(NETTRAIN, *one, folder / "run", cache=folder / "full")
        rows: dict[str, list[float]] = {}
        for number in range(ROUNDS + 1):
            measured = {
                "--help": seconds(NETTRAIN, "--help"),
                "check": seconds(NETTRAIN, "check", config),
                "check, which refuses": seconds(NETTRAIN, "check", config, "--set", "train.epochs=0", code=2),
                "predict, 344 rows": seconds(NETTRAIN, "predict", folder / "run", DATA, "-o", folder / "p.csv"),
                "fit, one epoch, first": seconds(
                    NETTRAIN, *one, folder / f"a{number}", cache=folder / f"cache{number}"
                ),
                "fit, one epoch, again": seconds(NETTRAIN, *one, folder / f"b{number}", cache=folder / "full"),
                "import": seconds(sys.executable, "-c", "import tensorflow"),
            }
            for what, spent in measured.items() if number else ():
                rows.setdefault(what, []).append(spent)
    imported = median(rows.pop("import"))
    for what, spent in rows.items():
        ours, name = median(spent), f"{what} | import tensorflow, s"
        print(f"{name:<52}{ours:>10.3f}{imported:>10.3f}{ours / imported:>8.2f}x")


if __name__ == "__main__":
    report()
