"""Gates: what they take, what passes, and what is said of it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from nettrain.commands.judging.verdict import Verdict
from nettrain.components.gate import Gate
from nettrain.evaluation.gates import judge_gates, judge_reference, judge_slice, unheld
from nettrain.evaluation.judging import Score
from nettrain.reporters.junit import gate_name

REFUSED = [
    ({}, "expected min, max or beats_baseline: true, got none of them"),
    ({"beats_baseline": False}, "expected min, max or beats_baseline: true, got none of them"),
    ({"min": 1.0, "max": 0.5}, "expected min to be at most max, got min 1.0 and max 0.5"),
    ({"min": math.nan}, "finite number"),
    ({"max": math.inf}, "finite number"),
    ({"min": "0.5"}, "valid number"),
    ({"mim": 0.5}, "did you mean 'min'?"),
]


@pytest.mark.parametrize(("options", "message"), REFUSED, ids=[str(o) for o, _ in REFUSED])
def test_senseless_gates_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as found:
        Gate.model_validate(options)
    assert message in str(found.value)


OUTCOMES = [
    (0.942, {"min": 0.95}, False, "accuracy 0.942 is below the gate's 0.95"),
    (0.95, {"min": 0.95}, True, "accuracy 0.95 passes the gate: min 0.95"),
    (0.949999, {"min": 0.95}, False, "accuracy 0.949999 is below the gate's 0.95"),
    (math.nextafter(0.95, 0), {"min": 0.95}, False, "accuracy 0.9499999999999998 is below the gate's 0.95"),
    (
        0.010496377034797078,
        {"min": 0.01049637703479708},
        False,
        "accuracy 0.010496 is below the gate's 0.01049637703479708",
    ),
    (0.0104963, {"max": 0.01049}, False, "accuracy 0.0105 is above the gate's 0.01049"),
    (0.0104963, {"min": 0.010497}, False, "accuracy 0.010496 is below the gate's 0.010497"),
    (112907.9, {"min": 112908}, False, "accuracy 112,907.9 is below the gate's 112908.0"),
    (112908.125, {"max": 112908}, False, "accuracy 112,908.1 is above the gate's 112908.0"),
    (0.94114, {"min": 0.94112}, True, "accuracy 0.94114 passes the gate: min 0.94112"),
    (0.94116, {"max": 0.94118}, True, "accuracy 0.94116 passes the gate: max 0.94118"),
    (0.31, {"max": 0.3}, False, "accuracy 0.31 is above the gate's 0.3"),
    (0.3, {"max": 0.3}, True, "accuracy 0.3 passes the gate: max 0.3"),
    (0.123456, {"min": 0.1, "max": 0.2}, True, "accuracy 0.1235 passes the gate: min 0.1, max 0.2"),
    (0.05, {"min": 0.1, "max": 0.2}, False, "accuracy 0.05 is below the gate's 0.1"),
    (0.25, {"min": 0.1, "max": 0.2}, False, "accuracy 0.25 is above the gate's 0.2"),
    (0.0, {"min": 0, "max": 0}, True, "accuracy 0 passes the gate: min 0.0, max 0.0"),
    (-1e9, {"max": 5}, True, "accuracy -1.000e+09 passes the gate: max 5.0"),
    (math.nan, {"min": 0.1}, False, "accuracy is undefined: no gate lets that pass"),
    (math.inf, {"min": 0.1}, False, "accuracy is inf: no gate lets that pass"),
    (-math.inf, {"max": 0.1}, False, "accuracy is -inf: no gate lets that pass"),
]


@pytest.mark.parametrize(("value", "ends", "passed", "message"), OUTCOMES, ids=[o[3] for o in OUTCOMES])
def test_outcome_and_message(value: float, ends: dict[str, float], passed: bool, message: str) -> None:
    (result,) = judge_gates({"accuracy": Score(value, 0.5, "max")}, [("accuracy", Gate.model_validate(ends))])
    assert result.passed is passed
    assert result.message == message


def test_every_gate_is_judged_in_the_order_of_the_gates() -> None:
    scores = {"log_loss": Score(0.4, 0.6, "min"), "auc": Score(0.9, 0.5, "max"), "accuracy": Score(0.8, 0.5, "max")}
    gates = [("accuracy", Gate(min=0.9)), ("log_loss", Gate(max=0.3)), ("auc", Gate(min=0.8, max=0.99))]
    results = judge_gates(scores, [*gates, ("accuracy", Gate(min=0.7))])
    assert [(r.metric, r.value, r.min, r.max, r.passed) for r in results] == [
        ("accuracy", 0.8, 0.9, None, False),
        ("log_loss", 0.4, None, 0.3, False),
        ("auc", 0.9, 0.8, 0.99, True),
        ("accuracy", 0.8, 0.7, None, True),
    ]
    assert results[0].to_json() == {
        "kind": "limit",
        "metric": "accuracy",
        "value": 0.8,
        "min": 0.9,
        "max": None,
        "passed": False,
        "message": "accuracy 0.8 is below the gate's 0.9",
    }


def test_no_gates_no_results() -> None:
    assert judge_gates({"auc": Score(0.9, 0.5, "max")}, []) == ()


BASELINES = [
    (Score(0.9, 0.5, "max", (0.8, 0.95)), True, "m 0.9 [0.8, 0.95] beats the baseline 0.5"),
    (Score(0.9, 0.85, "max", (0.8, 0.95)), False, "m 0.9 [0.8, 0.95] is not shown to beat the baseline 0.85"),
    (
        Score(112000.0, 112908.4, "min", (110000.0, 115000.0)),
        False,
        "m 112,000 [110,000; 115,000] is not shown to beat the baseline 112,908",
    ),
    (Score(0.3, 0.5, "min", (0.2, 0.4)), True, "m 0.3 [0.2, 0.4] beats the baseline 0.5"),
    (Score(0.9, 0.5, "max"), False, "m 0.9 has no interval: it does not pass as better"),
    (Score(0.9, math.nan, "max", (0.8, 1.0)), False, "m 0.9 [0.8, 1] has no baseline: it does not pass as better"),
]


@pytest.mark.parametrize(("score", "passed", "message"), BASELINES)
def test_gate_at_the_baseline(score: Score, passed: bool, message: str) -> None:
    (result,) = judge_gates({"m": score}, [("m", Gate(beats_baseline=True))])
    assert (result.kind, result.passed, result.message) == ("baseline", passed, message)
    both = judge_gates({"m": score}, [("m", Gate(min=0.1, beats_baseline=True))])
    assert [result.kind for result in both] == ["limit", "baseline"]


REFERENCES: list[tuple[str, tuple[float, tuple[float, float] | None], float | None, bool, str]] = [
    ("max", (-0.02, (-0.05, 0.01)), None, True, "differs from r by -0.02 [-0.05, +0.01]: not shown to be worse"),
    ("max", (-0.02, (-0.05, -0.01)), None, False, "differs from r by -0.02 [-0.05, -0.01]: worse"),
    ("min", (0.02, (0.01, 0.05)), None, False, "differs from r by +0.02 [+0.01, +0.05]: worse"),
    ("min", (-0.02, (-0.05, -0.01)), None, True, "differs from r by -0.02 [-0.05, -0.01]: not shown to be worse"),
    ("max", (-0.02, (-0.05, 0.01)), 0.05, True, "differs from r by -0.02 [-0.05, +0.01]: at most 0.05 worse"),
    ("max", (0.0, (-0.05, 0.05)), 0.01, False, "by 0 [-0.05, +0.05]: not shown to be at most 0.01 worse"),
    ("min", (0.0, (-0.05, 0.05)), 0.01, False, "by 0 [-0.05, +0.05]: not shown to be at most 0.01 worse"),
    ("min", (0.0, (0.0, 0.0)), 0.0, True, "by 0 [0, 0]: at most 0 worse"),
    ("max", (0.0, (0.0, 0.0)), None, True, "by 0 [0, 0]: not shown to be worse"),
    ("max", (-0.02, (-0.05, 0.0)), None, True, "by -0.02 [-0.05, 0]: not shown to be worse"),
    ("min", (0.02, (0.0, 0.05)), None, True, "by +0.02 [0, +0.05]: not shown to be worse"),
    ("max", (0.01, None), None, False, "by +0.01 with no interval: that lets nothing pass"),
    (
        "max",
        (math.nan, None),
        None,
        False,
        "m cannot be held against r since it is undefined there: that lets nothing pass",
    ),
]


@pytest.mark.parametrize(("goal", "change", "margin", "passed", "message"), REFERENCES)
def test_gate_at_another_run(goal: Any, change: Any, margin: float | None, passed: bool, message: str) -> None:
    result = judge_reference("m", Score(0.9, 0.5, goal), "r", change, margin)
    assert (result.kind, result.passed, result.reference) == ("reference", passed, "r")
    assert result.message.endswith(message)
    undefined = judge_reference("m", Score(math.nan, 0.5, goal), "r", (math.nan, None), margin)
    assert not undefined.passed
    assert "undefined here" in undefined.message


def test_gate_of_a_group() -> None:
    limit, baseline = judge_slice(
        {"m": Score(0.7, 0.5, "max", (0.6, 0.8))}, {"m": Gate(min=0.9, beats_baseline=True)}, "sex", "male"
    )
    assert (limit.kind, limit.min, limit.column, limit.group, limit.passed) == ("limit", 0.9, "sex", "male", False)
    assert limit.message == "m of sex=male 0.7 is below the gate's 0.9"
    assert (baseline.kind, baseline.column, baseline.group, baseline.passed) == ("baseline", "sex", "male", True)
    assert baseline.message == "m of sex=male 0.7 [0.6, 0.8] beats the baseline 0.5"
    assert gate_name(limit.to_json()) == "m where sex is male: min 0.9"
    assert gate_name(baseline.to_json()) == "m where sex is male: beats the baseline"


SMALL, LARGE = {"group": "a", "small": True, "pooled": False}, {"group": "b", "small": False, "pooled": False}
POOL = {"group": "(9 other values)", "small": False, "pooled": True}
UNHELD: list[tuple[dict[str, Any], list[str]]] = [
    ({"sex": [SMALL, SMALL]}, ["sex"]),
    ({"sex": [SMALL, LARGE]}, []),
    ({"sex": [SMALL, POOL]}, ["sex"]),
    ({"sex": [LARGE, POOL]}, []),
    ({"sex": [SMALL], "island": [SMALL], "year": [SMALL]}, ["sex", "island"]),
    ({}, []),
]
"""Groups by column, where `sex` and `island` have gates and `year` has none, and the columns whose gates hold nothing.
"""


@pytest.mark.parametrize(("slices", "columns"), UNHELD)
def test_gates_that_hold_no_group(slices: dict[str, Any], columns: list[str]) -> None:
    gates = {"sex": {"m": Gate(min=0.9)}, "island": {"m": Gate(beats_baseline=True)}, "year": {}}
    assert unheld(gates, slices) == columns
    made = Verdict("test", 34, {}, (), {"slices": slices, "unheld": columns})
    assert made.passed
    assert [notice.text for notice in made.notices] == [
        f"slices.{column}: its gates are held against no group: none says as much as 30 rows" for column in columns
    ]
