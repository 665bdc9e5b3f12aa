"""Scores as text with a strip that shows where they lie: of all rows, and of each group of rows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from nettrain.numbers import bracketed, count, figure
from nettrain.reporters.scores import in_order, mark, titled

FEW = "few rows"
"""The mark of a group that says little."""


class Strip(NamedTuple):
    """A score on a scale from 0 to 100: value, baseline, interval; None where there is none."""

    value: float
    baseline: float | None
    low: float | None
    high: float | None


class Cell(NamedTuple):
    """A group's value of a metric, with its interval."""

    value: str
    interval: str
    strip: Strip | None


class Slice(NamedTuple):
    """A column by whose values the rows are cut: its metrics, and each group's rows, mark and cells."""

    column: str
    metrics: Sequence[str]
    groups: Sequence[tuple[str, str, str, Sequence[Cell]]]


def score_lines(scores: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return each metric as text, with its strip."""
    return [
        {
            "name": titled(name, score),
            "value": figure(score["value"]),
            "interval": bracketed(score["interval"]),
            "baseline": figure(score["baseline"]),
            "goal": "higher is better" if score["goal"] == "max" else "lower is better",
            "mark": mark(score),
            "strip": strip(score, score["baseline"], _scale(_numbers(score, score["baseline"]))),
        }
        for name, score in scores.items()
    ]


def slice_tables(
    slices: Mapping[str, Sequence[Mapping[str, Any]]], whole: Mapping[str, Mapping[str, Any]]
) -> list[Slice]:
    """Return the metrics of each group of rows, beside those of the `whole`: all groups of a column have one scale."""
    return [_slice(column, groups, whole) for column, groups in slices.items()]


def _slice(column: str, groups: Sequence[Mapping[str, Any]], whole: Mapping[str, Mapping[str, Any]]) -> Slice:
    names = list(in_order(dict.fromkeys(name for group in groups for name in group["metrics"]), whole))
    every = {name: whole.get(name, {}).get("value") for name in names}
    scales = {
        name: _scale(n for group in groups for n in _numbers(group["metrics"][name], every[name])) for name in names
    }
    rows = []
    for group in groups:
        scores = [(name, group["metrics"][name]) for name in names]
        cells = [
            Cell(
                figure(score["value"]),
                bracketed(score["interval"]) if score["interval"] else "",
                strip(score, every[name], scales[name]),
            )
            for name, score in scores
        ]
        rows.append((str(group["group"]), count(group["rows"]), FEW if group["small"] else "", cells))
    return Slice(column, names, rows)


def strip(score: Mapping[str, Any], beside: float | None, scale: tuple[float, float]) -> Strip | None:
    """Return where a value, its interval and what it stands beside lie on a scale; None where there is no value."""
    low, high = score["interval"] or (None, None)
    places = [_place(number, scale) for number in (score["value"], beside, low, high)]
    return None if places[0] is None else Strip(places[0], *places[1:])


def _numbers(score: Mapping[str, Any], beside: float | None) -> list[float | None]:
    return [score["value"], beside, *(score["interval"] or ())]


def _scale(numbers: Iterable[float | None]) -> tuple[float, float]:
    """Return the least of some numbers and their span."""
    known = [number for number in numbers if number is not None and math.isfinite(number)]
    return (min(known), (max(known) - min(known)) or 1.0) if known else (0.0, 1.0)


def _place(number: float | None, scale: tuple[float, float]) -> float | None:
    """Return where a number lies from 0 to 100, with a margin at both ends."""
    if number is None or not math.isfinite(number):
        return None
    return round(6 + 88 * (number - scale[0]) / scale[1], 2)
