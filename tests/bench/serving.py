"""`predict` as a whole process, beside a bare import of TensorFlow and beside LiteRT alone on encoded rows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from nettrain.commands.opened import open_run
from nettrain.inference.network import Network
from nettrain.rundir import LITE
from tests.making import write_config, write_table

FEW, MANY, ROUNDS = 10_000, 1_000_000, 3
NETWORK = "[dense: {units: 128, activation: relu}, dense: {units: 128, activation: relu}, output]"


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        head, *lines = write_table(folder, "binary", FEW).read_text().splitlines()
        (folder / "many.csv").write_text("\n".join([head, *(lines * (MANY // FEW))]) + "\n")
        write_config(folder, NETWORK, "{epochs: 1}")
        nettrain = [sys.executable, "-m", "nettrain", "-q"]
        subprocess.run([*nettrain, "fit", "config.yaml", "-o", "run"], cwd=folder, check=True)
        few, many = ([*nettrain, "predict", "run", file, "-o", "out.csv"] for file in ("table.csv", "many.csv"))
        bare = [sys.executable, "-c", "import tensorflow"]
        ours, theirs, long = (median(_seconds(command, folder) for _ in range(ROUNDS)) for command in (few, bare, many))
        print(f"predict {FEW:,} rows {ours:.2f} s, import tensorflow {theirs:.2f} s: {ours / theirs:.2f} of it")
        shape = open_run(folder / "run").plan.inputs.shape
        network = Network((folder / "run" / LITE).read_bytes())
        rows = np.random.default_rng(0).normal(size=(FEW, *shape)).astype(np.float32)
        began = time.perf_counter()
        network([rows] * (MANY // FEW))
        alone = time.perf_counter() - began
        print(f"predict {MANY:,} rows {MANY / long:,.0f} rows/s, LiteRT alone on one thread {MANY / alone:,.0f} rows/s")


def _seconds(command: list[str], folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
