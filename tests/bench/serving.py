"""`predict` and `eval` as whole processes, beside a bare import of TensorFlow and beside LiteRT alone on encoded rows,
as a whole process too and within one that runs already; and what predict's two libraries take side by side if nothing
is made of what they give.

    python -m tests.bench.serving [FILE TARGET]

FILE is a CSV, such as Adult's (Kohavi 1996); without it rows of that form are made: six whole numbers, eight columns of
words with as many levels, a blank behind every comma, "?" for a missing cell. The networks are those that `init` writes
for it, and two layers of 128.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain, cycle, islice
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from nettrain.cli.exits import DONE, GATE_FAILED
from nettrain.commands.opening.opened import open_run
from nettrain.inference.network import Array, Network
from nettrain.quiet import quiet
from nettrain.rundir import LITE

FEW, MANY, ROUNDS = 10_000, 1_000_000, 3
LONG = (100_000, 4 * MANY)
LEVELS = (9, 16, 7, 15, 6, 5, 2, 42)
MIDDLE = "two layers of 128"
NETWORKS = {
    "init --preset small": ("small", []),
    MIDDLE: (
        "small",
        [
            "--set",
            "model.layers=[dense: {units: 128, activation: relu}, dense: {units: 128, activation: relu}, output]",
        ],
    ),
    "init --preset standard": ("standard", []),
}
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
pl.read_csv("{file}", infer_schema=False)
invoking.join()
"""
"""Polars reads the cells as text, LiteRT works on zeros."""
ENCODED = """
import numpy as np
from ai_edge_litert.interpreter import Interpreter
interpreter = Interpreter(model_path="run/{model}", num_threads=1)
interpreter.allocate_tensors()
entry, index = interpreter.get_input_details()[0], interpreter.get_output_details()[0]["index"]
batch, width = int(entry["shape"][0]), interpreter.get_output_details()[0]["shape"][1]
rows = np.random.default_rng(0).random((batch, *entry["shape"][1:]), np.float32)
made = np.empty(({rows}, width), np.float32)
for first in range(0, {rows}, batch):
    interpreter.tensor(entry["index"])()[:] = rows
    interpreter.invoke()
    made[first : first + batch] = interpreter.tensor(index)()[: {rows} - first]
"""
"""LiteRT alone, as a process of its own: rows that are encoded already, and outputs that go nowhere."""
PROCESS = "a process of LiteRT"
NETTRAIN = [sys.executable, "-m", "nettrain", "-q"]


