"""show: what a run was, did and scored, from its own files."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from nettrain.commands.opened import open_run
from nettrain.commands.outcome import Outcome
from nettrain.commands.tables import aligned
from nettrain.data.splitting import SIDES
from nettrain.events import Decided
from nettrain.reporters.lines import decided
from nettrain.reporters.scores import score_rows
from nettrain.rundir import HISTORY, MANIFEST, METRICS, TIMING


def run(run: Path | None = None) -> Outcome:
    """Show a run, the latest finished one below runs/ by default. Raises UsageError, RunError."""
    opened = open_run(run)
    directory, plan = opened.directory, opened.plan
    metrics, timing = directory.read_json(METRICS), directory.read_json(TIMING)
    made = directory.read_json(MANIFEST)
    epochs = list(csv.DictReader(directory.read(HISTORY).decode().splitlines()))
    files = ", ".join(record["file"] for record in made["data"])
    rows = ", ".join(f"{count:,} {side}" for side in SIDES if (count := plan.rows[side]))
    versions = ", ".join(f"{name} {made['versions'][name]}" for name in ("nettrain", "tensorflow", "keras", "python"))
    layers = [planned.layer.yaml_name() for planned in plan.layers]
    facts = [
        ("run", str(directory)),
        ("command", " ".join(["nettrain", *made["command"][1:]])),
        ("data", f"{files}: {rows}"),
        ("target", f"{', '.join(plan.target.columns)} ({plan.target.task})"),
        ("network", f"{' > '.join(layers)}: {plan.params:,} weights"),
        ("training", f"{len(epochs)} epochs of {plan.config.train.epochs}, {plan.loss.yaml_name()}, {plan.compiled}"),
        ("took", f"{timing['total']:.1f} s, of it training {timing['seconds'].get('train', 0.0):.1f} s"),
        ("versions", versions),
    ]
    lines = [f"{name:<9} {value}" for name, value in facts]
    if opened.decision:
        lines += ["", *decided(Decided(**opened.decision))]
    lines += ["", f"judged on {metrics['rows']:,} {metrics['judged']} rows", *aligned(score_rows(metrics["metrics"]))]
    lines += [f"gate {gate['message']}" for gate in metrics["gates"]]
    document: dict[str, Any] = {
        "run": str(directory),
        "plan": plan.to_json(),
        "manifest": made,
        "metrics": metrics,
        "decision": opened.decision,
        "timing": timing,
        "history": epochs,
    }
    return Outcome("\n".join(lines), document)
