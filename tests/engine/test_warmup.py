"""A warm-up: the rates of the first steps by hand, the losses of Keras with those, and what else sets the rate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.config.train import TrainConfig
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.rows import Rows, rows_of
from tests.making import planned
from tests.surroundings import Unseen

LAYERS = "[dense: {units: 12, activation: tanh}, output]"
DECAY = "{learning_rate: {exponential_decay: {initial_learning_rate: 0.1, decay_steps: 2, decay_rate: 0.5}}}"
RATES = {
    "number": ("{sgd: 0.1}", "{steps: 4}", [0.02, 0.04, 0.06, 0.08, 0.1, 0.1, 0.1, 0.1]),
    "schedule": (f"{{adam: {DECAY}}}", "{steps: 3}", [0.025, 0.05, 0.075, *(0.1 * 0.5 ** (n / 2) for n in range(5))]),
    "an epoch by default": ("{sgd: 0.1}", "{}", [0.02, 0.04, 0.06, 0.08, 0.1, 0.1, 0.1, 0.1]),
    "half an epoch": ("{adam: 0.1}", "{epochs: 0.5}", [0.1 / 3, 0.2 / 3, *[0.1] * 6]),
    "accumulated": (
        "{sgd: {learning_rate: 0.1, gradient_accumulation_steps: 2}}",
        "{steps: 3}",
        [0.025, 0.025, 0.075, 0.075, 0.1, 0.1, 0.1, 0.1],
    ),
}
"""By optimizer and warm-up the rate of each of eight steps, four an epoch."""


def begun(folder: Path, train: str) -> tuple[Training, Rows]:
    """Return a training and its rows, which it takes in the order of the file."""
    made = planned(folder, "regression", LAYERS, train)
    rows = rows_of(made.plan, made.dataset.drawn)
    training = Training(made.plan, Steps(*start(0, made.plan.config.seed), made.plan), Unseen())
    order = np.arange(len(rows["train"]), dtype=np.int32)
    training.prepare(rows["train"], rows["validation"], lambda _: order)
    return training, rows["train"]


@pytest.mark.parametrize("how", ["xla", "graph", "eager"])
@pytest.mark.parametrize(("optimizer", "warmup", "rates"), RATES.values(), ids=RATES)
def test_rates_and_losses(tmp_path: Path, how: str, optimizer: str, warmup: str, rates: list[float]) -> None:
    train = f"{{epochs: 2, keep: last, compile: {how}, optimizer: {optimizer}, warmup: {warmup}}}"
    training, rows = begun(tmp_path, train)
    steps, seen = training.steps, []
    twin = steps.keras.models.clone_model(steps.network)
    twin.set_weights(steps.network.get_weights())
    expected = by_hand(steps, rows, twin, rates)
    assert training.plan.epoch_steps == 4
    for epoch in (1, 2):
        steps.sums.begin()
        for step in range(4):
            seen.append(steps.learning_rate())
            steps.train(training.rows(epoch), step, step + 1)
        assert steps.sums.so_far().loss == pytest.approx(expected[epoch - 1], rel=1e-5)
    assert seen == pytest.approx(rates, rel=1e-6)


def by_hand(steps: Steps, rows: Rows, network: Any, rates: list[float]) -> list[float]:
    """Train the network with Keras's own loop and the rate of each step; return the loss of each epoch."""
    tf, keras = steps.tf, steps.keras

    class Table(keras.optimizers.schedules.LearningRateSchedule):  # type: ignore[misc]
        def __call__(self, step: Any) -> Any:
            return tf.gather(tf.constant(rates, "float32"), tf.cast(step, "int32"))

    made = steps.plan.config.train.optimizer.model_copy(update={"learning_rate": 0.1}).build(keras)
    made.learning_rate = Table()
    network.compile(optimizer=made, loss="mean_squared_error")
    size = steps.plan.batch_size
    losses = network.fit(rows.inputs, rows.labels, batch_size=size, epochs=2, shuffle=False, verbose=0)
    return list(losses.history["loss"])


