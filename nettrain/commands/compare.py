"""compare: runs side by side; where they were judged on the same rows, how sure their differences are."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from nettrain.commands.judging.reread import Reread, reread
from nettrain.commands.opening.opened import OpenedRun, open_run
from nettrain.commands.outcome import Outcome
from nettrain.components import registries
from nettrain.components.metric import Metric, named
from nettrain.config.differing import ABSENT, differing
from nettrain.errors import UsageError, suggestion
from nettrain.evaluation.intervals import Resampling, difference, group_numbers, resampling
from nettrain.events import Emit, silent
from nettrain.numbers import bracketed, figure, signed
from nettrain.reporters.lines import indented
from nettrain.reporters.scores import in_order
from nettrain.rundir import METRICS
from nettrain.text import Table, columns, page


class Compared(NamedTuple):
    """A run with what it scored and predicted; its metrics have names that tell them from those of the other runs."""

    opened: OpenedRun
    metrics: Mapping[str, Metric]
    scores: Mapping[str, Any]
    made: Reread

    @property
    def name(self) -> str:
        """Return the run's folder."""
        return str(self.opened.directory)


def run(runs: Sequence[Path], sort: str | None = None, show: Emit = silent, *, as_csv: bool = False) -> Outcome:
    """Compare runs, the first of which is what the others are held against; `sort` names a metric, best first.

    Raises UsageError, RunError.
    """
    if len(runs) < 2:
        raise UsageError("compare needs two runs or more: nettrain compare RUN RUN")
    found = _compared([open_run(run, show) for run in runs])
    names = list(dict.fromkeys(name for one in found for name in one.scores))
    if sort is not None and sort not in names:
        raise UsageError(f"--sort {sort}: no run has this metric; {suggestion(sort, names)}")
    first = found[0]
    if sort is not None:
        found.sort(key=lambda one: _rank(one.scores.get(sort)))
    changes = list(differing([one.opened.plan.config.model_dump(mode="json") for one in found]))
    apart = {one.name: _apart(first, one) for one in found if one is not first}
    document = {
        "runs": [{"run": one.name, "judged": one.made.same.side, "metrics": one.scores} for one in found],
        "reference": first.name,
        "config": {key: _there(found, values) for key, values in changes},
        "differences": apart,
    }
    text = _csv(found, names, changes) if as_csv else _text(found, names, changes, first, apart)
    return Outcome(text, document, verbatim=as_csv)


def _compared(runs: Sequence[OpenedRun]) -> list[Compared]:
    """Return the runs, whose metrics are called as if they were those of one: f1_score with an average is another."""
    own = [_own(one) for one in runs]
    every = named(list(dict.fromkeys(metric for scored in own for metric, _ in scored.values())))
    calls = {metric: name for name, metric in every.items()}
    found = []
    for one, scored in zip(runs, own, strict=True):
        metrics = {calls[metric]: metric for metric, _ in scored.values()}
        scores = {calls[metric]: score for metric, score in scored.values()}
        found.append(Compared(one, metrics, scores, reread(one)))
    return found


def _own(one: OpenedRun) -> dict[str, tuple[Metric, Any]]:
    """Return the metrics of a run by its own names, with their scores; those that only a gate asks for are defaults."""
    scores = in_order(one.directory.read_own(METRICS)["metrics"], one.plan.named)
    return {name: (one.plan.named.get(name) or registries.METRICS[name](), score) for name, score in scores.items()}


def _rank(score: Mapping[str, Any] | None) -> tuple[bool, float]:
    """Order scores, the best first and those that there are not last."""
    if score is None or score["value"] is None:
        return True, 0.0
    return False, -score["value"] if score["goal"] == "max" else score["value"]


def _there(found: Sequence[Compared], values: Sequence[Any]) -> dict[str, Any]:
    """Return the value of each run that has one."""
    return {one.name: value for one, value in zip(found, values, strict=True) if value is not ABSENT}


def _apart(first: Compared, other: Compared) -> dict[str, Any]:
    """Return how much another run's metrics are above the first's, each with its interval, or why that is not known."""
    reason = first.made.same.differs(other.made.same)
    if reason:
        return {"same_rows": False, "why": reason, "metrics": {}}
    groups = None if first.made.groups is None else group_numbers(first.made.groups)
    drawn = resampling(len(first.made.judged.truth), first.opened.plan.config.seed, groups, first.made.judged.weights)
    shared = {name: metric for name, metric in first.metrics.items() if name in other.metrics}
    return {"same_rows": True, "metrics": {name: _change(m, first, other, drawn) for name, m in shared.items()}}


def _change(metric: Metric, first: Compared, other: Compared, drawn: Resampling | None) -> dict[str, Any]:
    value, ends = difference(metric, other.made.judged, first.made.judged, drawn)
    sure = ends is not None and (ends[0] > 0 or ends[1] < 0)
    unsure = "undefined" if not math.isfinite(value) else "the same" if value == 0 and ends == (0, 0) else "not sure"
    better = (value > 0) == (metric.goal == "max")
    return {"difference": value, "interval": ends, "verdict": ("better" if better else "worse") if sure else unsure}


def _text(
    found: Sequence[Compared],
    names: Sequence[str],
    changes: Sequence[tuple[str, list[Any]]],
    first: Compared,
    apart: Mapping[str, Any],
) -> str:
    runs = [one.name for one in found]
    rows = [
        (name, *(figure(one.scores[name]["value"]) if name in one.scores else "-" for one in found)) for name in names
    ]
    lines = columns(Table(["metric", *runs], rows, [False, *[True] * len(runs)]))
    if changes:
        rows = [(key, *("-" if value is ABSENT else json.dumps(value) for value in values)) for key, values in changes]
        right = [all(map(_number, values)) for values in zip(*(values for _, values in changes), strict=True)]
        lines += ["", *columns(Table(["config", *runs], rows, [False, *right]))]
    for name, told in apart.items():
        lines += [
            "",
            f"{name} less {first.name}" + ("" if told["same_rows"] else f": not row by row, since {told['why']}"),
        ]
        rows = [
            (m, _signed(c["difference"]), bracketed(c["interval"]), c["verdict"]) for m, c in told["metrics"].items()
        ]
        table = Table(["metric", "difference", "95 % interval", ""], rows, [False, True, True, False])
        lines += indented(table) if told["same_rows"] else []
    return page(lines)


def _signed(value: float) -> str:
    """Return a difference; none where one of the runs has no value."""
    return signed(value) if math.isfinite(value) else "-"


def _number(value: Any) -> bool:
    """Return whether a value of the config is a number, or not there."""
    return value is ABSENT or (isinstance(value, int | float) and not isinstance(value, bool))


def _csv(found: Sequence[Compared], names: Sequence[str], changes: Sequence[tuple[str, list[Any]]]) -> str:
    """Return one line a run: its metrics, and its values of the keys that differ."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["run", *names, *(key for key, _ in changes)])
    for number, one in enumerate(found):
        scores = [one.scores[name]["value"] if name in one.scores else None for name in names]
        settings = [
            "" if value is ABSENT else value if isinstance(value, str) else json.dumps(value)
            for _, values in changes
            for value in [values[number]]
        ]
        writer.writerow([one.name, *scores, *settings])
    return out.getvalue().rstrip("\n")