def report(table: Path | None = None, target: str = "y") -> None:
    """Measure and print."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is not compiled again at each start
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if table is None:
            table = write_rows(folder)
        for rows in (FEW, MANY, *LONG):
            _repeated(table, target, rows, folder / f"{rows}.csv")
        for network, (preset, sets) in NETWORKS.items():
            _fit(folder, table, target, preset, sets)
            alone = _litert(folder / "run", network)
            _short(folder)
            _long(folder, MANY, alone)
            if network == MIDDLE:
                bare = [sys.executable, "-c", BARE.format(rows=MANY, model=LITE, file=f"{MANY}.csv")]
                told = "Polars reads text while LiteRT works on zeros, nothing else"
                print(f"    {told}: {_seconds(bare, folder):.2f} s")
                for rows in LONG:
                    _long(folder, rows, alone)


def _fit(folder: Path, table: Path, target: str, preset: str, sets: list[str]) -> None:
    shutil.rmtree(folder / "run", ignore_errors=True)
    config = f"{preset}.yaml"
    init = ["init", str(table), "--target", target, "--preset", preset, "--force", "-o", config]
    subprocess.run([*NETTRAIN, *init], cwd=folder, check=True)
    fit = ["fit", config, "-o", "run", "--set", "train.epochs=1", *sets]
    judged = subprocess.run([*NETTRAIN, *fit], cwd=folder, stdout=subprocess.DEVNULL)
    if judged.returncode not in (DONE, GATE_FAILED):
        raise SystemExit(judged.returncode)


def _short(folder: Path) -> None:
    importing = _seconds([sys.executable, "-c", "import tensorflow"], folder)
    few = _seconds(_predict(FEW), folder)
    print(f"predict {FEW:,} rows {few:.2f} s, import tensorflow {importing:.2f} s: {few / importing:.2f} of it")


def _long(folder: Path, rows: int, alone: dict[str, float]) -> None:
    """Predict and judge many rows; print seconds, rows a second beside LiteRT `alone`, and memory."""
    encoded = [sys.executable, "-c", ENCODED.format(model=LITE, rows=rows)]
    seconds, process = _in_turn([_predict(rows), encoded], folder, 2 * ROUNDS + 1)
    peak = _peak(_predict(rows), folder)
    rates = {**alone, f"{PROCESS}, {process:.2f} s": rows / process}
    shares = ", ".join(f"{rows / seconds / rate:.2f} of {what}" for what, rate in rates.items())
    print(f"predict {rows:,} rows {seconds:.2f} s, {rows / seconds:,.0f} rows/s ({shares}), peak {peak:.0f} MB")
    judging = [*NETTRAIN, "eval", "run", "--data", f"{rows}.csv"]
    print(f"eval    {rows:,} rows {_seconds(judging, folder, 1):.2f} s, peak {_peak(judging, folder):.0f} MB")


def write_rows(folder: Path) -> Path:
    """Write table.csv, and return it."""
    rng = np.random.default_rng(0)
    numbers = [rng.integers(0, 10**width, FEW) for width in (2, 6, 2, 5, 4, 2)]
    words = [np.array([f"word-{n}" for n in range(count)])[rng.integers(0, count, FEW)] for count in LEVELS]
    words[0][rng.random(FEW) < 0.05] = "?"
    label = np.where(numbers[0] + 10 * rng.normal(size=FEW) > 50, ">50K", "<=50K")
    columns = [*numbers, *words, label]
    head = ", ".join([*(f"c{n}" for n in range(len(columns) - 1)), "y"])
    lines = [", ".join(map(str, row)) for row in zip(*columns, strict=True)]
    path = folder / "table.csv"
    path.write_text("\n".join([head, *lines]) + "\n")
    return path


def _repeated(table: Path, target: str, rows: int, file: Path) -> None:
    """Write so many rows: those of the table, again and again."""
    lines = table.read_bytes().strip().splitlines()
    head = lines[:1] if target.encode() in lines[0] else []
    body = cycle(lines[len(head) :])
    with file.open("wb") as made:
        made.writelines(line + b"\n" for line in chain(head, islice(body, rows)))


def _litert(run: Path, network: str) -> dict[str, float]:
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
        rates[what] = MANY / median(_clocked(run_all) for _ in range(ROUNDS))
    own = MANY / median(_clocked(lambda: _own_threads(content, rows.rows)) for _ in range(ROUNDS))
    told = ", ".join(f"{what} {rate:,.0f}" for what, rate in [*rates.items(), (f"num_threads={CORES}", own)])
    print(f"{network}: {shape[0]} inputs; LiteRT alone, rows/s on {CORES} cores: {told}")
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


def _predict(rows: int) -> list[str]:
    return [*NETTRAIN, "predict", "run", f"{rows}.csv", "-o", "out.csv"]


def _clocked(work: Callable[[], Any]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _seconds(command: list[str], folder: Path, rounds: int = ROUNDS) -> float:
    return _in_turn([command], folder, rounds)[0]


def _in_turn(commands: list[list[str]], folder: Path, rounds: int) -> list[float]:
    """Return the median seconds of each command; they take turns, so that a slow minute is none of one alone."""

    def run(command: list[str]) -> None:
        done = subprocess.run(command, cwd=folder, capture_output=True)
        if done.returncode not in ((DONE, GATE_FAILED) if "eval" in command else (DONE,)):
            raise SystemExit(done.stderr.decode())

    seconds = [[_clocked(partial(run, command)) for command in commands] for _ in range(rounds)]
    return [median(some) for some in zip(*seconds, strict=True)]


def _peak(command: list[str], folder: Path) -> float:
    """Return the most memory that a command takes, in MB."""
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_maxrss / (1 << 10 if sys.platform == "linux" else 1 << 20)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        report(Path(sys.argv[1]).absolute(), sys.argv[2])
    else:
        report()
