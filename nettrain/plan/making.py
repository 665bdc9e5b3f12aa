"""Config + rows -> Plan, or every reason why not."""

from __future__ import annotations

from typing import NamedTuple

from nettrain.components.metric import named
from nettrain.components.task import Link
from nettrain.config.load import Loaded
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.encoding import layout
from nettrain.data.memory import available, budget, spoken
from nettrain.errors import ConfigError, Problem, suggestion
from nettrain.names import VALIDATED
from nettrain.plan.batches import rows_a_step
from nettrain.plan.checks import (
    Watched,
    check_loss,
    check_metrics,
    check_names,
    check_rate,
    check_unit,
    resolve_loss,
    resolve_metrics,
    tasks_of,
)
from nettrain.plan.codes import check_codes
from nettrain.plan.compiling import check_compiled
from nettrain.plan.deciding import check_deciding
from nettrain.plan.devices import check_devices
from nettrain.plan.masks import check_masks
from nettrain.plan.memory import WINDOW, estimate, rows_bytes
from nettrain.plan.network import PlannedLayer, plan_network
from nettrain.plan.notices import notices
from nettrain.plan.plan import Plan
from nettrain.plan.starting import check_freeze, check_start, started, with_encoders


class Planned(NamedTuple):
    """The plan, the rows it was made for, and what the user ought to know."""

    plan: Plan
    dataset: Dataset
    notices: tuple[Problem, ...]


def make_plan(loaded: Loaded, earlier: Plan | None = None, taken_over: int | None = None) -> Planned:
    """Read the data and hold config and data against each other; `earlier` is the run that training starts from.

    Where a run goes on, that is the run itself, and `taken_over` the layers whose weights it began with.

    Raises DataError for the data, ConfigError with places in the YAML for what does not go together.
    """
    config = loaded.config
    dataset = prepare(config.data, loaded.folder, config.seed, tasks_of(config))
    if earlier is not None:
        dataset, misfits = with_encoders(dataset, earlier, loaded.span)
        if misfits:
            raise ConfigError(*misfits)
    inputs = layout(dataset.columns)
    layers, problems = plan_network(config.model.layers, inputs, dataset.target, config.train.loss, loaded.span)
    count = taken_over or 0
    if earlier is not None and taken_over is None:
        count = started(layers, dataset, earlier)
    if earlier is not None and taken_over is None and not problems:
        problems += check_start(layers, earlier, count, loaded.span)
    problems += check_freeze(config.train, layers, loaded.span)
    problems += check_codes(layers, dataset, loaded.span)
    problems += check_masks(layers, loaded.span)
    outputs = layers[-1].outputs[-1] if layers else 1
    loss = resolve_loss(config.train, dataset.target, outputs)
    metrics = resolve_metrics(config.train, dataset.target, loss)
    if not problems:
        problems += check_loss(loss, dataset.target, layers, loaded.span)
        problems += check_unit(loss, dataset.targets, loaded.span)
    problems += check_metrics(metrics, loss, dataset.target, loaded.span)
    counts = dataset.drawn.sides.counts()
    validated = counts["validation"] > 0
    margins = loss.link(dataset.target) is Link.MARGIN
    trained = [name for name, m in named(metrics).items() if m.runs(dataset.target, 2 if margins else outputs)]
    problems += check_names(config, Watched(metrics, trained, validated), dataset.target, loaded.span)
    problems += check_rate(config.train, loaded.span)
    size = rows_a_step(config.train.batch_size, counts["train"])
    problems += check_devices(config.train, layers, size, loaded.span)
    problems += check_compiled(config.train, layers, loaded.span)
    problems += check_deciding(config.model, loss, dataset, loaded.span)
    problems += _check_rows(loaded, dataset)
    if problems:
        raise ConfigError(*sorted(problems, key=lambda problem: problem.span))
    train = config.train.model_copy(
        update={
            "loss": loss,
            "metrics": metrics,
            "monitor": config.train.monitor or (f"{VALIDATED}loss" if validated else "loss"),
        }
    )
    first = dataset.drawn.gathered.first
    resolved = config.model_copy(update={"train": train})
    need = rows_bytes(inputs.size, sum(counts.values()), counts["train"])
    stored = need > budget(config.data.memory)
    memory = estimate(layers, train.optimizer.kept(), size, min(need, 3 * WINDOW) if stored else need)
    if memory.total > available():
        raise ConfigError(_too_large(loaded, layers, memory.total))
    plan = Plan(
        config=resolved,
        target=dataset.target,
        columns=dataset.columns,
        targets=dataset.targets,
        shares=dataset.shares,
        trivial=dataset.trivial,
        layers=layers,
        rows=counts,
        memory=memory,
        split=dataset.split,
        stored=stored,
        dropped=dataset.drawn.usable.dropped,
        started=count,
        marks=first.dialect.marks if first.dialect else None,
        header=first.dialect.header if first.dialect else None,
    )
    return Planned(plan, dataset, tuple(notices(loaded, dataset, plan)))


def _check_rows(loaded: Loaded, dataset: Dataset) -> list[Problem]:
    """Check that gates and slices have rows to be judged on, and slices their columns."""
    config, problems = loaded.config, []
    for key in ("gates", "slices"):
        if getattr(config, key) and not dataset.drawn.sides.test.len():
            problems.append(Problem(loaded.span(key), key, "are judged on test rows, and there are none"))
    names = dataset.drawn.gathered.first.names
    for name in config.slices:
        if name not in names:
            message = f"the file has no column '{name}'; {suggestion(name, names)}"
            problems.append(Problem(loaded.span("slices", name), f"slices.{name}", message))
    return problems


def _too_large(loaded: Loaded, layers: tuple[PlannedLayer, ...], need: int) -> Problem:
    number = max(range(len(layers)), key=lambda n: layers[n].params)
    name = loaded.config.model.layers[number].yaml_name()
    message = (
        f"training needs about {spoken(need)} of memory, {spoken(available())} can be had; "
        f"this layer has the most weights, {layers[number].params:,}"
    )
    return Problem(loaded.span("model", "layers", number, name), f"model.layers[{number}].{name}", message)
