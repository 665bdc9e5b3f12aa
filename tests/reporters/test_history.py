"""history.csv: what fit writes is read back, and what was changed since is told."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from nettrain.commands.fitting.saving import history_csv
from nettrain.errors import RunError
from nettrain.reporters.history import history_of
from nettrain.rundir import HISTORY, MANIFEST, RunDir


def holding(folder: Path, history: list[dict[str, float]]) -> RunDir:
    run = RunDir(folder)
    run.write(HISTORY, history_csv(history))
    run.write_json(MANIFEST, {"files": run.hashes([HISTORY])})
    return run


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    run = holding(tmp_path, [{"loss": 0.1, "val_auc": math.nan}, {"loss": 1e-300, "val_auc": 1.0}])
    made = history_of(run)
    assert (made["epoch"], made["loss"], made["val_auc"][1]) == ([1, 2], [0.1, 1e-300], 1.0)
    assert math.isnan(made["val_auc"][0])


def test_no_epoch(tmp_path: Path) -> None:
    assert history_of(holding(tmp_path, [])) == {"epoch": []}


def test_damaged(tmp_path: Path) -> None:
    run = holding(tmp_path, [{"loss": 0.1}])
    run.write(HISTORY, "epoch,loss\n1,0.2\n")
    with pytest.raises(RunError, match=r"history\.csv is damaged, or was changed by hand"):
        history_of(run)
