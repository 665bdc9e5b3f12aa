"""`predict` and `eval` as whole processes, beside a bare import of TensorFlow and beside LiteRT alone on encoded rows;
and what its two libraries take side by side if nothing is made of what they give.

The rows are made like those of UCI Adult: six whole numbers, eight columns of words with as many levels, a blank behind
every comma, "?" for a missing cell, 115 inputs after encoding; the network has two layers of 128.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from nettrain.commands.opened import open_run
from nettrain.inference.network import Array, Network
from nettrain.quiet import quiet
from nettrain.rundir import LITE
from tests.making import write_config

FEW, MANY, ROUNDS = 10_000, 1_000_000, 3
LONG = (100_000, MANY, 4 * MANY)
LEVELS = (9, 16, 7, 15, 6, 5, 2, 42)
NETWORK = "[dense: {units: 128, activation: relu}, dense: {units: 128, activation: relu}, output]"
CORES = os.cpu_count() or 1
BARE = """
import threading
import polars as pl
from ai_edge_litert.interpreter import Interpreter
def invoke():
    interpreter = Interpreter(model_path="run/{model}", num_threads=1)
    interpreter.allocate_tensors()
    for _ in range({rows} // int(interpreter.get_input_details()[0]["shape"][0])):
        interpreter.invoke()
invoking = threading.Thread(target=invoke)
invoking.start()
pl.read_csv("many.csv", infer_schema=False)
invoking.join()
"""
"""Polars reads the cells as text, LiteRT works on zeros."""
NETTRAIN = [sys.executable, "-m", "nettrain", "-q"]


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder, FEW)
        write_config(folder, NETWORK, "{epochs: 1}", gates={"accuracy": {"min": 0}})
        subprocess.run([*NETTRAIN, "fit", "config.yaml", "-o", "run"], cwd=folder, check=True)
        bare = _seconds([sys.executable, "-c", "import tensorflow"], folder)
        few = _seconds(_predict("table.csv"), folder)
        print(f"predict {FEW:,} rows {few:.2f} s, import tensorflow {bare:.2f} s: {few / bare:.2f} of it")
        alone = _litert(folder / "run")
        for rows in LONG:
            _repeated(folder, rows)
            seconds, peak = _seconds(_predict("many.csv"), folder), _peak(_predict("many.csv"), folder)
            shares = ", ".join(f"{rows / seconds / rate:.2f} of {what}" for what, rate in alone.items())
            print(f"predict {rows:,} rows {seconds:.2f} s, {rows / seconds:,.0f} rows/s ({shares}), peak {peak:.0f} MB")
            if rows == MANY:
                bare = [sys.executable, "-c", BARE.format(rows=MANY, model=LITE)]
                print(
                    f"    Polars reads text while LiteRT works on zeros, nothing else: {_seconds(bare, folder):.2f} s"
                )
            judging = [*NETTRAIN, "eval", "run", "--data", "many.csv"]
            print(f"eval    {rows:,} rows {_seconds(judging, folder, 1):.2f} s, peak {_peak(judging, folder):.0f} MB")


def write_rows(folder: Path, rows: int) -> None:
    """Write table.csv."""
    rng = np.random.default_rng(0)
    numbers = [rng.integers(0, 10**width, rows) for width in (2, 6, 2, 5, 4, 2)]
    words = [np.array([f"word-{n}" for n in range(count)])[rng.integers(0, count, rows)] for count in LEVELS]
    words[0][rng.random(rows) < 0.05] = "?"
    label = np.where(numbers[0] + 10 * rng.normal(size=rows) > 50, ">50K", "<=50K")
    columns = [*numbers, *words, label]
    head = ", ".join([*(f"c{n}" for n in range(len(columns) - 1)), "y"])
    lines = [", ".join(map(str, row)) for row in zip(*columns, strict=True)]
    (folder / "table.csv").write_text("\n".join([head, *lines]) + "\n")


def _repeated(folder: Path, rows: int) -> None:
    head, _, body = (folder / "table.csv").read_text().partition("\n")
    with (folder / "many.csv").open("w") as file:
        file.write(head + "\n")
        for _ in range(rows // FEW):
            file.write(body)


def _litert(run: Path) -> dict[str, float]:
    """Return the rows a second of LiteRT alone, on encoded rows in memory, and print them."""
    content, shape = (run / LITE).read_bytes(), open_run(run).plan.inputs.shape
    rows = Array(np.random.default_rng(0).normal(size=(FEW, *shape)).astype(np.float32))
    one, several = Network(content), Network(content, CORES)

    def spread() -> None:
        with ThreadPoolExecutor(CORES) as pool:
            list(pool.map(several, [rows] * (MANY // FEW)))

    ways: dict[str, Callable[[], Any]] = {
        "one thread": lambda: [one(rows) for _ in range(MANY // FEW)],
        "a thread a core": spread,
    }
    rates = {}
    for what, run_all in ways.items():
        rates[what] = MANY / min(_clocked(run_all) for _ in range(ROUNDS))
    own = MANY / min(_clocked(lambda: _own_threads(content, rows.rows)) for _ in range(ROUNDS))
    told = ", ".join(f"{what} {rate:,.0f}" for what, rate in [*rates.items(), (f"num_threads={CORES}", own)])
    print(f"LiteRT alone, rows/s on {CORES} cores: {told}")
    return rates


def _own_threads(content: bytes, rows: Any) -> None:
    from ai_edge_litert.interpreter import Interpreter

    with quiet():
        interpreter = Interpreter(model_content=content, num_threads=CORES)
        interpreter.allocate_tensors()
    entry = interpreter.get_input_details()[0]
    batch = int(entry["shape"][0])
    for _ in range(MANY // batch):
        interpreter.tensor(entry["index"])()[:] = rows[:batch]
        interpreter.invoke()


def _predict(file: str) -> list[str]:
    return [*NETTRAIN, "predict", "run", file, "-o", "out.csv"]


def _clocked(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _seconds(command: list[str], folder: Path, rounds: int = ROUNDS) -> float:
    def run() -> None:
        subprocess.run(command, cwd=folder, check=True, capture_output=True)

    return median(_clocked(run) for _ in range(rounds))


def _peak(command: list[str], folder: Path) -> float:
    """Return the most memory that a command takes, in MB."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss / (1 << 10 if sys.platform == "linux" else 1 << 20)


if __name__ == "__main__":
    main()
