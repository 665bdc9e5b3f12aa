"""predictions.csv read back: what was written, and every damage told."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from nettrain.errors import RunError
from nettrain.evaluation.recorded import recorded
from nettrain.plan.plan import Plan
from nettrain.rundir import PLAN, PREDICTIONS, RunDir
from tests.html.runs import written
from tests.making import sealed


def plan_of(run: RunDir) -> Plan:
    return Plan.from_json(run.read_json(PLAN))


def test_labels_weights_and_probabilities(tmp_path: Path) -> None:
    run = written(tmp_path, "weighed")
    made, table = recorded(run, plan_of(run)), pl.read_csv(run.path / PREDICTIONS)
    assert made.side == "test"
    assert made.rows.to_list() == table["row"].to_list()
    assert made.groups is None
    assert made.judged.weights is not None
    assert made.judged.weights.tolist() == table["w"].to_list()
    assert made.judged.predicted.tolist() == [list(row) for row in table.select("^probability_.*$").iter_rows()]
    assert made.judged.decided is not None
    for codes, name in ((made.judged.truth, "y"), (made.judged.decided, "predicted")):
        assert [made.judged.target.labels[code] for code in codes] == table[name].to_list()


def test_numbers_that_are_not_finite_are_kept(tmp_path: Path) -> None:
    run = written(tmp_path, "targets")
    table = pl.read_csv(run.path / PREDICTIONS)
    broken = table.with_columns(predicted_y=pl.lit(float("inf")))
    broken.write_csv(run.path / PREDICTIONS)
    sealed(run)
    judged = recorded(run, plan_of(run)).judged
    assert judged.truth.tolist() == [list(row) for row in table.select("y", "z").iter_rows()]
    assert judged.predicted.tolist() == [list(row) for row in broken.select("^predicted_.*$").iter_rows()]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("1,maybe,no,0.5,0.5", "incomplete mapping"),
        ("1,yes,,0.5,0.5", "a cell of its column 'predicted' is empty"),
        ("1,yes,no,0.5,", "a cell of its column 'probability_yes' is empty"),
        ("1,yes,no,0.5,x", "conversion from `str` to `f64` failed"),
        ("-1,yes,no,0.5,0.5", "conversion from `str` to `u32` failed"),
        ("1,yes,no,0.5,0.5\n1,yes,no,0.5,0.5", "it has 23 rows, expected 22"),
    ],
)
def test_plan_and_metrics_of_another_run(line: str, told: str, tmp_path: Path) -> None:
    """The file is as it was written; what stands beside it says otherwise."""
    run = written(tmp_path, "binary")
    head, _, *rest = run.read(PREDICTIONS).decode().splitlines()
    run.write(PREDICTIONS, "\n".join([head, line, *rest]) + "\n")
    sealed(run)
    with pytest.raises(RunError, match=rf"predictions\.csv is damaged: {re.escape(told)}"):
        recorded(run, plan_of(run))


def test_columns_of_another_run(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    run.write(PREDICTIONS, "row,y\n1,yes\n")
    sealed(run)
    with pytest.raises(RunError, match="it has 2 columns, expected 5"):
        recorded(run, plan_of(run))


def test_one_digit_that_was_changed(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    content = run.read(PREDICTIONS).decode()
    run.write(PREDICTIONS, content[:-2] + str((int(content[-2]) + 1) % 10) + "\n")
    told = "predictions.csv is damaged, or was changed by hand: its checksum does not hold"
    with pytest.raises(RunError, match=re.escape(told)):
        recorded(run, plan_of(run))
