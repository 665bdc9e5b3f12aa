"""Scores as rows of a table: the value in its interval, beside the baseline."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, TypeAlias

from nettrain.numbers import bracketed, count, counted, figure
from nettrain.text import Table

Scores: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Metrics by name: value, baseline, interval, as the event Judged has them."""
NO_TARGETS: Mapping[str, Scores] = MappingProxyType({})
MOST_TARGETS = 20
"""Targets whose scores are told one by one."""
NO_METRICS = "no metrics: train.metrics is empty"
NOT_BETTER = "not better"
"""The mark of a metric whose interval covers its baseline, or lies on the worse side of it."""


def in_order(scores: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return scores in the order of the config's metrics, which a file with sorted keys has lost; others behind."""
    return {name: scores[name] for name in dict.fromkeys([*names, *scores]) if name in scores}


def scores_of(
    record: Mapping[str, Any], metrics: Iterable[str], targets: Iterable[str]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the scores of all targets and of each alone that metrics.json holds, in the order of the config."""
    named = list(metrics)
    alone = in_order(record.get("targets", {}), targets)
    return in_order(record["metrics"], named), {target: in_order(its, named) for target, its in alone.items()}


def score_table(scores: Scores, targets: Mapping[str, Scores] = NO_TARGETS) -> Table:
    """Return metric, value, 95 % interval, baseline and the mark; without intervals three columns.

    Below all scores stand those of each of several `targets` alone, of many the first. Where nothing is scored, the
    header says so.
    """
    told = list(targets.items())[:MOST_TARGETS]
    every = {**scores, **{f"{target}: {name}": score for target, its in told for name, score in its.items()}}
    if not every:
        return Table([NO_METRICS], [], [False])
    intervals = any(score.get("interval") for score in every.values())
    head = ("metric", "value", "95 % interval", "baseline", "") if intervals else ("metric", "value", "baseline")
    right = (False, True, True, True, False) if intervals else (False, True, True)
    rows = [_row(name, score, intervals) for name, score in every.items()]
    if (more := len(targets) - len(told)) > 0:
        rows.append((f"and {counted(more, 'more target')}, in metrics.json", *[""] * (len(head) - 1)))
    return Table(head, rows, right)


def slice_table(column: str, groups: Sequence[Mapping[str, Any]]) -> Table:
    """Return the groups of a column's rows: how many rows, and each metric in its interval."""
    names = list(groups[0]["metrics"]) if groups else []
    rows = []
    for group in groups:
        scores = [group["metrics"][name] for name in names]
        told = [defined(s["value"]) + (f" {bracketed(s['interval'])}" if s["interval"] else "") for s in scores]
        rows.append((group["group"], count(group["rows"]), *told, "few rows" if group["small"] else ""))
    return Table([column, "rows", *names, ""], rows, [False, True, *[True] * len(names), False])


def defined(value: float | None) -> str:
    """Return a score; "undefined" where the rows do not define it: nan, which a file has as null."""
    return figure(None if value is None or math.isnan(value) else value)


def titled(name: str, score: Mapping[str, Any]) -> str:
    """Return the name of a metric, with the label that it was asked for: "recall of 'yes'"."""
    return f"{name} of '{score['label']}'" if "label" in score else name


def _row(name: str, score: Mapping[str, Any], intervals: bool) -> tuple[str, ...]:
    name = titled(name, score)
    value, baseline = defined(score["value"]), defined(score["baseline"])
    if not intervals:
        return name, value, baseline
    return name, value, bracketed(score.get("interval")), baseline, mark(score)


def mark(score: Mapping[str, Any]) -> str:
    """Return "not better" for a score that is not shown to beat its baseline, else nothing."""
    return NOT_BETTER if score.get("beats_baseline") is False else ""
