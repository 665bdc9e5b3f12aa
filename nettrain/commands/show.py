"""show: what a run was, did and scored, from its own files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nettrain.commands.opening.opened import open_run
from nettrain.commands.outcome import Outcome
from nettrain.events import Decided, Emit, silent
from nettrain.names import SIDES, VALIDATED
from nettrain.numbers import counted
from nettrain.reporters.chart import Chart, Paper, drawn
from nettrain.reporters.command import spoken_command
from nettrain.reporters.history import history_of, training_ended, worth_drawing
from nettrain.reporters.lines import decided, gate
from nettrain.reporters.scores import score_table, scores_of
from nettrain.rundir import MANIFEST, METRICS, TIMING
from nettrain.text import columns, page


def run(run: Path | None = None, plot: Paper | None = None, show: Emit = silent) -> Outcome:
    """Show a run, the latest finished one below runs/ by default; with `plot` its learning curves too, in text.

    Raises UsageError, RunError.
    """
    opened = open_run(run, show)
    directory, plan = opened.directory, opened.plan
    metrics, timing = directory.read_own(METRICS), directory.read_json(TIMING)
    made = directory.read_json(MANIFEST)
    history = history_of(directory)
    epochs = len(history["epoch"])
    files = ", ".join(record["file"] for record in made["data"])
    rows = ", ".join(f"{count:,} {side}" for side in SIDES if (count := plan.rows[side]))
    versions = ", ".join(f"{name} {made['versions'][name]}" for name in ("nettrain", "tensorflow", "keras", "python"))
    layers = [planned.layer.yaml_name() for planned in plan.layers]
    trained = f"{counted(epochs, 'epoch')} of {plan.config.train.epochs}"
    facts = [
        ("run", str(directory)),
        ("command", spoken_command(made["command"])),
        ("data", f"{files}: {rows}"),
        ("target", f"{', '.join(plan.target.columns)} ({plan.target.task})"),
        ("network", f"{' > '.join(layers)}: {counted(plan.params, 'weight')}"),
        ("training", f"{trained}, {plan.loss.yaml_name()}, {plan.compiled}"),
        ("took", f"{timing['total']:.1f} s, of it training {timing['seconds'].get('train', 0.0):.1f} s"),
        ("versions", versions),
    ]
    if rate := made.get("learning_rate"):
        facts.insert(-2, ("rate", f"{rate['rate']:g}, found by a range test of {counted(rate['steps'], 'step')}"))
    lines = [f"{name:<9} {value}" for name, value in facts]
    if opened.decision:
        lines += ["", *decided(Decided(**opened.decision))]
    table = score_table(*scores_of(metrics, plan.named, plan.target.columns))
    lines += ["", f"judged on {counted(metrics['rows'], metrics['judged'] + ' row')}", *columns(table)]
    lines += [gate(held) for held in metrics["gates"]]
    if plot is not None:
        lines += charts(history, training_ended(directory), plot)
    document: dict[str, Any] = {
        "run": str(directory),
        "plan": plan.to_json(),
        "manifest": made,
        "metrics": metrics,
        "decision": opened.decision,
        "timing": timing,
        "history": [{name: values[n] for name, values in history.items()} | {"epoch": n + 1} for n in range(epochs)],
    }
    return Outcome(page(lines), document)


def charts(history: Mapping[str, Sequence[float]], ended: Mapping[str, Any], paper: Paper) -> list[str]:
    """Return a chart for each curve of the history that says something, the validation rows' solid."""
    if not history["epoch"]:
        return ["", "no epoch was trained to its end: there are no curves"]
    lines = []
    for name in worth_drawing(history):
        sides = {"validation": f"{VALIDATED}{name}", "training": name}
        curves = [(side, history[key]) for side, key in sides.items() if key in history]
        best = ended.get("best_epoch") if name != "learning_rate" else None
        lines += ["", *drawn(Chart(name, curves, best), paper)]
    return lines
