"""The learning rate that is found by itself: by the rule, harmless to the state, and only once in a run's life."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest

import nettrain
from nettrain.commands.fitting.trained import RATE
from nettrain.engine import training as loop
from nettrain.engine.range_test import HIGHEST, LOWEST, chosen, diverged, smoothed
from nettrain.engine.start import start
from nettrain.engine.state import values_of
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import InterruptedRunError
from nettrain.events import Event, Notice
from nettrain.plan.rows import rows_of
from tests.making import planned, write_config, write_table
from tests.surroundings import Unseen

LAYERS = "[dense: {units: 8, activation: relu}, batch_normalization, dropout: 0.3, output]"


def test_a_tenth_of_where_the_running_mean_is_least() -> None:
    assert smoothed([4.0, 2.0]) == pytest.approx([4.0, (0.9 * 0.1 * 4 + 0.1 * 2) / (1 - 0.81)])
    rates = np.geomspace(1e-4, 1.0, 5)
    found = chosen(rates, [3.0, 2.0, 1.0, 30.0, math.inf])
    assert (found.rate, found.least, found.steps) == (0.001, pytest.approx(0.01), 5)
    assert chosen(rates, [math.nan]).rate == LOWEST / 10


GOES_ON = {
    "as it was": [-0.2] * 99,
    "falling through 0": [3.0 - n / 10 for n in range(99)],
    "noise around 0": [0.2, -0.2, -0.3, 0.3] * 25,
    "bounded": [-0.2] * 40 + [-1.0] * 50 + [1.0] * 50,
    "a strange row": [-0.5] * 40 + [1600.0] + [-0.5] * 99,
    "three times as large": [1.0] * 40 + [3.9] * 99,
}


@pytest.mark.parametrize("losses", GOES_ON.values(), ids=GOES_ON)
def test_the_search_goes_on(losses: list[float]) -> None:
    assert not any(diverged(losses[:end]) for end in range(1, len(losses) + 1))


ENDS = {
    "no number": ([1.0], [math.nan], 1),
    "endless": ([-0.2] * 40, [math.inf], 1),
    "for three steps": ([-1.0] * 40, [50.0] * 3, 3),  # the mean is 4.0, 8.6, 12.8, and may be 2
    "with the mean": ([1.0] * 40, [9.0] * 5, 5),  # the mean is 1.8, 2.5, 3.2, 3.8, 4.3, and may be 4
    "as far as it fell": ([0.5] * 28 + [-3.5] * 200, [9.5] * 30, 25),  # the mean is 9.5 - 13 x 0.9^n, and may be 8.5
}


@pytest.mark.parametrize(("before", "risen", "steps"), ENDS.values(), ids=ENDS)
def test_the_search_ends_where_the_loss_has_risen(before: list[float], risen: list[float], steps: int) -> None:
    losses = before + risen
    assert [diverged(losses[:end]) for end in range(1, len(before) + steps + 1)].index(True) == len(before) + steps - 1


def test_a_loss_below_0_is_made_smaller(tmp_path: Path) -> None:
    data = {"path": "table.csv", "target": ["y", "c7"]}
    train = "{loss: cosine_similarity, metrics: [], epochs: 5, optimizer: {adam: auto}}"
    made = planned(tmp_path, "regression", "[dense: {units: 8, activation: relu}, output]", train, data=data)
    training = Training(made.plan, Steps(*start(1, 1), made.plan), Unseen())
    rows = rows_of(made.plan, made.dataset.drawn)
    training.prepare(rows["train"], rows["validation"])
    found = training.find_rate()
    assert found.steps > 100
    assert found.rate > 1e-4
    training.run()
    assert training.history[-1]["loss"] < training.history[0]["loss"] - 0.1


def test_gradient_descent_stays_below_what_its_curvature_bears(tmp_path: Path) -> None:
    """On a linear network and squares the loss falls for rates below 2 / L, L the largest curvature."""
    made = planned(tmp_path, "regression", "[output]", "{optimizer: {sgd: auto}, batch_size: all}")
    train = rows_of(made.plan, made.dataset.drawn)["train"]
    inputs = np.hstack([train.inputs, np.ones((len(train), 1))])
    largest = 2 * np.linalg.eigvalsh(inputs.T @ inputs / len(train)).max()
    training = Training(made.plan, Steps(*start(1, 1), made.plan), Unseen())
    training.prepare(train, None)
    found = training.find_rate()
    assert LOWEST < found.rate < 2 / largest < 10 * found.least < 100 * HIGHEST
    assert 0.1 * 2 / largest < found.least < 10 * 2 / largest


@pytest.mark.parametrize("how", ["xla", "graph", "eager"])
def test_all_else_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr("nettrain.engine.range_test.STEPS", 40)
    train = f"{{epochs: 2, batch_size: 16, compile: {how}, optimizer: {{adam: %s}}}}"
    made = planned(tmp_path, "binary", LAYERS, train % "auto", rows=100)
    rows = rows_of(made.plan, made.dataset.drawn)
    steps = Steps(*start(1, 3), made.plan)
    training = Training(made.plan, steps, Unseen())
    training.prepare(rows["train"], rows["validation"])
    before = values_of(steps.variables)
    found = training.find_rate()
    changed = [n for n, now in enumerate(values_of(steps.variables)) if not np.array_equal(now, before[n])]
    assert [steps.variables[n].name for n in changed] == ["learning_rate"]
    training.run()
    given = planned(tmp_path, "binary", LAYERS, train % found.rate, rows=100)
    twin = Training(given.plan, Steps(*start(1, 3), given.plan), Unseen())
    twin.prepare(rows["train"], rows["validation"])
    twin.run()
    assert training.history == twin.history


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # of Keras, where it saves
def test_a_run_that_goes_on_never_searches_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where it was stopped before it went on: the manifest is written anew by then."""
    write_table(tmp_path, "binary")
    config = write_config(tmp_path, LAYERS, "{epochs: 2, compile: graph, optimizer: {adam: {learning_rate: auto}}}")
    told: list[Event] = []
    nettrain.fit(config, output=tmp_path / "whole", sets=["train.epochs=4"], show=told.append)
    manifest = json.loads((tmp_path / "whole/manifest.json").read_text())
    (said,) = [event.text for event in told if isinstance(event, Notice) and "learning rate" in event.text]
    assert said.startswith(f"learning rate {manifest[RATE]['rate']:g}: a tenth of ")
    assert f"rate      {manifest[RATE]['rate']:g}, found by a range test" in nettrain.show(tmp_path / "whole").text
    nettrain.fit(config, output=tmp_path / "run")

    def never(*_: object) -> None:
        raise AssertionError("it searches again")

    def stopped(*_: object) -> None:
        raise InterruptedRunError("stopped", 2)

    monkeypatch.setattr(loop, "range_test", never)
    with monkeypatch.context() as patch:
        patch.setattr(Training, "prepare", stopped)
        with pytest.raises(KeyboardInterrupt):
            nettrain.fit(resume=tmp_path / "run", sets=["train.epochs=4"])
    nettrain.fit(resume=tmp_path / "run", sets=["train.epochs=4"])
    for name in ("history.csv", "metrics.json", "checkpoints/best.state"):
        assert (tmp_path / "run" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes(), name
    assert json.loads((tmp_path / "run/manifest.json").read_text())[RATE] == manifest[RATE]
