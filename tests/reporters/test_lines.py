"""Lines that count: one thing is one thing, in text, in Markdown and in JUnit's XML alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nettrain.events import Decided, Judged, RunEnded, RunStarted
from nettrain.reporters import lines
from nettrain.reporters.account import Account
from nettrain.reporters.junit import junit
from nettrain.reporters.markdown import markdown
from tests.reporters.events import ENDED

JUDGED = [
    ("test", 1, "judged on 1 test row"),
    ("test", 1234, "judged on 1,234 test rows"),
    ("validation", 1, "judged on 1 validation row"),
    ("new.csv", 1, "judged on 1 row of new.csv"),
    ("new.csv", 2, "judged on 2 rows of new.csv"),
]


@pytest.mark.parametrize(("side", "rows", "told"), JUDGED)
def test_how_many_rows_were_judged(side: str, rows: int, told: str) -> None:
    event = Judged(side=side, rows=rows, scores={})
    assert lines.judged(event) == told
    account = Account("eval", "runs/a/1", judged=event)
    assert f"\n{told}\n" in junit(account).replace("<system-out>", "\n")
    assert f"\nJ{told[1:]}.\n" in markdown(account)


STARTED = [
    ({"train": 243, "validation": 50, "test": 51}, "243 train, 50 validation, 51 test rows"),
    ({"train": 1234, "validation": 0, "test": 1}, "1,234 train, 1 test row"),
    ({"train": 1, "validation": 0, "test": 0}, "1 train row"),
]


@pytest.mark.parametrize(("rows", "told"), STARTED, ids=[told for _, told in STARTED])
def test_how_many_rows_a_run_has(rows: dict[str, int], told: str) -> None:
    event = RunStarted(run="r", name="r", epochs=1, rows=rows, layers=1, params=2, monitor="loss")
    assert lines.started(event) == [f"run r: {told}; 1 layer, 2 weights"]


@pytest.mark.parametrize(("rows", "told"), [(1, "the 1 validation row 0.5,"), (2, "the 2 validation rows 0.5,")])
def test_how_many_rows_decided(rows: int, told: str) -> None:
    threshold = {"metric": "f1_score", "label": "yes", "value": 0.3, "score": 0.5, "before": 0.4}
    (line,) = lines.decided(Decided(rows=rows, threshold=threshold))
    assert f"f1_score of {told} at 0.5 0.4" in line


@pytest.mark.parametrize(
    ("earlier", "trained"),
    [(0, "1,092 epochs"), (1091, "1 more epoch, 1,092 in all,"), (1092, "0 more epochs, 1,092 in all,")],
)
def test_how_many_epochs_a_command_trained(earlier: int, trained: str) -> None:
    """The seconds are those of the command, and so are the epochs beside them."""
    event = replace(ENDED, epoch=1092, best_epoch=9, best_value=0.1, seconds=2.0, earlier=earlier)
    assert lines.ended(event) == f"trained {trained} in 2.0 s (all epochs); best epoch 9 with val_loss 0.1, kept"


@pytest.mark.parametrize(("total", "whole"), [(0.0, ""), (26.1, "; 26.1 s in all")])
def test_how_long_a_command_and_its_run_took(total: float, whole: str) -> None:
    event = RunEnded(run="r", passed=True, seconds=12.4, timing={"compile": 4.0}, total=total)
    assert lines.finished(event) == [f"saved in r after 12.4 s, 4.0 s of it compiling{whole}"]
