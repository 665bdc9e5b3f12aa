"""Remarks: what a reader of the page would take for something else, said where it stands."""

from __future__ import annotations

from nettrain.html.evidence import Evidence
from nettrain.names import VALIDATED, VALIDATION
from nettrain.numbers import figure
from nettrain.plan.deciding import searched
from nettrain.text import printable

FAR_APART = 10
"""Largest over smallest spread of several targets from which one of them is said to decide what is averaged."""


def of_the_rows(run: Evidence) -> str:
    """Say what else the validation rows have chosen where they are judged too; "" for other rows."""
    if run.metrics["judged"] != VALIDATION:
        return ""
    chosen = [*(["epoch"] if _chose_the_epoch(run) else []), *searched(run.plan.config.model)]
    if not chosen:
        return ""
    last = f"{', the '.join(chosen[:-1])} and the {chosen[-1]}" if len(chosen) > 1 else chosen[0]
    return f"There are no test rows, and these also chose the {last}: expect less of other rows."


def _chose_the_epoch(run: Evidence) -> bool:
    train, ended = run.plan.config.train, run.ended
    best = run.plan.monitor if ended.get("kept") == "best" and ended.get("best_epoch") else ""
    stop = train.early_stopping if ended.get("reason") != "all epochs" else None
    return any(name.startswith(VALIDATED) for name in (best, (stop.monitor or run.plan.monitor) if stop else ""))


def of_the_curves(run: Evidence) -> str:
    """Say that learning curves know neither threshold nor temperature; "" where the run has none."""
    threshold, temperature = run.decision.get("threshold"), run.decision.get("temperature")
    told = [f"the threshold {figure(threshold['value'])}"] if threshold else []
    told += [f"the temperature {figure(temperature['value'])}"] if temperature and temperature["found"] else []
    if not told:
        return ""
    at = ", with labels decided for at 0.5" if threshold else ""
    return f"The curves are without {' and '.join(told)}{at}: they differ from the verdict."


def of_the_targets(run: Evidence) -> str:
    """Say that errors over targets of different spread are those of one of them; "" where they are not."""
    spreads = {column.name: float(column.facts.get("std") or 0.0) for column in run.plan.targets}
    least, most = min(spreads, key=spreads.__getitem__), max(spreads, key=spreads.__getitem__)
    errors = any(metric.goal == "min" for metric in run.plan.named.values())
    if not errors or run.plan.target.labels or spreads[most] <= FAR_APART * spreads[least] or not spreads[least]:
        return ""
    times = figure(spreads[most] / spreads[least])
    return (
        f"Errors over all targets are averages over numbers in different units: they tell of {printable(most)}, which "
        f"spreads {times} times as far as {printable(least)}. The table has each target alone."
    )
