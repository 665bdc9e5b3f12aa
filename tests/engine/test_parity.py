"""The engine against its oracle: with equal initial weights and order, every epoch's loss is Keras's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import ConfigError
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows, class_weights, rows_of
from tests.making import planned
from tests.surroundings import Unseen

CASES = {
    "dense": ("binary", "[dense: {units: 16, activation: relu}, output]", "{}"),
    "whole batch": ("regression", "[dense: {units: 16, activation: tanh}, output]", "{batch_size: all}"),
    "several labels": ("multiclass", "[dense: {units: 16, activation: relu}, output]", "{optimizer: {sgd: 0.1}}"),
    "one-hot labels": ("multiclass", "[dense: 16, output]", "{loss: categorical_crossentropy}"),
    "logits": ("binary", "[dense: 16, dense: 1]", "{loss: {binary_crossentropy: {from_logits: true}}}"),
    "batch normalisation": ("binary", "[dense: 16, batch_normalization, activation: relu, output]", "{}"),
    "conv1d": ("multiclass", "[reshape: [8, 1], conv1d: {filters: 4, kernel_size: 3}, flatten, output]", "{}"),
    "lstm": ("binary", "[reshape: [8, 1], lstm: 6, output]", "{}"),
    "L2": (
        "regression",
        "[dense: {units: 16, kernel_regularizer: {l2: 0.01}, activity_regularizer: {l1: 0.001}}, output]",
        "{loss: huber}",
    ),
    "class weights": ("multiclass", "[dense: 16, output]", "{class_weights: {a: 3, b: 1, c: 0.5}}"),
    "balanced": ("binary", "[dense: 16, output]", "{class_weights: balanced, optimizer: rmsprop}"),
    "dense, graph": ("binary", "[dense: {units: 16, activation: relu}, output]", "{compile: graph}"),
    "a large weight": ("binary", "[dense: {units: 200, activation: relu}, dense: 40, output]", "{optimizer: sgd}"),
    "a large weight, penalised": (
        "binary",
        "[dense: {units: 200, kernel_regularizer: {l2: 0.01}}, dense: {units: 8, kernel_regularizer: l1}, output]",
        "{optimizer: sgd}",
    ),
    "constraint, penalised": (
        "binary",
        "[dense: {units: 8, kernel_constraint: {max_norm: 0.5}, kernel_regularizer: {l2: 0.1}}, output]",
        "{}",
    ),
    "embedding, penalised": (
        "regression",
        "[rescaling: 2, activation: relu, embedding: {input_dim: 20, output_dim: 3, embeddings_regularizer: l2}, "
        "flatten, dense: 4, output]",
        "{}",
    ),
    "constraint": ("binary", "[dense: {units: 16, kernel_constraint: {max_norm: 0.5}}, dense: 8, output]", "{}"),
    "spectral normalisation": ("binary", "[spectral_normalization: {layer: {dense: 8}}, dense: 8, output]", "{}"),
    "embedding": (
        "regression",
        "[rescaling: 2, activation: relu, embedding: {input_dim: 20, output_dim: 3}, flatten, output]",
        "{optimizer: {adagrad: 0.1}}",
    ),
    **{
        f"{written}, {how}": (
            "regression",
            "[dense: {units: 12, activation: tanh}, batch_normalization, output]",
            f"{{optimizer: {written}, compile: {how}}}",
        )
        for how, optimizers in {
            "xla": (
                "{adamw: {learning_rate: 0.01, weight_decay: 0.1}}",
                "{adam: {global_clipnorm: 0.1, amsgrad: true}}",
                "{adam: {gradient_accumulation_steps: 3, clipvalue: 0.01}}",
                "{sgd: {learning_rate: {cosine_decay: {initial_learning_rate: 0.1, decay_steps: 10}}, momentum: 0.9}}",
                "{nadam: {loss_scale_factor: 8}}",
            ),
            "graph": (
                "{adam: {clipnorm: 0.1}}",
                "{adam: {use_ema: true, ema_overwrite_frequency: 3}}",
                "{rmsprop: {centered: true, momentum: 0.5}}",
                "{ftrl: 0.1}",
                "lamb",
                "adafactor",
                "{lion: 0.01}",
                "{adadelta: 1.0}",
                "adamax",
            ),
        }.items()
        for written in optimizers
    },
    "graph": ("binary", "[dense: 16, batch_normalization, output]", "{compile: graph}"),
    "eager": ("binary", "[dense: 16, output]", "{compile: eager}"),
}


def rows(made: Any) -> tuple[Rows, Rows]:
    sides = rows_of(made.plan, made.dataset.drawn)
    return sides["train"], sides["validation"]


def keras_history(keras: Any, plan: Plan, network: Any, train: Rows, validation: Rows) -> dict[str, list[float]]:
    """Train the same network with Keras's own loop."""
    loss = plan.loss
    options = {name: getattr(loss, name) for name in type(loss).model_fields}
    wide = loss.form(plan.target, plan.outputs) == "one_hot"
    sides = [(np.eye(plan.target.width)[s.labels] if wide else s.labels) for s in (train, validation)]
    network.compile(
        optimizer=plan.config.train.optimizer.build(keras),
        loss=getattr(keras.losses, type(loss).__name__)(**options),
        jit_compile=False,
    )
    weights = dict(enumerate(class_weights(plan).tolist())) if plan.config.train.class_weights else None
    return network.fit(
        train.inputs,
        sides[0],
        batch_size=plan.batch_size,
        epochs=plan.config.train.epochs,
        shuffle=False,
        class_weight=weights,
        validation_data=(validation.inputs, sides[1]),
        verbose=0,
    ).history


