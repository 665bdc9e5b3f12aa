"""What the command line, or a caller, asks of a verdict beyond the config: more gates, a reference run, slices."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Real
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from nettrain.components.gate import Gate
from nettrain.components.metric import Metric
from nettrain.components.registries import METRICS
from nettrain.errors import Problem, Span, UsageError, suggestion
from nettrain.plan.checks import meant, misfit
from nettrain.plan.gates import ENDS, doubt
from nettrain.plan.plan import Plan


@dataclass(frozen=True)
class Demands:
    """Options as they were written: NAME=NUMBER for `under`, `over` and `margins` (there also a NUMBER alone)."""

    under: Sequence[str] = ()
    over: Sequence[str] = ()
    by: Sequence[str] = ()
    reference: Path | None = None
    margins: Sequence[str] = ()
    gates: Mapping[str, Gate] = field(default_factory=dict)
    """Gates as a config has them, beside those of the options."""


NOTHING = Demands()
UNDER, OVER = OPTIONS = ("--fail-under", "--fail-over")


def gates_of(asked: Mapping[str, Mapping[str, Any]]) -> dict[str, Gate]:
    """Return gates that are given as a config has them, {"accuracy": {"min": 0.9}}. Raises UsageError."""
    gates: dict[str, Gate] = {}
    if not isinstance(asked, Mapping) or not all(isinstance(metric, str) for metric in asked):
        raise UsageError(f"gates: expected them by metric, as in {{'accuracy': {{'min': 0.9}}}}, got {asked!r}")
    for metric, ends in asked.items():
        if not isinstance(ends, Mapping) or not ends or not ends.keys() <= Gate.model_fields.keys():
            what = "expected {'min': NUMBER}, {'max': NUMBER} or {'beats_baseline': True}"
            raise UsageError(f"gates: {metric}: {what}, got {ends!r}")
        for end in ENDS:
            _finite(f"gates: {metric}: {end}", ends.get(end, 0.0))
        try:
            gates[metric] = Gate.model_validate(ends)
        except ValidationError as error:
            what = error.errors()[0]["msg"]
            raise UsageError(f"gates: {metric}: {what}, got {dict(ends)!r}") from None
    return gates


def margins_of(asked: float | Mapping[str, float] | None) -> tuple[str, ...]:
    """Return margins that are given as one number, or one by metric, as the options have them. Raises UsageError."""
    if not isinstance(asked, Mapping):
        return () if asked is None else (str(_finite("margin", asked)),)
    return tuple(f"{metric}={_finite(f'margin: {metric}', number)}" for metric, number in asked.items())


def _finite(where: str, number: object) -> float:
    """Return a number that is one. Raises UsageError."""
    if isinstance(number, bool) or not isinstance(number, Real) or not math.isfinite(number):
        raise UsageError(f"{where}: expected a finite number, got {number!r}")
    return float(number)


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


class _Asked(NamedTuple):
    """A gate more than the config's: what it is called in messages, and its ends."""

    where: str
    metric: str
    gate: Gate
    words: tuple[str, str]


def terms(plan: Plan, asked: Demands) -> Terms:
    """Return the terms of a verdict. Raises UsageError with everything that is wrong with the options."""
    problems: list[str] = []
    more: list[_Asked] = [_Asked(f"gates: {name}", name, gate, ENDS) for name, gate in asked.gates.items()]
    for option, end, texts in ((UNDER, "min", asked.under), (OVER, "max", asked.over)):
        for text in texts:
            name, number = _pair(option, text, problems)
            if name:
                more.append(_Asked(f"{option} {name}", name, Gate.model_validate({end: number}), OPTIONS))
    metrics = plan.named
    for where, name, _, _ in more:
        if name not in metrics:
            found = _metric(plan, where, name, problems)
            metrics |= {name: found} if found else {}
    margins = {}
    for text in asked.margins:
        name, number = _pair("--margin", text, problems) if "=" in text else ("", _number("--margin", text, problems))
        if name and name not in metrics:
            problems.append(f"--margin {name}: not among the metrics of this run; {suggestion(name, metrics)}")
        if number < 0:
            problems.append(f"--margin {text}: expected a number from 0 on")
        if name in margins:
            problems.append(f"--margin {text}: a margin for {name or 'all metrics'} is given already: leave one out")
        margins[name] = number
    if asked.margins and asked.reference is None:
        problems.append("--margin says how much worse than a run: name it with --no-worse-than RUN")
    if problems:
        raise UsageError(*problems)
    gates = [*plan.config.gates.items(), *((one.metric, one.gate) for one in more)]
    slices = {**{name: {} for name in asked.by}, **plan.config.slices}
    doubts = (
        Problem(Span(""), where, told)
        for where, name, gate, words in more
        if (told := doubt(gate, metrics[name], words, alone=not _met(gate, name, gates)))
    )
    return Terms(metrics, tuple(gates), slices, margins, tuple(doubts))


def _met(gate: Gate, metric: str, gates: Sequence[tuple[str, Gate]]) -> bool:
    """Return whether one of the gates holds the metric at the end at which `gate` does not."""
    end = "max" if gate.max is None else "min"
    return any(name == metric and getattr(other, end) is not None for name, other in gates)


def _metric(plan: Plan, where: str, name: str, problems: list[str]) -> Metric | None:
    """Return a metric that the config does not name, with its defaults; None and a problem if it does not fit."""
    if name not in METRICS:
        problems.append(f"{where}: no metric is called '{name}'; {meant(name, plan.named)}")
        return None
    if METRICS[name].required():
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
        number = float(text.split("=", 1)[-1])
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        problems.append(f"{option} {text}: expected a finite number after the name, as in accuracy=0.9")
        return 0.0
    return number
