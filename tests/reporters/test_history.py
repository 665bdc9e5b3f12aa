"""history.csv: what fit writes is read back, and what it never writes is told."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from nettrain.commands.saving import history_csv
from nettrain.errors import RunError
from nettrain.reporters.history import history_of
from nettrain.rundir import HISTORY, RunDir


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    run = RunDir(tmp_path)
    run.write(HISTORY, history_csv([{"loss": 0.1, "val_auc": math.nan}, {"loss": 1e-300, "val_auc": 1.0}]))
    made = history_of(run)
    assert (made["epoch"], made["loss"], made["val_auc"][1]) == ([1, 2], [0.1, 1e-300], 1.0)
    assert math.isnan(made["val_auc"][0])


def test_no_epoch(tmp_path: Path) -> None:
    run = RunDir(tmp_path)
    run.write(HISTORY, history_csv([]))
    assert history_of(run) == {"epoch": []}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"loss\n0.1\n",
        b"epoch,loss\n1\n",
        b"epoch,loss\n1,2,3\n",
        b"epoch,loss\n1,x\n",
        b"epoch,l\xff\n",
        b"epoch\n1\0\n",
    ],
    ids=["empty", "no epochs", "a short line", "a long line", "no number", "no UTF-8", "a null byte"],
)
def test_damaged(tmp_path: Path, content: bytes) -> None:
    run = RunDir(tmp_path)
    run.write(HISTORY, content)
    with pytest.raises(RunError, match=r"history\.csv is damaged: expected a line of names"):
        history_of(run)
