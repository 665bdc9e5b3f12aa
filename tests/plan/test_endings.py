"""Networks that end otherwise than they mean to: layers behind `output`, and outputs that are changed at random."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.plan.making import make_plan
from tests.making import write_table

EARLY = "stands before other layers, which take its outputs for their inputs: put it last, and once"
RANDOM = "changes the network's outputs at random while it trains: put it before the last layer with weights"


@pytest.mark.parametrize(
    ("layers", "told"),
    [
        ("[{dense: 4}, {dropout: 0.1}, output]", []),
        ("[output, identity, {dense: {units: 3, activation: softmax}}]", [f"model.layers[0].output: {EARLY}"]),
        ("[output, {dropout: 0.1}]", [f"model.layers[0].output: {EARLY}"]),
        ("[{dense: 4}, output, output]", [f"model.layers[1].output: {EARLY}"]),
        ("[{dense: {units: 3, activation: softmax}}, {dropout: 0.1}]", [f"model.layers[1].dropout: {RANDOM}"]),
    ],
)
def test_told(layers: str, told: list[str], tmp_path: Path) -> None:
    table = write_table(tmp_path, "multiclass").name
    (tmp_path / "c.yaml").write_text(f"data: {{path: {table}, target: y}}\nmodel: {{layers: {layers}}}\n")
    notices = make_plan(load([tmp_path / "c.yaml"])).notices
    assert [f"{n.path}: {n.message}" for n in notices if n.path.startswith("model")] == told
