"""A tiny run from CSV to verdict, twice: does training work here, and does it give the same bits?"""

from __future__ import annotations

import signal
import tempfile
from pathlib import Path
from typing import NamedTuple

from nettrain.errors import InterruptedRunError
from nettrain.reporters.history import history_of
from nettrain.rundir import MANIFEST, TIMING, RunDir
from nettrain.signals import Ended

EPOCHS = 12
CONFIG = """\
name: trial
data: {path: rows.csv, target: y, split: {validation: 0.2, test: 0.2}}
model: {layers: [dense: {units: 8, activation: tanh}, dropout: 0.01, output]}
train: {optimizer: {adam: 0.05}, batch_size: 16, epochs: EPOCHS}
"""
"""Two half-planes, which any network learns at once; the dropout draws random numbers as larger ones do."""


class Trial(NamedTuple):
    """What came of it; seconds are those of the first of the two runs."""

    epochs: int
    first_loss: float
    last_loss: float
    same_bits: bool
    devices: tuple[str, ...]
    import_seconds: float
    train_seconds: float


def trial() -> Trial:
    """Train in a folder that is gone afterwards.

    Raises what training raises; at a signal KeyboardInterrupt, as there is no run to go on with.
    """
    from nettrain.commands import fit

    with tempfile.TemporaryDirectory(prefix="nettrain-doctor-") as made:
        folder = Path(made)
        rows = [((n * 37) % 101 - 50, (n * 71) % 103 - 51) for n in range(400)]
        lines = ["a,b,y", *(f"{a},{b},{'up' if a + b > 0 else 'down'}" for a, b in rows)]
        (folder / "rows.csv").write_text("\n".join(lines) + "\n")
        (folder / "trial.yaml").write_text(CONFIG.replace("EPOCHS", str(EPOCHS)))
        runs = [RunDir(folder / name) for name in ("first", "second")]
        try:
            for run in runs:
                fit.run([folder / "trial.yaml"], output=run.path)
        except InterruptedRunError as stopped:
            raise (KeyboardInterrupt if stopped.signal == signal.SIGINT else Ended(stopped.signal)) from None
        losses = history_of(runs[0])["loss"]
        manifests = [run.read_json(MANIFEST) for run in runs]
        spent = runs[0].read_json(TIMING)["seconds"]
        return Trial(
            len(losses),
            losses[0],
            losses[-1],
            manifests[0]["weights_sha256"] == manifests[1]["weights_sha256"],
            tuple(manifests[0]["devices"]),
            spent["import"],
            spent["compile"] + spent["train"],
        )
