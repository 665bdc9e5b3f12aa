"""Several devices: the losses of one, and what cannot be spread is refused before TensorFlow is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nettrain.engine.devices import strategy_of
from nettrain.engine.start import start
from nettrain.errors import ConfigError
from tests.making import planned

LAYERS = "[dense: {units: 8, activation: relu, kernel_regularizer: {l2: 0.01}}, dense: 4, output]"
BOTH = """
import json, sys
from pathlib import Path
import numpy as np
from nettrain.engine.devices import strategy_of
from tests.surroundings import Unseen
from nettrain.engine.start import start
from nettrain.engine.state import State
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.rows import rows_of
from tests.making import planned

class Keeping(Unseen):
    def save(self, state, *, wait=False):
        self.kept = state.to_bytes()

def trained(devices, epochs, kept=None):
    train = "{epochs: %d, keep: last, batch_size: %s, optimizer: {adamw: 0.01}, devices: %d, compile: graph}"
    train = train % (epochs, sys.argv[3], devices)
    made = planned(Path(sys.argv[1]), "binary", sys.argv[2], train, rows=int(sys.argv[4]))
    assert (made.plan.rows["train"] % made.plan.batch_size) % 2 == int(sys.argv[5])
    rows = rows_of(made.plan, made.dataset.drawn)
    tf, keras = start(1, 3, 2)
    steps, around = Steps(tf, keras, made.plan, "float32", strategy_of(tf, devices)), Keeping()
    assert steps.devices == devices
    training = Training(made.plan, steps, around)
    training.prepare(rows["train"], rows["validation"])
    if kept:
        training.restore(State.from_bytes(kept))
    training.run()
    whole = steps.in_full()
    np.testing.assert_allclose(whole.outputs(rows["test"].inputs), steps.outputs(rows["test"].inputs), atol=1e-6)
    return training.history, around.kept

one, _ = trained(1, 4)
two, _ = trained(2, 4)
_, half = trained(2, 2)
again, _ = trained(2, 4, half)
print(json.dumps([one, two, again]))
"""


@pytest.mark.parametrize(("batch", "rows", "odd"), [(16, 150, 0), (16, 151, 1)])
def test_the_losses_of_one_device(tmp_path: Path, batch: int, rows: int, odd: int) -> None:
    """On two virtual processors; the rows of the last batch are an even number, or an odd one."""
    done = subprocess.run(
        [sys.executable, "-c", BOTH, str(tmp_path), LAYERS, str(batch), str(rows), str(odd)],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr[-2000:]
    one, two, again = json.loads(done.stdout)
    for epoch, other in zip(one, two, strict=True):
        for name, value in epoch.items():
            np.testing.assert_allclose(other[name], value, rtol=1e-5, err_msg=name)
    assert again == two, "going on from the middle"


@pytest.mark.parametrize(
    ("train", "path", "message"),
    [
        ("{devices: 2, compile: xla}", "train.compile", "expected graph or auto, which several devices take"),
        ("{devices: 2, optimizer: {adam: {clipnorm: 1}}}", "train.optimizer.adam.clipnorm", "one device alone"),
        ("{devices: auto, precision: mixed_float16}", "train.precision", "mixed_float16 is for one"),
        (
            "{devices: 3, batch_size: 32}",
            "train.batch_size",
            "32 rows cannot be cut evenly for 3 devices: take 30 or 33",
        ),
        ("{devices: 64, batch_size: 32}", "train.batch_size", "32 rows cannot be cut evenly for 64 devices: take 64"),
        ("{devices: 9, batch_size: all}", "train.batch_size", "106 rows cannot be cut evenly for 9 devices: take 99"),
        ("{devices: 200, batch_size: all}", "train.batch_size", "for 200 devices: take at most 106 devices"),
    ],
)
def test_refused(tmp_path: Path, train: str, path: str, message: str) -> None:
    with pytest.raises(ConfigError) as refused:
        planned(tmp_path, "binary", LAYERS, train)
    (problem,) = refused.value.problems
    assert problem.path == path
    assert message in problem.message


def test_a_layer_that_changes_by_itself_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="changes its weights by itself"):
        planned(tmp_path, "binary", "[spectral_normalization: {layer: {dense: 8}}, output]", "{devices: 2}")


def test_graph_is_taken_by_itself(tmp_path: Path) -> None:
    made = planned(tmp_path, "binary", LAYERS, "{devices: 2}")
    assert made.plan.compiled == "graph"
    assert any("2 devices are parts of the processor" in notice.message for notice in made.notices)


def test_a_process_that_has_begun_with_fewer() -> None:
    """What the first run of a process decided stays for the next."""
    tf, _ = start(1, 0, 1)
    with pytest.raises(ConfigError, match=r"64 are asked for, but TensorFlow has begun with \d+ in this process"):
        strategy_of(tf, 64)
