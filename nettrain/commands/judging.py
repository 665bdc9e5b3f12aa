"""Judging rows: scores beside their baselines, gates, and the same as an event and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nettrain.components.metric import Judged as JudgedRows
from nettrain.components.task import Task
from nettrain.evaluation.confusion import confusion, per_class
from nettrain.evaluation.gates import GateResult, judge_gates
from nettrain.evaluation.judging import Score, Trivial, judge
from nettrain.events import Judged
from nettrain.plan.plan import Plan


@dataclass(frozen=True)
class Verdict:
    """How rows were judged: `side` names them ("test", "validation", a file)."""

    side: str
    rows: int
    scores: Mapping[str, Score]
    gates: tuple[GateResult, ...]
    tables: Mapping[str, Any]

    @property
    def passed(self) -> bool:
        """Whether every gate holds."""
        return all(gate.passed for gate in self.gates)

    def event(self) -> Judged:
        """Return the verdict as an event."""
        return Judged(
            side=self.side,
            rows=self.rows,
            scores={name: score.to_json() for name, score in self.scores.items()},
            gates=tuple(gate.to_json() for gate in self.gates),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as metrics.json and --json have it."""
        return {
            "judged": self.side,
            "rows": self.rows,
            "metrics": {name: score.to_json() for name, score in self.scores.items()},
            "gates": [gate.to_json() for gate in self.gates],
            "passed": self.passed,
            **self.tables,
        }


def verdict(plan: Plan, made: JudgedRows, side: str) -> Verdict:
    """Judge rows by the plan's metrics and gates."""
    means = tuple(column.facts["mean"] for column in plan.targets) if plan.target.task is Task.REGRESSION else None
    scores = judge(made, plan.metrics, Trivial(plan.shares or None, means))
    tables: dict[str, Any] = {}
    if made.decided is not None:
        tables = {"confusion": confusion(made), "labels": list(plan.target.labels), "classes": per_class(made)}
    return Verdict(side, len(made.truth), scores, judge_gates(scores, plan.config.gates), tables)
