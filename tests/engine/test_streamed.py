"""Training from rows on disk: the same bits as from memory, in windows of any size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.data.cache import cache_folder
from nettrain.engine import windows
from nettrain.engine.start import start
from nettrain.engine.state import values_of
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.plan.rows import Rows, rows_of
from nettrain.plan.stored import stored_rows
from tests.making import planned
from tests.surroundings import Unseen

LAYERS = "[dense: {units: 8, activation: relu}, batch_normalization, dropout: 0.2, output]"
TRAIN = "{epochs: 2, batch_size: 16, class_weights: balanced, compile: %s}"


def trained(made: Any, rows: dict[str, Rows]) -> tuple[list[dict[str, float]], list[np.ndarray]]:
    tf, keras = start(1, 3)
    steps = Steps(tf, keras, made.plan)
    training = Training(made.plan, steps, Unseen())
    training.prepare(rows["train"], rows["validation"])
    training.run()
    return training.history, values_of(steps.network.variables)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    return cache_folder()


@pytest.mark.parametrize(("compile_", "window"), [("xla", 1), ("xla", 3000), ("graph", 2000), ("xla", 1 << 30)])
def test_the_same_bits(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch, compile_: str, window: int
) -> None:
    monkeypatch.setattr(windows, "WINDOW", window)
    made = planned(tmp_path, "binary", LAYERS, TRAIN % compile_, rows=300)
    drawn = made.dataset.drawn
    held = rows_of(made.plan, drawn)
    assert len(held["train"]) % 16, "a partial batch at the end"
    stored = stored_rows(made.plan, drawn, ["file"])
    for side, rows in held.items():
        assert isinstance(stored[side].inputs, np.memmap)
        np.testing.assert_array_equal(stored[side].inputs, rows.inputs)
        np.testing.assert_array_equal(stored[side].labels, rows.labels)
        assert stored[side].handled == rows.handled
    one, two = trained(made, held), trained(made, stored)
    assert one[0] == two[0]
    for weights, others in zip(one[1], two[1], strict=True):
        np.testing.assert_array_equal(weights, others)


def test_an_error_on_the_way_reaches_the_caller(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "WINDOW", 1)
    made = planned(tmp_path, "binary", LAYERS, TRAIN % "eager", rows=300)
    rows = stored_rows(made.plan, made.dataset.drawn, ["file"])

    def broken(self: object, index: np.ndarray) -> list[Any]:
        raise OSError("the disk is gone")

    monkeypatch.setattr(windows.Streamed, "_gathered", broken)
    with pytest.raises(OSError, match="the disk is gone"):
        trained(made, rows)
