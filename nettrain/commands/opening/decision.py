"""Threshold and temperature of a run: found once it is trained, written down, read again by all that predicts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from nettrain.config.model import BestThreshold
from nettrain.evaluation.deciding import AS_TRAINED, Deciding
from nettrain.events import Decided, Emit
from nettrain.plan.plan import Plan
from nettrain.rundir import DECISION, RunDir

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from nettrain.plan.rows import Rows


def asked_for(plan: Plan) -> bool:
    """Return whether a run of this plan has a threshold or a temperature."""
    return plan.config.model.threshold is not None or plan.config.model.calibrate is not None


def settle(
    run: RunDir, plan: Plan, outputs: Callable[[NDArray[Any]], NDArray[Any]], validation: Rows | None, show: Emit
) -> Deciding:
    """Find what the config asks for on the validation rows; write it into the run, and show it.

    `outputs` gives the trained network's outputs of encoded rows.
    """
    if not asked_for(plan):
        return AS_TRAINED
    record: dict[str, Any] = {"rows": 0, "temperature": None, "threshold": None}
    if validation is not None:
        record |= found(plan, outputs(validation.inputs), validation)
    if isinstance(plan.config.model.threshold, float | int):
        record["threshold"] = {"value": float(plan.config.model.threshold), "metric": None}
    if record["threshold"] is not None:
        record["threshold"]["label"] = plan.target.labels[1]
    run.write_json(DECISION, record)
    show(Decided(**record))
    return Deciding.from_json(record)


def found(plan: Plan, outputs: NDArray[Any], rows: Rows) -> dict[str, Any]:
    """Return, as decision.json has it, what is best on some rows: first the temperature, then the threshold."""
    from nettrain.evaluation.predictions import judged, logits
    from nettrain.evaluation.temperature import log_loss, temperature
    from nettrain.evaluation.threshold import best_threshold

    model, deciding = plan.config.model, AS_TRAINED
    record: dict[str, Any] = {"rows": len(rows)}
    if model.calibrate is not None:
        free = logits(plan, outputs)
        best = temperature(free, rows.truth, rows.sample_weights)
        losses = [log_loss(free, rows.truth, rows.sample_weights, by) for by in (best or 1.0, 1.0)]
        record["temperature"] = {"value": best or 1.0, "found": best is not None}
        record["temperature"] |= {"log_loss": losses[0], "before": losses[1]}
        deciding = Deciding(best)
    if isinstance(model.threshold, BestThreshold):
        metric = model.threshold.metric
        cut = best_threshold(metric, judged(plan, outputs, rows.truth, rows.sample_weights, deciding))
        record["threshold"] = {"value": cut.threshold, "metric": metric.yaml_name(), "score": cut.value}
        record["threshold"] |= {"before": cut.usual}
    return record


def settled(run: RunDir, plan: Plan) -> Mapping[str, Any]:
    """Return what `settle` wrote into a run, empty where nothing was asked for. Raises RunError if it is damaged."""
    if not asked_for(plan):
        return {}
    record = run.read_own(DECISION)
    return {name: record[name] for name in ("rows", "temperature", "threshold")}
