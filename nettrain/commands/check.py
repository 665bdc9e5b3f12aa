"""check: config and data against each other, and the plan that comes of it; in a blink, without TensorFlow."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nettrain.commands.outcome import Outcome
from nettrain.commands.tables import aligned
from nettrain.components.layout import shown
from nettrain.config.load import load
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.memory import available, spoken
from nettrain.plan.plan import Plan


def run(files: Sequence[Path], sets: Sequence[str] = (), seed: int | None = None) -> Outcome:
    """Check a config and its data, and show the plan.

    Raises ConfigError and DataError with every problem that was found.
    """
    planned = make_plan(load(files, sets, seed))
    return Outcome(described(planned), document(planned))


def document(planned: Planned) -> dict[str, Any]:
    """Return the plan and what was noticed, as JSON values."""
    record = planned.plan.to_json()
    record["notices"] = [str(notice) for notice in planned.notices]
    record["memory"]["total"], record["memory"]["available"] = planned.plan.memory.total, available()
    return record


def described(planned: Planned) -> str:
    """Return the plan for a person: rows, columns, target, layers, training."""
    plan, data = planned.plan, planned.dataset
    rows = ", ".join(f"{count:,} {side}" for side, count in plan.rows.items() if count)
    lines = [
        f"data    {', '.join(source.shown for source in data.table.sources)}: {sum(plan.rows.values()):,} rows ({rows})"
    ]
    lines += ["", *aligned(_column_rows(planned))]
    lines += ["", f"target  {_target(plan)}; taken for that since {data.why}"]
    lines += ["", *aligned(_layer_rows(plan))]
    memory = f"{spoken(plan.memory.total)} of {spoken(available())}"
    lines += ["", f"weights {plan.params:,}, memory about {memory}"]
    train = plan.config.train
    lines.append(
        f"train   {plan.loss.yaml_name()}, {train.optimizer.yaml_name()}, batches of {plan.batch_size}, "
        f"{train.epochs} epochs at most, {plan.compiled}; keeps the {train.keep} epoch by {plan.monitor}"
    )
    lines += ["", *(f"{n.span}: note: {n.path}: {n.message}" for n in planned.notices), "ok"]
    return "\n".join(lines).replace("\n\nok", "\nok") if planned.notices else "\n".join(lines)


def _column_rows(planned: Planned) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [("column", "kind", "because", "missing", "distinct", "inputs")]
    for column in planned.plan.columns:
        seen = planned.dataset.profiles[column.name]
        width = len(column.positions)
        table.append(
            (column.name, column.kind.yaml_name(), seen.why, f"{seen.missing:,}", f"{seen.distinct:,}", str(width))
        )
    return table


def _layer_rows(plan: Plan) -> list[tuple[str, ...]]:
    table: list[tuple[str, ...]] = [("layer", "in", "out", "weights")]
    for given, planned in zip(plan.config.model.layers, plan.layers, strict=True):
        name = given.yaml_name() if given is planned.layer else f"{given.yaml_name()}: {planned.squash}"
        table.append((name, shown(planned.inputs), shown(planned.outputs), f"{planned.params:,}"))
    return table


def _target(plan: Plan) -> str:
    names = ", ".join(plan.target.columns)
    if plan.shares:
        labels = [f"{label} {share:.1%}" for label, share in zip(plan.target.labels, plan.shares, strict=True)]
        more = f" and {len(labels) - 8} more" if len(labels) > 8 else ""
        return f"{names}: {len(labels)} labels ({', '.join(labels[:8])}{more})"
    return f"{names}: numbers"