@pytest.mark.parametrize(("kind", "layers", "train"), CASES.values(), ids=CASES)
def test_losses_equal_keras(tmp_path: Path, kind: str, layers: str, train: str) -> None:
    made = planned(tmp_path, kind, layers, train.replace("{", "{epochs: 4, keep: last, ", 1).replace(", }", "}"))
    plan = made.plan
    assert plan.rows["train"] % 32, "the last batch is a partial one"
    tf, keras = start(0, plan.config.seed)
    steps, (train_rows, validation) = Steps(tf, keras, plan), rows(made)
    twin = keras.models.clone_model(steps.network)
    twin.set_weights(steps.network.get_weights())
    training = Training(plan, steps, Unseen())
    training.prepare(train_rows, validation, lambda epoch: np.arange(len(train_rows), dtype=np.int32))
    training.run()
    expected = keras_history(keras, plan, twin, train_rows, validation)
    averaged = plan.config.train.optimizer.use_ema  # Keras validates the weights as they are, nettrain their average
    for name in ("loss",) if averaged else ("loss", "val_loss"):
        np.testing.assert_allclose([epoch[name] for epoch in training.history], expected[name], rtol=1e-5)
    np.testing.assert_allclose(
        steps.outputs(validation.inputs), twin.predict(validation.inputs, verbose=0), rtol=1e-3, atol=1e-4
    )


def test_a_scaled_loss_trains_an_embedding_alike(tmp_path: Path) -> None:
    """Keras itself cannot divide an embedding's gradient by the scale."""
    histories = []
    for scale in ("null", "8"):
        layers = "[rescaling: 2, activation: relu, embedding: {input_dim: 20, output_dim: 3}, flatten, output]"
        sgd = f"{{epochs: 3, compile: graph, optimizer: {{sgd: {{learning_rate: 0.1, loss_scale_factor: {scale}}}}}}}"
        made = planned(tmp_path, "regression", layers, sgd)
        train, validation = rows(made)
        training = Training(made.plan, Steps(*start(0, 1), made.plan), Unseen())
        training.prepare(train, validation)
        training.run()
        histories.append([values["loss"] for values in training.history])
    np.testing.assert_allclose(*histories, rtol=1e-5)
    assert histories[0][-1] < histories[0][0]


@pytest.mark.parametrize("how", ["graph", "eager"])
def test_a_number_that_is_no_code_is_told(tmp_path: Path, how: str) -> None:
    layers = "[rescaling: 100, activation: relu, embedding: {input_dim: 20, output_dim: 3}, flatten, output]"
    made = planned(tmp_path, "regression", layers, f"{{compile: {how}}}")
    train, validation = rows(made)
    training = Training(made.plan, Steps(*start(0, 1), made.plan), Unseen())
    training.prepare(train, validation)
    with pytest.raises(ConfigError, match=r"^in epoch 1, after step 0, an embedding was given a number"):
        training.run()
