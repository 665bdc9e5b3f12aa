"""A whole run of columns that are called as those that we, or Polars, make on the way."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