def test_a_plateau_is_looked_for_behind_it_and_lowers_the_whole_rate(tmp_path: Path) -> None:
    plateau = "reduce_on_plateau: {patience: 1, factor: 0.5, min_delta: 100}"
    training, _ = begun(tmp_path, f"{{epochs: 5, optimizer: {{sgd: 0.1}}, warmup: {{steps: 6}}, {plateau}}}")
    training.run()
    rates = [values["learning_rate"] for values in training.history]
    assert rates == pytest.approx([0.1 / 7, 0.5 / 7, 0.1, 0.1, 0.05]), "the third epoch is the first that counts"


@pytest.mark.parametrize("optimizer", ["{adam: auto}", "{adam: {learning_rate: auto, gradient_accumulation_steps: 2}}"])
def test_a_range_test_finds_the_same_rate_with_and_without(tmp_path: Path, optimizer: str) -> None:
    found = []
    for warmup in ("", ", warmup: {steps: 5}"):
        training, _ = begun(tmp_path, f"{{epochs: 2, optimizer: {optimizer}{warmup}}}")
        found.append(training.find_rate())
    assert found[0] == found[1]
    assert training.steps.learning_rate() == pytest.approx(found[1].rate / 6)


@pytest.mark.parametrize("epochs", [3.0, 1.0])
def test_steps_or_epochs(epochs: float) -> None:
    with pytest.raises(ValueError, match=f"expected steps or epochs, got both: steps 2 and epochs {epochs:g}"):
        TrainConfig.model_validate({"warmup": {"steps": 2, "epochs": epochs}})


WARMING = "cosine_decay: {initial_learning_rate: 0, decay_steps: 8, warmup_target: 1"


def rate(schedule: str) -> str:
    return f"optimizer: {{sgd: {{learning_rate: {{{schedule}}}}}}}"


@pytest.mark.parametrize(
    ("train", "told"),
    [
        ("warmup: {epochs: 3}", "rises over 12 steps, but there are 8: the whole learning rate is never reached"),
        ("warmup: {epochs: 2}", None),
        ("optimizer: {sgd: {gradient_accumulation_steps: 9}}", "waits for 9 batches, but there are 8: no weight"),
        ("optimizer: {sgd: {gradient_accumulation_steps: 8}}", None),
        ("optimizer: {sgd: {use_ema: true, ema_overwrite_frequency: 9}}", "is 9 steps, but there are 8: the weights"),
        ("optimizer: {sgd: {use_ema: true, ema_overwrite_frequency: 8}}", None),
        ("early_stopping: {start_from_epoch: 2}", "the first 2 epochs are not watched, and there are 2: training"),
        ("early_stopping: {start_from_epoch: 1}", None),
        ("optimizer: {sgd: {learning_rate: {cosine_decay: {initial_learning_rate: 1, decay_steps: 81}}}}", "81 steps"),
        ("optimizer: {sgd: {learning_rate: {cosine_decay: {initial_learning_rate: 1, decay_steps: 80}}}}", None),
        (rate("cosine_decay_restarts: {initial_learning_rate: 1, first_decay_steps: 81}"), "first_decay_steps: is 81"),
        (rate("cosine_decay_restarts: {initial_learning_rate: 1, first_decay_steps: 80}"), None),
        (rate("piecewise_constant_decay: {boundaries: [7, 9], values: [1, 2, 3]}"), "is step 7, but there are 8: the"),
        (rate("piecewise_constant_decay: {boundaries: [6, 9], values: [1, 2, 3]}"), None),
        (
            rate(f"{WARMING}, warmup_steps: 9}}"),
            "rises over 9 steps, but there are 8: the",
        ),
        (rate(f"{WARMING}, warmup_steps: 8}}"), None),
        (
            "early_stopping: {monitor: val_mean_absolute_error}",
            "the epoch that is best by val_loss is kept; train.",
        ),
        ("early_stopping: {monitor: val_mean_absolute_error}, keep: last", None),
        ("early_stopping: {monitor: val_mean_absolute_error}, monitor: val_loss", None),
        ("early_stopping: {monitor: val_loss}", None),
    ],
)
def test_what_does_not_come_to_pass_is_told(tmp_path: Path, train: str, told: str | None) -> None:
    made = planned(tmp_path, "regression", LAYERS, f"{{epochs: 2, {train}}}")
    notices = [f"{notice.path}: {notice.message}" for notice in made.notices if notice.path.startswith("train.")]
    assert len(notices) == (told is not None)
    assert all(str(told) in notice for notice in notices)
