"""Scores held against the config's gates: the verdict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from nettrain.components.gate import Gate
from nettrain.evaluation.judging import Score


@dataclass(frozen=True)
class GateResult:
    """One metric at its gate; `min` and `max` are the gate's ends, None where it has none.

    `kind` says what it is held against: a limit, the baseline, a reference run, or a limit in one group of rows.
    """

    metric: str
    value: float
    min: float | None
    max: float | None
    passed: bool
    kind: Literal["limit", "baseline", "reference", "slice"] = "limit"

    @property
    def message(self) -> str:
        """Say how it went: "accuracy 0.942 is below the gate's 0.95"."""
        if not math.isfinite(self.value):
            return f"{self.metric} is {self.value!r}: no gate lets that pass"
        if self.min is not None and self.value < self.min:
            return f"{self.metric} {_apart(self.value, self.min)} is below the gate's {self.min!r}"
        if self.max is not None and self.value > self.max:
            return f"{self.metric} {_apart(self.value, self.max)} is above the gate's {self.max!r}"
        ends = ((word, end) for word, end in (("min", self.min), ("max", self.max)) if end is not None)
        return f"{self.metric} {self.value:.4g} passes the gate: " + ", ".join(f"{word} {end!r}" for word, end in ends)

    def to_json(self) -> dict[str, Any]:
        """Return the result as metrics.json, events and --json have it."""
        return {**asdict(self), "message": self.message}


def judge_gates(scores: Mapping[str, Score], gates: Mapping[str, Gate]) -> tuple[GateResult, ...]:
    """Hold the score of each gate's metric against the gate; all are judged, in the order of `gates`."""
    return tuple(
        GateResult(metric, scores[metric].value, gate.min, gate.max, gate.passed(scores[metric].value))
        for metric, gate in gates.items()
    )


def _apart(value: float, end: float) -> str:
    """Write `value` with as many digits as set it apart from `end`, at least four."""
    written = (f"{value:.{digits}g}" for digits in range(4, 18))
    return next(text for text in written if float(text) != end)
