"""Events as lines of text, for logs and for results on stdout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nettrain.events import Decided, EpochEnded, Judged, Notice, RunEnded, RunOpened, RunStarted, TrainingEnded
from nettrain.names import SIDES, VALIDATED
from nettrain.numbers import count, counted, figure, seconds
from nettrain.reporters.scores import score_table, slice_table
from nettrain.text import Table, columns


def started(event: RunStarted, *, verbose: bool = False) -> list[str]:
    """Return "run runs/penguins/3: 243 train, 50 validation, 51 test rows; 4 layers, 1,123 weights"."""
    first = f"run {event.run}: {split(event)}; {counted(event.layers, 'layer')}, {counted(event.params, 'weight')}"
    if not verbose:
        return [first]
    return [first, f"up to {counted(event.epochs, 'epoch')}; {event.monitor} says which is best"]


def opened(event: RunOpened) -> str:
    """Return "run runs/penguins/3"."""
    return f"run {event.run}"


def split(event: RunStarted) -> str:
    """Return "243 train, 50 validation, 51 test rows"."""
    sides = [(number, side) for side, number in event.rows.items() if number]
    *others, last = sides or [(0, "training")]
    return ", ".join([*(f"{count(number)} {side}" for number, side in others), counted(last[0], f"{last[1]} row")])


def watched(values: Mapping[str, float], *, verbose: bool) -> dict[str, float]:
    """Return the values of an epoch that are shown: losses and validation metrics, or all of them."""
    if verbose:
        return dict(values)
    validated = any(name.startswith(VALIDATED) for name in values)
    return {
        name: value
        for name, value in values.items()
        if name == "loss" or (name.startswith(VALIDATED) if validated else name != "learning_rate")
    }


def epoch(event: EpochEnded, *, verbose: bool = False) -> str:
    """Return "epoch  12/100  loss 0.1234    val_loss 0.2034    val_accuracy 0.94      *"; the star marks the best."""
    width = len(str(event.epochs))
    values = watched(event.values, verbose=verbose)
    told = "  ".join(f"{name} {figure(value):<9}" for name, value in values.items())
    took = f"  {seconds(event.seconds)}  {count(event.rows_per_second)} rows/s" if verbose else ""
    return f"epoch {event.epoch:>{width}}/{event.epochs}  {told}  {'*' if event.best else ' '}{took}".rstrip()


def ended(event: TrainingEnded) -> str:
    """Return why training ended and which epoch is kept."""
    if not event.epoch:
        kept = "no epoch was finished"
    elif not event.best_epoch:
        kept = f"no epoch is the best, for {event.monitor} was never a finite number; epoch {event.epoch} kept"
    else:
        best = f"best epoch {event.best_epoch} with {event.monitor} {figure(event.best_value)}"
        kept = f"{best}, kept" if event.kept == "best" else f"{best}; epoch {event.epoch} kept"
    trained = counted(event.epoch - event.earlier, "more epoch" if event.earlier else "epoch")
    whole = f", {count(event.epoch)} in all," if event.earlier else ""
    return f"trained {trained}{whole} in {seconds(event.seconds)} ({event.reason}); {kept}"


def notice(event: Notice) -> str:
    """Return "place: note: text", or "note: text"."""
    return f"{event.place}: note: {event.text}" if event.place else f"note: {event.text}"


def decided(event: Decided) -> list[str]:
    """Return which temperature and which threshold were found, each with what it does to the validation rows."""
    told, on = [], f"of the {counted(event.rows, 'validation row')}"
    if event.temperature:
        value, loss = figure(event.temperature["value"]), figure(event.temperature["log_loss"])
        before = f"before {figure(event.temperature['before'])}"
        none = f"no temperature is the best for the log loss {on}, {loss}: probabilities stay as they are"
        told.append(f"temperature {value}: log loss {on} {loss}, {before}" if event.temperature["found"] else none)
    if event.threshold:
        metric, label = event.threshold["metric"], event.threshold["label"]
        score, before = (figure(event.threshold.get(key)) for key in ("score", "before"))
        why = f"{metric} {on} {score}, at 0.5 {before}" if metric else "given by the config"
        told.append(f"threshold {figure(event.threshold['value'])} for {label}: {why}")
    return told


def judged(event: Judged) -> str:
    """Return which rows were judged, and how many."""
    return f"judged on {rows_of(event.side, event.rows)}"


def rows_of(side: str, rows: int) -> str:
    """Return "51 test rows", or "1 row of new.csv"."""
    return counted(rows, f"{side} row") if side in SIDES else f"{counted(rows, 'row')} of {side}"


def verdict(event: Judged) -> list[str]:
    """Return the verdict: a table of metrics with intervals beside their baselines, and a line for each gate."""
    return [
        judged(event),
        *indented(score_table(event.scores, event.targets)),
        *sliced(event),
        *(f"  {gate(held)}" for held in event.gates),
    ]


def sliced(event: Judged) -> list[str]:
    """Return a table for each column by whose values the rows were cut."""
    return [line for column, groups in event.slices.items() for line in indented(slice_table(column, groups))]


def indented(table: Table) -> list[str]:
    """Return a table as lines, set in by two cells."""
    return [f"  {line}" for line in columns(table)]


def gate(held: Mapping[str, Any]) -> str:
    """Return "pass  ..." or "FAIL  ..." with what the gate says."""
    return f"{'pass' if held['passed'] else 'FAIL'}  {held['message']}"


def finished(event: RunEnded, *, verbose: bool = False) -> list[str]:
    """Return where the run lies, how long it took, how much of that went into compiling, and all its commands' time."""
    parts = ", ".join(f"{phase} {seconds(time)}" for phase, time in event.timing.items())
    compiling = f", {seconds(event.timing['compile'])} of it compiling" if "compile" in event.timing else ""
    whole = f"; {seconds(event.total)} in all" if event.total else ""
    told = f"saved in {event.run} after {seconds(event.seconds)}{compiling}{whole}"
    return [told, f"of it {parts}"] if verbose and parts else [told]
