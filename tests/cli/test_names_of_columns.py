"""A whole run of columns that are called as those that we, or Polars, make on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nettrain.config.load import load
from tests.cli.conftest import nettrain
from tests.plan.test_names_of_columns import NAMES, ROWS, written


@pytest.mark.parametrize("kind", ["numbers", "words"])
def test_a_run_of_any_names(kind: str, tmp_path: Path) -> None:
    written(tmp_path, kind, **({"weight": "value"} if kind == "numbers" else {}))
    by = [word for name in NAMES[:3] for word in ("--by", name)]
    kept = [word for name in NAMES for word in ("--keep", name)]
    told = []
    for command in (
        ["fit", "c.yaml", "--set", "train.epochs=1", "-o", "run"],
        ["eval", "run", *by],
        ["eval", "run", "--data", "f.csv", *by],
        ["predict", "run", "f.csv", *kept, "-o", "p.csv"],
        ["report", "run", *by, "-o", "r.html"],
    ):
        done = nettrain(tmp_path, *command, *([] if command[0] == "report" else ["--json"]))
        assert done.returncode == 0, done.stderr
        told.append(done.stdout)
    fitted, judged, everywhere = map(json.loads, told[:3])
    assert fitted["metrics"] == judged["metrics"]
    assert everywhere["rows"] == ROWS
    lines = (tmp_path / "p.csv").read_text().splitlines()
    assert [line.split(",")[: len(NAMES)] for line in lines] == [
        line.split(",")[:-1] for line in (tmp_path / "f.csv").read_text().splitlines()
    ]


@pytest.mark.parametrize("length", [1024, 1025, 5000])
def test_a_name_that_is_longer_than_a_key_on_one_line_may_be(length: int, tmp_path: Path) -> None:
    """YAML reads no longer ones; what init and check --print-config write of them is a config all the same."""
    name = "x" * length
    rows = [f"{row * 3 % 11}.5,{row * 7 % 40}.5,{'no' if row % 3 else 'yes'}" for row in range(60)]
    (tmp_path / "f.csv").write_text("\n".join([f"{name},b,y", *rows, ""]))
    assert nettrain(tmp_path, "init", "f.csv", "--target", "y", "-o", "c.yaml").returncode == 0
    printed = nettrain(tmp_path, "check", "c.yaml", "--print-config")
    (tmp_path / "printed.yaml").write_text(printed.stdout)
    for config in ("c.yaml", "printed.yaml"):
        assert list(load([tmp_path / config]).config.data.columns) == [name, "b"], config
