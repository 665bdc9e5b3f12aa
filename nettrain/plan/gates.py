"""Gates that can stand in a config or among the options, but hardly mean what they say: told before training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nettrain.components.gate import Gate
from nettrain.components.metric import Metric
from nettrain.config.config import Config
from nettrain.errors import Problem
from nettrain.plan.network import Tell

PERCENT = 100.0
FEWEST = 2.0
"""Percent from which a number is taken for such: one just above 1 is hardly meant so."""
ENDS = ("min", "max")


def doubtful_gates(config: Config, metrics: Mapping[str, Metric], tell: Tell) -> Iterator[Problem]:
    """Yield what is odd about the gates of the run and of its slices; `metrics` are those of the run by name."""
    places: list[tuple[tuple[str, ...], Gate]] = [(("gates", name), gate) for name, gate in config.gates.items()]
    places += [(("slices", c, name), gate) for c, held in config.slices.items() for name, gate in held.items()]
    for place, gate in places:
        if told := doubt(gate, metrics[place[-1]]):
            yield tell(place, told)


def doubt(gate: Gate, metric: Metric, words: tuple[str, str] = ENDS, *, alone: bool = True) -> str:
    """Return what is odd about a gate, "" if nothing is.

    `words` are what its ends are called; it is not `alone` where another gate holds the metric at the other end.
    """
    (low, high), (least, most) = metric.bounds, words
    if gate.min is not None and gate.min > high:
        share = (
            f"; a share is written as {gate.min / PERCENT:g}" if high == 1.0 and FEWEST <= gate.min <= PERCENT else ""
        )
        return f"is at most {high:g}: with {least} {gate.min!r} no run passes{share}"
    if gate.max is not None and gate.max < low:
        return f"is at least {low:g}: with {most} {gate.max!r} no run passes"
    if not alone or gate.beats_baseline or (gate.min is not None and gate.max is not None):
        return ""
    if gate.min is not None:
        if gate.min <= low:
            return f"is at least {low:g} in any case: with {least} {gate.min!r} every run passes"
        if metric.goal == "min":
            kept = f"{least} {gate.min!r} keeps the better runs from passing"
            return f"is better the smaller it is: {kept}; {most} was meant?"
    elif gate.max is not None:
        if gate.max >= high:
            return f"is at most {high:g} in any case: with {most} {gate.max!r} every run passes"
        if metric.goal == "max":
            kept = f"{most} {gate.max!r} keeps the better runs from passing"
            return f"is better the larger it is: {kept}; {least} was meant?"
    return ""
