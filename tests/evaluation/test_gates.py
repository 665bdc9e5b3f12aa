"""Gates: what they take, what passes, and what is said of it."""

from __future__ import annotations

import math
from typing import Any

import pytest
from pydantic import ValidationError

from nettrain.components.gate import Gate
from nettrain.evaluation.gates import GateResult, judge_gates
from nettrain.evaluation.judging import Score

REFUSED = [
    ({}, "expected min, max or both, got neither"),
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
    (0.31, {"max": 0.3}, False, "accuracy 0.31 is above the gate's 0.3"),
    (0.3, {"max": 0.3}, True, "accuracy 0.3 passes the gate: max 0.3"),
    (0.123456, {"min": 0.1, "max": 0.2}, True, "accuracy 0.1235 passes the gate: min 0.1, max 0.2"),
    (0.05, {"min": 0.1, "max": 0.2}, False, "accuracy 0.05 is below the gate's 0.1"),
    (0.25, {"min": 0.1, "max": 0.2}, False, "accuracy 0.25 is above the gate's 0.2"),
    (0.0, {"min": 0, "max": 0}, True, "accuracy 0 passes the gate: min 0.0, max 0.0"),
    (-1e9, {"max": 5}, True, "accuracy -1e+09 passes the gate: max 5.0"),
    (math.nan, {"min": 0.1}, False, "accuracy is nan: no gate lets that pass"),
    (math.inf, {"min": 0.1}, False, "accuracy is inf: no gate lets that pass"),
    (-math.inf, {"max": 0.1}, False, "accuracy is -inf: no gate lets that pass"),
]


@pytest.mark.parametrize(("value", "ends", "passed", "message"), OUTCOMES, ids=[o[3] for o in OUTCOMES])
def test_outcome_and_message(value: float, ends: dict[str, float], passed: bool, message: str) -> None:
    (result,) = judge_gates({"accuracy": Score(value, 0.5, "max")}, {"accuracy": Gate.model_validate(ends)})
    assert result.passed is passed
    assert result.message == message


def test_every_gate_is_judged_in_the_order_of_the_gates() -> None:
    scores = {"log_loss": Score(0.4, 0.6, "min"), "auc": Score(0.9, 0.5, "max"), "accuracy": Score(0.8, 0.5, "max")}
    gates = {"accuracy": Gate(min=0.9), "log_loss": Gate(max=0.3), "auc": Gate(min=0.8, max=0.99)}
    assert judge_gates(scores, gates) == (
        GateResult("accuracy", 0.8, 0.9, None, False),
        GateResult("log_loss", 0.4, None, 0.3, False),
        GateResult("auc", 0.9, 0.8, 0.99, True),
    )


def test_no_gates_no_results() -> None:
    assert judge_gates({"auc": Score(0.9, 0.5, "max")}, {}) == ()
