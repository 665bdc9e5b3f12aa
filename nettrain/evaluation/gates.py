"""Scores held against gates: the verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from typing import Any, Literal

from nettrain.components.gate import Gate
from nettrain.evaluation.judging import Score
from nettrain.numbers import bracketed, figure, signed

Ends = tuple[float, float]


@dataclass(frozen=True)
class GateResult:
    """One metric at its gate, and what is said of it; `min` and `max` are the gate's ends, None where it has none.

    `kind` says what it is held against: a limit, the baseline, or a reference run. `column` and `group` name the group
    of rows, where it is one; `reference` the run, from which the metric differs by `difference`, which lies
    in `interval`. `key` leads to the gate in the config, if it stands there.
    """

    metric: str
    value: float
    min: float | None
    max: float | None
    passed: bool
    message: str
    kind: Literal["limit", "baseline", "reference"] = "limit"
    column: str | None = None
    group: str | None = None
    reference: str | None = None
    difference: float | None = None
    interval: Ends | None = None
    key: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the result as metrics.json, events and --json have it."""
        record = asdict(self)
        del record["key"]
        extra = ("column", "group", "reference", "difference", "interval")
        return {name: value for name, value in record.items() if name not in extra or value is not None}


def judge_gates(scores: Mapping[str, Score], gates: Iterable[tuple[str, Gate]]) -> tuple[GateResult, ...]:
    """Hold the score of each gate's metric against the gate; all are judged, in the order of `gates`."""
    return tuple(result for metric, gate in gates for result in _judged(metric, scores[metric], gate))


def judge_slice(
    scores: Mapping[str, Score], gates: Mapping[str, Gate], column: str, group: str
) -> tuple[GateResult, ...]:
    """Hold the scores of one group of rows against the gates of its column."""
    where = f"{column}={group}"
    return tuple(
        replace(result, column=column, group=group, key=("slices", column, metric))
        for metric, gate in gates.items()
        for result in _judged(metric, scores[metric], gate, f" of {where}")
    )


def unheld(gates: Mapping[str, Mapping[str, Gate]], slices: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[str]:
    """Return the columns whose gates hold nothing, since all their groups (as metrics.json has them) are small or
    pooled."""
    return [
        column
        for column, groups in slices.items()
        if gates.get(column) and all(one["small"] or one.get("pooled") for one in groups)
    ]


def judge_reference(
    metric: str, score: Score, reference: str, change: tuple[float, Ends | None], margin: float | None
) -> GateResult:
    """Hold a score against that of another run on the same rows, from which it differs by `change` (with its interval).

    Without a margin it passes unless the whole interval of the difference lies on the worse side of 0: it is not shown
    to be worse. With one the whole interval must lie on the better side of the margin: it is shown to be no worse than
    that.
    """
    difference, ends = change
    sign = 1.0 if score.goal == "max" else -1.0
    least, most = sorted(sign * end for end in ends) if ends else (math.nan, math.nan)
    shown = margin is not None
    passed = math.isfinite(score.value) and (least >= -margin if margin is not None else most >= 0)
    said = f"{metric} {figure(score.value)} differs from {reference} by {signed(difference)}"
    if math.isnan(difference):
        place = "here" if math.isnan(score.value) else "there"
        passed, said = False, f"{metric} cannot be held against {reference}"
        told = f"since it is undefined {place}: that lets nothing pass"
    elif ends is None:
        passed, told = False, "with no interval: that lets nothing pass"
    else:
        told = f"{bracketed(ends, signed)}: "
        if shown:
            told += f"{'at most' if passed else 'not shown to be at most'} {margin:g} worse"
        else:
            told += "not shown to be worse" if passed else "worse"
    return GateResult(
        metric,
        score.value,
        None,
        None,
        passed,
        f"{said} {told}",
        "reference",
        reference=reference,
        difference=difference,
        interval=ends,
    )


def _judged(metric: str, score: Score, gate: Gate, of: str = "") -> Iterator[GateResult]:
    if gate.min is not None or gate.max is not None:
        passed, message = gate.passed(score.value), _limited(metric + of, score.value, gate)
        yield GateResult(metric, score.value, gate.min, gate.max, passed, message)
    if gate.beats_baseline:
        ends = score.interval
        said = f"{metric}{of} {figure(score.value)}" + (f" {bracketed(ends)}" if ends else "")
        if score.beats_baseline is None:
            message = f"{said} has no {'interval' if ends is None else 'baseline'}: it does not pass as better"
        elif score.beats_baseline:
            message = f"{said} beats the baseline {figure(score.baseline)}"
        else:
            message = f"{said} is not shown to beat the baseline {figure(score.baseline)}"
        yield GateResult(metric, score.value, None, None, bool(score.beats_baseline), message, "baseline")


def _limited(metric: str, value: float, gate: Gate) -> str:
    """Say how it went: "accuracy 0.942 is below the gate's 0.95"."""
    least, most = gate.min, gate.max
    if not math.isfinite(value):
        return f"{metric} is {'undefined' if math.isnan(value) else value}: no gate lets that pass"
    if least is not None and value < least:
        return f"{metric} {_true(value, lambda told: told < least)} is below the gate's {least!r}"
    if most is not None and value > most:
        return f"{metric} {_true(value, lambda told: told > most)} is above the gate's {most!r}"
    ends = ", ".join(f"{word} {end!r}" for word, end in (("min", least), ("max", most)) if end is not None)
    return f"{metric} {_true(value, gate.passed)} passes the gate: {ends}"


def _true(value: float, holds: Callable[[float], bool]) -> str:
    """Write `value` with as many digits, four at least, as it takes for what is said of it to hold as written."""
    short = figure(value)
    longer = (f"{value:,.{digits}g}" for digits in range(5, 18))
    written = chain([short], (text for text in longer if "e" in short or "e" not in text))
    return next(text for text in written if holds(float(text.replace(",", ""))))
