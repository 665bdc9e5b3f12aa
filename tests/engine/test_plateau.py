"""The learning rate on a plateau: what Keras's ReduceLROnPlateau does with the same values."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nettrain.config.train import ReduceOnPlateau
from nettrain.engine.plateau import Plateau
from nettrain.engine.start import start
from nettrain.engine.watching import Watch

RULES: list[dict[str, Any]] = [
    {"patience": 2, "factor": 0.5},
    {"patience": 0, "factor": 0.5, "min_lr": 0.01},
    {"patience": 1, "factor": 0.1, "cooldown": 3},
    {"patience": 3, "factor": 0.3, "min_delta": 0.05, "cooldown": 1},
]


@pytest.mark.filterwarnings("ignore:__array__ implementation")  # of Keras with NumPy 2
@pytest.mark.parametrize("rule", RULES, ids=str)
def test_as_keras(rule: dict[str, Any]) -> None:
    _, keras = start(1, 0)
    values = np.round(np.random.default_rng(3).normal(size=60).cumsum() * 0.05 + np.linspace(1, 0.5, 60), 2)
    optimizer = keras.optimizers.SGD(0.1)
    theirs = keras.callbacks.ReduceLROnPlateau(monitor="val_loss", mode="min", **rule)
    theirs.set_model(SimpleNamespace(optimizer=optimizer))
    theirs.on_train_begin()
    ours = Plateau(ReduceOnPlateau(**rule), Watch("val_loss", min_delta=rule.get("min_delta", 1e-4)))
    rate, rates = np.float32(0.1), []
    for epoch, value in enumerate(values):
        lower = ours.lowered({"val_loss": float(value), "learning_rate": float(rate)})
        rate = rate if lower is None else np.float32(lower)
        theirs.on_epoch_end(epoch, {"val_loss": float(value)})
        rates.append(float(rate))
        assert float(rate) == float(optimizer.learning_rate.numpy()), epoch
    assert len(set(rates)) > 2
