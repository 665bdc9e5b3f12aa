"""Judging rows: scores in their intervals beside their baselines, gates, and the same as an event and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from nettrain.commands.judging.demands import Terms
from nettrain.components.metric import Judged as JudgedRows
from nettrain.components.metric import taken
from nettrain.config.paths import shown
from nettrain.evaluation.confusion import confusion, per_class
from nettrain.evaluation.gates import GateResult, judge_gates, judge_reference, judge_slice, unheld
from nettrain.evaluation.intervals import Resampling, difference, group_numbers, resampling
from nettrain.evaluation.judging import Score, judge
from nettrain.evaluation.slices import SMALL, Group, groups
from nettrain.events import Judged, Notice
from nettrain.plan.network import Tell
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

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What the user ought to know of it: columns whose gates held nothing, or not all groups that may be large."""
        why = f"are held against no group: none says as much as {SMALL} rows"
        told = [f"{shown(('slices', column))}: its gates {why}" for column in self.tables.get("unheld", ())]
        for column in dict.fromkeys(gate.column for gate in self.gates if gate.column is not None):
            for before, one in pairwise(self.tables["slices"][column]):
                if one["pooled"] and not before["small"]:
                    where = shown(("slices", column))
                    told.append(f"{where}: its gates are held against the largest groups, not {one['group']}")
        return tuple(Notice(text=text) for text in told)

    def places(self, tell: Tell) -> tuple[dict[str, Any], ...]:
        """Return of each gate where it stands in the config, as an event has it."""
        told = (tell(gate.key, "") if gate.key else None for gate in self.gates)
        return tuple({**one.span._asdict(), "where": one.path} if one else {} for one in told)

    def event(self, places: tuple[dict[str, Any], ...] = ()) -> Judged:
        """Return the verdict as an event, perhaps with the places of its gates."""
        return Judged(
            side=self.side,
            rows=self.rows,
            scores=scores_json(self.scores),
            gates=tuple(gate.to_json() for gate in self.gates),
            places=places,
            targets=self.tables.get("targets", {}),
            slices=self.tables.get("slices", {}),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as metrics.json and --json have it."""
        return {
            "judged": self.side,
            "rows": self.rows,
            "metrics": scores_json(self.scores),
            "gates": [gate.to_json() for gate in self.gates],
            "passed": self.passed,
            **self.tables,
        }


def scores_json(scores: Mapping[str, Score]) -> dict[str, Any]:
    """Return scores by the metric's name as JSON values."""
    return {name: score.to_json() for name, score in scores.items()}


class Beside(NamedTuple):
    """What stands beside judged rows: the group of each, and cells of the columns that slice them."""

    groups: pl.Series | None = None
    cells: pl.DataFrame | None = None


class Reference(NamedTuple):
    """Another run's predictions of the same rows."""

    run: str
    judged: JudgedRows


class Case(NamedTuple):
    """Rows to be judged: `side` names them ("test", "validation", a file)."""

    judged: JudgedRows
    side: str
    beside: Beside = Beside()
    reference: Reference | None = None


def verdict(plan: Plan, case: Case, asked: Terms) -> Verdict:
    """Judge rows: metrics, gates, slices, and the difference from a reference run."""
    with np.errstate(over="ignore", invalid="ignore"):  # cells may be as large as numbers get; no interval is told then
        return _verdict(plan, case, asked)


def _verdict(plan: Plan, case: Case, asked: Terms) -> Verdict:
    made, beside = case.judged, case.beside
    numbers = None if beside.groups is None else group_numbers(beside.groups)
    drawn = resampling(len(made.truth), plan.config.seed, numbers, made.weights)
    scores = judge(made, asked.metrics, plan.trivial, drawn)
    tables: dict[str, Any] = {}
    if made.decided is not None:
        tables = {"confusion": confusion(made), "labels": list(plan.target.labels), "classes": per_class(made)}
    elif plan.target.width > 1:
        tables = {"targets": by_target(plan, made, drawn)}
    own = len(plan.config.gates)
    gates = [replace(gate, key=("gates", gate.metric)) for gate in judge_gates(scores, asked.gates[:own])]
    gates += judge_gates(scores, asked.gates[own:])
    if case.reference is not None:
        gates += _against(case.reference, made, scores, asked, drawn)
    slices = sliced(plan, case, asked)
    for column, parts in slices.items():
        for part in parts:
            if not (part.small or part.group.pooled):
                gates += judge_slice(part.scores, asked.slices[column], column, part.group.name)
    if slices:
        tables["slices"] = {column: [part.to_json() for part in parts] for column, parts in slices.items()}
        tables["unheld"] = unheld(asked.slices, tables["slices"])
    return Verdict(case.side, len(made.truth), scores, tuple(gates), tables)


class Part(NamedTuple):
    """One group of rows with its scores."""

    group: Group
    small: bool
    scores: Mapping[str, Score]

    def to_json(self) -> dict[str, Any]:
        """Return the group as metrics.json has it."""
        rows = int(self.group.rows.sum())
        return {
            "group": self.group.name,
            "rows": rows,
            "small": self.small,
            "pooled": self.group.pooled,
            "metrics": scores_json(self.scores),
        }


def sliced(plan: Plan, case: Case, asked: Terms) -> dict[str, list[Part]]:
    """Judge each group of rows that the columns under `asked.slices` cut: their cells must stand beside the rows."""
    made, beside = case.judged, case.beside
    if beside.cells is None:
        return {}
    slices: dict[str, list[Part]] = {}
    for column in asked.slices:
        slices[column] = []
        for group in groups(beside.cells.get_column(column), plan.config.data.missing):
            some = taken(made, group.rows)
            numbers = None if beside.groups is None else group_numbers(beside.groups.filter(pl.Series(group.rows)))
            drawn = resampling(len(some.truth), plan.config.seed, numbers, some.weights)
            small = group.small(made.weights)
            slices[column].append(Part(group, small, judge(some, asked.metrics, plan.trivial, drawn)))
    return slices


def _against(
    reference: Reference, made: JudgedRows, scores: Mapping[str, Score], asked: Terms, drawn: Resampling | None
) -> list[GateResult]:
    """Hold the metrics that have a gate, or all where none has, and those with a margin of their own, against those of
    the reference."""
    gated = {name for name, _ in asked.gates}
    results = []
    for name, metric in asked.metrics.items():
        if gated and name not in gated and name not in asked.margins:
            continue
        change = difference(metric, made, reference.judged, drawn)
        results.append(judge_reference(name, scores[name], reference.run, change, asked.margin(name)))
    return results


def by_target(plan: Plan, made: JudgedRows, drawn: Resampling | None) -> dict[str, dict[str, Any]]:
    """Return the scores of each of several targets alone, by the metrics that one target has."""
    found = {}
    for at, name in enumerate(plan.target.columns):
        target = plan.target._replace(columns=(name,))
        one = replace(made, target=target, truth=made.truth[:, [at]], predicted=made.predicted[:, [at]])
        metrics = {name: metric for name, metric in plan.named.items() if metric.objection(target) is None}
        found[name] = scores_json(judge(one, metrics, plan.trivial.alone(at), drawn))
    return found
