"""A finished run for which fit has nothing left to do: its verdict told once more, by what is asked now."""

from __future__ import annotations

from typing import Any

from nettrain.commands.fitting.asking import Asking
from nettrain.commands.judging.demands import NOTHING, Demands
from nettrain.commands.judging.verdict import Beside, Case, verdict
from nettrain.commands.opening.decision import settled
from nettrain.commands.outcome import Outcome
from nettrain.evaluation.recorded import recorded
from nettrain.events import Decided, Emit, Judged, Notice
from nettrain.plan.plan import Plan
from nettrain.reporters.scores import scores_of
from nettrain.rundir import METRICS, RunDir


def told_again(directory: RunDir, plan: Plan, asked: Demands, asking: Asking, show: Emit) -> Outcome:
    """Return how the run was judged; where more is asked, how its predictions are judged by that.

    Nothing is written. Raises RunError where the run is damaged.
    """
    metrics = directory.read_own(METRICS)
    if decision := settled(directory, plan):
        show(Decided(**decision))
    if asked == NOTHING:
        show(_event(metrics, plan))
        return _outcome(directory, metrics)
    for doubt in asking.terms.doubts:
        show(Notice.of(doubt))
    own = recorded(directory, plan)
    case = Case(own.judged, own.side, Beside(own.groups, asking.cells), asking.reference)
    made = verdict(plan, case, asking.terms)
    for notice in made.notices:
        show(notice)
    show(made.event())
    return _outcome(directory, {**made.to_json(), "handled": metrics["handled"], "dropped": metrics["dropped"]})


def _event(metrics: dict[str, Any], plan: Plan) -> Judged:
    """Return what metrics.json holds as the event that it was."""
    scores, targets = scores_of(metrics, plan.named, plan.target.columns)
    return Judged(
        side=metrics["judged"],
        rows=metrics["rows"],
        scores=scores,
        gates=tuple(metrics["gates"]),
        targets=targets,
        slices=metrics.get("slices", {}),
    )


def _outcome(directory: RunDir, metrics: dict[str, Any]) -> Outcome:
    return Outcome(str(directory), {"run": str(directory), **metrics}, bool(metrics["passed"]))
