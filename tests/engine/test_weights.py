"""What a row counts: in the loss and in the metrics, of training and validation, as in a Keras script."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.config.load import load
from nettrain.data.cache import cache_folder
from nettrain.engine import windows
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.rows import Rows, rows_of
from nettrain.plan.stored import stored_rows
from tests.making import write_config, write_table
from tests.surroundings import Unseen

LAYERS = "[dense: {units: 8, activation: relu, kernel_regularizer: {l2: 0.01}}, output]"


def weighed(folder: Path, kind: str, train: str) -> Planned:
    """Return the plan of a small config whose rows count 0 to 5: their mean is 2.5, far from 1."""
    head, *lines = write_table(folder, kind, 300).read_text().splitlines()
    cells = [f"{line},{row * 7 % 11 / 2:g}" for row, line in enumerate(lines)]
    (folder / "table.csv").write_text("\n".join([f"{head},w", *cells]) + "\n")
    data = {"path": "table.csv", "target": "y", "weight": "w"}
    return make_plan(load([write_config(folder, LAYERS, train, data=data)]))


def history(made: Planned, sides: dict[str, Rows]) -> tuple[list[dict[str, float]], Steps]:
    training = Training(made.plan, steps := Steps(*start(1, 3), made.plan), Unseen())
    training.prepare(sides["train"], sides["validation"], lambda epoch: np.arange(len(sides["train"]), dtype=np.int32))
    training.run()
    return training.history, steps


METRICS = {
    "regression": {
        "root_mean_squared_error": "RootMeanSquaredError",
        "mean_absolute_error": "MeanAbsoluteError",
        "r2_score": "R2Score",
    },
    "binary": {"accuracy": "BinaryAccuracy", "log_loss": "BinaryCrossentropy"},
}


@pytest.mark.parametrize("how", ["xla", "graph", "eager"])
@pytest.mark.parametrize("kind", METRICS)
def test_history_equals_keras(tmp_path: Path, kind: str, how: str) -> None:
    """Losses are divided by the number of rows, metrics by the sum of the weights; so in training as in validation."""
    train = f"{{epochs: 3, keep: last, compile: {how}, metrics: [{', '.join(METRICS[kind])}]}}"
    made = weighed(tmp_path, kind, train)
    sides = rows_of(made.plan, made.dataset.drawn)
    assert len(sides["train"]) % made.plan.batch_size, "the last batch is a partial one"
    _, keras = start(1, 3)
    network = Steps(*start(1, 3), made.plan).network
    own = made.plan.targets[0].facts if kind == "regression" else {"mean": 0.0, "std": 1.0}
    network.compile(
        optimizer=made.plan.config.train.optimizer.build(keras),
        loss="mse" if kind == "regression" else "binary_crossentropy",
        weighted_metrics=[getattr(keras.metrics, theirs)(name=name) for name, theirs in METRICS[kind].items()],
    )
    ready: Any = {side: (r.inputs, r.labels.reshape(-1, 1).astype("f"), r.sample_weights) for side, r in sides.items()}
    inputs, labels, counts = ready["train"]
    expected = network.fit(
        inputs,
        labels,
        sample_weight=counts,
        batch_size=made.plan.batch_size,
        epochs=3,
        shuffle=False,
        validation_data=ready["validation"],
        verbose=0,
    ).history
    found, _ = history(made, sides)
    for name, values in expected.items():
        unit = own["std"] if name.endswith("error") else 1.0  # Keras was shown scaled numbers
        np.testing.assert_allclose([epoch[name] for epoch in found], np.array(values) * unit, rtol=2e-5, err_msg=name)


def test_class_weights_weigh_the_loss_alone(tmp_path: Path) -> None:
    """As in validation; the network stands still, so that an epoch's sums can be taken by hand."""
    train = "{epochs: 1, batch_size: 32, optimizer: {sgd: 1e-30}, metrics: [accuracy, log_loss], class_weights: %s}"
    made = weighed(tmp_path, "binary", train % "{'no': 3, 'yes': 0.5}")
    sides = rows_of(made.plan, made.dataset.drawn)
    (values,), steps = history(made, sides)
    penalty = 0.01 * float((steps.weights[0].numpy() ** 2).sum())
    for side, prefix, by_label in (("train", "", np.array([3.0, 0.5])), ("validation", "val_", np.ones(2))):
        rows = sides[side]
        yes = steps.outputs(rows.inputs)[:, 0].astype(np.float64)
        losses = -np.log(np.where(rows.labels == 1, yes, 1 - yes))
        counts = rows.sample_weights
        assert counts is not None
        assert values[f"{prefix}loss"] == pytest.approx((by_label[rows.labels] * counts * losses).mean() + penalty)
        assert values[f"{prefix}log_loss"] == pytest.approx((counts * losses).sum() / counts.sum(), rel=1e-5)
        right = (yes > 0.5) == (rows.labels == 1)
        assert values[f"{prefix}accuracy"] == pytest.approx(counts[right].sum() / counts.sum())


def test_rows_on_disk_count_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(windows, "WINDOW", 3000)
    made = weighed(tmp_path, "binary", "{epochs: 2, batch_size: 16, class_weights: balanced, metrics: [accuracy, auc]}")
    held = rows_of(made.plan, made.dataset.drawn)
    stored = stored_rows(made.plan, made.dataset.drawn, ["file"])
    assert cache_folder().is_dir()
    assert isinstance(stored["train"].inputs, np.memmap)
    assert history(made, held)[0] == history(made, stored)[0]
