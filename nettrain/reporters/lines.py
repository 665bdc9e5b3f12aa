"""Events as lines of text, for logs and for results on stdout."""

from __future__ import annotations

from collections.abc import Mapping

from nettrain.events import EpochEnded, Judged, Notice, RunEnded, RunStarted, TrainingEnded
from nettrain.reporters.numbers import count, figure, seconds


def started(event: RunStarted) -> str:
    """Return "run runs/penguins/3: 243 train, 50 validation, 51 test rows; 4 layers, 1,123 weights"."""
    rows = ", ".join(f"{count(number)} {side}" for side, number in event.rows.items() if number)
    return f"run {event.run}: {rows} rows; {event.layers} layers, {count(event.params)} weights"


def watched(values: Mapping[str, float], *, verbose: bool) -> dict[str, float]:
    """Return the values of an epoch that are shown: losses and validation metrics, or all of them."""
    if verbose:
        return dict(values)
    validated = any(name.startswith("val_") for name in values)
    return {
        name: value
        for name, value in values.items()
        if name == "loss" or (name.startswith("val_") if validated else name != "learning_rate")
    }


def epoch(event: EpochEnded, *, verbose: bool) -> str:
    """Return "epoch  12/100  loss 0.1234    val_loss 0.2034    val_accuracy 0.94      *"; the star marks the best."""
    width = len(str(event.epochs))
    values = watched(event.values, verbose=verbose)
    told = "  ".join(f"{name} {figure(value):<9}" for name, value in values.items())
    rate = f"  {count(event.rows_per_second)} rows/s" if verbose else ""
    return f"epoch {event.epoch:>{width}}/{event.epochs}  {told}{'  *' if event.best else ''}{rate}".rstrip()


def ended(event: TrainingEnded) -> str:
    """Return why training ended and which epoch is kept."""
    best = f"best epoch {event.best_epoch} with {event.monitor} {figure(event.best_value)}"
    kept = f"{best}, kept" if event.kept == "best" else f"{best}; epoch {event.epoch} kept"
    return f"trained {event.epoch} epochs in {seconds(event.seconds)} ({event.reason}); {kept}"


def notice(event: Notice) -> str:
    """Return "note: text" with its place in front of the text."""
    return f"note: {event.place}: {event.text}" if event.place else f"note: {event.text}"


def verdict(event: Judged) -> list[str]:
    """Return the verdict: a table of metrics beside their baselines, and a line for each gate."""
    rows = [("metric", "value", "baseline")]
    rows += [(name, figure(score["value"]), figure(score["baseline"])) for name, score in event.scores.items()]
    widths = [max(len(row[n]) for row in rows) for n in range(3)]
    side = f"{event.side} rows" if event.side in ("test", "validation", "train") else f"rows of {event.side}"
    return [
        f"judged on {count(event.rows)} {side}",
        *(f"  {name:<{widths[0]}}  {value:>{widths[1]}}  {base:>{widths[2]}}" for name, value, base in rows),
        *(f"  {'pass' if gate['passed'] else 'FAIL'}  {gate['message']}" for gate in event.gates),
    ]


def finished(event: RunEnded) -> str:
    """Return where the run lies and how long it took."""
    return f"saved in {event.run} after {seconds(event.seconds)}"
