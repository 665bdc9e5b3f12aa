"""What the command line asks of a verdict beyond the config: more gates, a reference run, slices."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from nettrain.components.gate import Gate
from nettrain.components.metric import Metric
from nettrain.components.registries import METRICS
from nettrain.errors import Problem, Span, UsageError, suggestion
from nettrain.plan.checks import misfit
from nettrain.plan.gates import doubt
from nettrain.plan.plan import Plan


@dataclass(frozen=True)
class Demands:
    """Options as they were written: NAME=NUMBER for `under`, `over` and `margins` (there also a NUMBER alone)."""

    under: Sequence[str] = ()
    over: Sequence[str] = ()
    by: Sequence[str] = ()
    reference: Path | None = None
    margins: Sequence[str] = ()


NOTHING = Demands()
UNDER, OVER = OPTIONS = ("--fail-under", "--fail-over")


def as_options(gates: Mapping[str, Mapping[str, float]]) -> tuple[list[str], list[str]]:
    """Return gates as `under` and `over`. Raises UsageError for anything but numbers for min and max."""
    ends: dict[str, list[str]] = {"min": [], "max": []}
    for metric, asked in gates.items():
        if not isinstance(asked, Mapping) or not asked or not asked.keys() <= ends.keys():
            raise UsageError(f"gates: {metric}: expected {{'min': NUMBER}} or {{'max': NUMBER}}, got {asked!r}")
        for end, number in asked.items():
            ends[end].append(f"{metric}={number}")
    return ends["min"], ends["max"]


@dataclass(frozen=True)
class Terms:
    """What is asked of a verdict, understood: the plan's metrics and gates, and those of the command line."""

    metrics: Mapping[str, Metric]
    gates: tuple[tuple[str, Gate], ...]
    slices: dict[str, dict[str, Gate]] = field(default_factory=dict)
    margins: dict[str, float] = field(default_factory=dict)
    doubts: tuple[Problem, ...] = ()
    """What is odd about the gates of the command line, for the user to know."""

    def margin(self, metric: str) -> float | None:
        """Return by how much a metric may be worse than the reference's; None where no margin was given."""
        return self.margins.get(metric, self.margins.get(""))


def terms(plan: Plan, asked: Demands) -> Terms:
    """Return the terms of a verdict. Raises UsageError with everything that is wrong with the options."""
    problems: list[str] = []
    wanted = [
        (option, ends, *_pair(option, text, problems))
        for option, ends, texts in ((UNDER, "min", asked.under), (OVER, "max", asked.over))
        for text in texts
    ]
    metrics = plan.named
    for option, _, name, _ in wanted:
        if name and name not in metrics:
            found = _metric(plan, f"{option} {name}", name, problems)
            metrics |= {name: found} if found else {}
    margins = {}
    for text in asked.margins:
        name, number = _pair("--margin", text, problems) if "=" in text else ("", _number("--margin", text, problems))
        if name and name not in metrics:
            problems.append(f"--margin {name}: not among the metrics of this run; {suggestion(name, metrics)}")
        if number < 0:
            problems.append(f"--margin {text}: expected a number from 0 on")
        margins[name] = number
    if asked.margins and asked.reference is None:
        problems.append("--margin says how much worse than a run: name it with --no-worse-than RUN")
    if problems:
        raise UsageError(*problems)
    more = [(option, name, Gate.model_validate({end: number})) for option, end, name, number in wanted]
    gates = [*plan.config.gates.items(), *((name, gate) for _, name, gate in more)]
    slices = {**{name: {} for name in asked.by}, **plan.config.slices}
    doubts = (
        Problem(Span(""), f"{option} {name}", told)
        for option, name, gate in more
        if (told := doubt(gate, metrics[name], OPTIONS, alone=not _met(gate, name, gates)))
    )
    return Terms(metrics, tuple(gates), slices, margins, tuple(doubts))


def _met(gate: Gate, metric: str, gates: Sequence[tuple[str, Gate]]) -> bool:
    """Return whether one of the gates holds the metric at the end at which `gate` does not."""
    end = "max" if gate.max is None else "min"
    return any(name == metric and getattr(other, end) is not None for name, other in gates)


def _metric(plan: Plan, where: str, name: str, problems: list[str]) -> Metric | None:
    """Return a metric that the config does not name, with its defaults; None and a problem if it does not fit."""
    if name not in METRICS:
        problems.append(f"{where}: no metric is called '{name}'; {suggestion(name, METRICS)}")
        return None
    if any(field.is_required() for field in METRICS[name].model_fields.values()):
        problems.append(f"{where}: needs options: give them under train.metrics in the config")
        return None
    metric = METRICS[name]()
    complaint = misfit(metric, plan.loss, plan.target)
    if complaint:
        problems.append(f"{where}: {complaint}")
    return None if complaint else metric


def _pair(option: str, text: str, problems: list[str]) -> tuple[str, float]:
    name, equals, _ = text.partition("=")
    if not name or not equals:
        problems.append(f"{option} {text}: expected METRIC=NUMBER, as in accuracy=0.9")
        return "", 0.0
    return name, _number(option, text, problems)


def _number(option: str, text: str, problems: list[str]) -> float:
    try:
        number = float(text.rpartition("=")[2])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        problems.append(f"{option} {text}: expected a finite number after the name, as in accuracy=0.9")
        return 0.0
    return number
