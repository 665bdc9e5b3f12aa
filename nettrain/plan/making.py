"""Config + rows -> Plan, or every reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nettrain.components.loss import Loss
from nettrain.components.metric import Metric
from nettrain.components.task import Link
from nettrain.config.config import Config
from nettrain.config.load import Loaded
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.encoding import layout
from nettrain.data.memory import available, budget
from nettrain.errors import ConfigError, DataError, Problem, suggestion
from nettrain.names import TRAIN, VALIDATED, VALIDATION
from nettrain.numbers import byte_size
from nettrain.plan.batches import rows_a_step
from nettrain.plan.checks import (
    Watched,
    as_labels,
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
from nettrain.plan.domains import check_domain
from nettrain.plan.freezing import check_freeze
from nettrain.plan.inputs import overflowing
from nettrain.plan.masks import check_masks
from nettrain.plan.memory import WINDOW, estimate, rows_bytes
from nettrain.plan.network import PlannedLayer, plan_network
from nettrain.plan.notices import notices
from nettrain.plan.plan import Plan
from nettrain.plan.reach import check_reach
from nettrain.plan.starting import check_start, started, with_encoders
from nettrain.plan.targets import endless
from nettrain.plan.unknown import unknown_names


class Planned(NamedTuple):
    """The plan, the rows it was made for, and what the user ought to know."""

    plan: Plan
    dataset: Dataset
    notices: tuple[Problem, ...]


class _Chosen(NamedTuple):
    """What config and data make of each other, before either is held against the rest."""

    layers: tuple[PlannedLayer, ...]
    """Up to the first that cannot take what reaches it."""
    started: int
    loss: Loss
    metrics: tuple[Metric, ...]


def make_plan(loaded: Loaded, earlier: Plan | None = None, taken_over: int | None = None) -> Planned:
    """Read the data and hold config and data against each other; `earlier` is the run that training starts from.

    Where a run goes on, that is the run itself, and `taken_over` the layers whose weights it began with.

    Raises DataError for the data, and beside it for names that no data can make good, ConfigError with places in the
    YAML for what does not go together.
    """
    dataset = _dataset(loaded, earlier)
    chosen, problems = _chosen(loaded, dataset, earlier, taken_over)
    problems += _misfits(loaded, dataset, chosen, whole=not problems)
    if problems:
        raise ConfigError(*sorted(problems, key=lambda problem: problem.span))
    if beyond := [*endless(dataset), *overflowing(dataset)]:
        raise DataError(*beyond)
    plan = _plan(_resolved(loaded.config, dataset, chosen), dataset, chosen)
    if plan.memory.total > available():
        raise ConfigError(_too_large(loaded, plan))
    return Planned(plan, dataset, tuple(notices(loaded, dataset, plan, earlier)))


def _dataset(loaded: Loaded, earlier: Plan | None) -> Dataset:
    """Read the rows; where training starts from a run, with its encoders."""
    config = loaded.config
    try:
        dataset = prepare(config.data, loaded.folder, config.seed, tasks_of(config))
    except DataError as found:
        raise DataError(*map(loaded.placed, found.problems), *unknown_names(config, loaded.problem)) from None
    if earlier is not None:
        dataset, misfits = with_encoders(dataset, earlier, loaded.problem)
        if misfits:
            raise ConfigError(*misfits)
    return dataset


def _chosen(
    loaded: Loaded, dataset: Dataset, earlier: Plan | None, taken_over: int | None
) -> tuple[_Chosen, list[Problem]]:
    """Choose what the config leaves to the data, and check the network by itself."""
    train, target, count = loaded.config.train, dataset.target, taken_over or 0
    layers, problems = plan_network(
        loaded.config.model.layers, layout(dataset.columns), target, train.loss, loaded.problem
    )
    if earlier is not None and taken_over is None:
        count = started(layers, dataset, earlier)
        if not problems:
            problems += check_start(layers, earlier, count, loaded.problem)
    problems += check_freeze(loaded.config, layers, loaded.problem)
    problems += check_codes(layers, dataset, loaded.problem)
    problems += check_masks(layers, loaded.problem)
    loss = resolve_loss(train, target, _outputs(layers))
    return _Chosen(layers, count, loss, resolve_metrics(train, target, loss)), problems


def _misfits(loaded: Loaded, dataset: Dataset, chosen: _Chosen, *, whole: bool) -> list[Problem]:
    """Hold what was chosen against the data and the rest of the config; `whole` is a network without problems."""
    config, target, counts = loaded.config, dataset.target, dataset.drawn.sides.counts()
    layers, _, loss, metrics = chosen
    problems: list[Problem] = []
    if whole:
        problems += check_loss(loss, target, layers, loaded.problem)
        problems += check_unit(loss, dataset.targets, loaded.problem)
        problems += check_domain(loss, dataset, loaded.problem)
        problems = problems or check_reach(layers, dataset, loaded.problem)
    problems += check_metrics(metrics, loss, target, loaded.problem, as_labels(config, target))
    outputs = 2 if loss.link(target) is Link.MARGIN else _outputs(layers)
    known = Watched(metrics, target, outputs, counts[VALIDATION] > 0)
    problems += check_names(config, known, loaded.problem)
    problems += check_rate(config.train, loaded.problem)
    problems += check_devices(config.train, layers, rows_a_step(config.train.batch_size, counts[TRAIN]), loaded.problem)
    problems += check_compiled(config.train, layers, loaded.problem)
    problems += check_deciding(config.model, loss, dataset, loaded.problem)
    return problems + _check_rows(loaded, dataset)


def _outputs(layers: Sequence[PlannedLayer]) -> int:
    return layers[-1].outputs[-1] if layers else 1


def _resolved(config: Config, dataset: Dataset, chosen: _Chosen) -> Config:
    """Return the config with what was chosen in place of what was left open."""
    monitor = config.train.monitor or (f"{VALIDATED}loss" if dataset.drawn.sides.counts()[VALIDATION] else "loss")
    train = config.train.model_copy(update={"loss": chosen.loss, "metrics": chosen.metrics, "monitor": monitor})
    return config.model_copy(update={"train": train})


def _plan(config: Config, dataset: Dataset, chosen: _Chosen) -> Plan:
    """Put the plan together: the resolved config, what is known of the rows, and the memory that training needs."""
    counts, dialect = dataset.drawn.sides.counts(), dataset.drawn.gathered.dialect
    need = rows_bytes(layout(dataset.columns).size, sum(counts.values()), counts[TRAIN])
    stored = need > budget(config.data.memory)
    size, held = rows_a_step(config.train.batch_size, counts[TRAIN]), min(need, 3 * WINDOW) if stored else need
    return Plan(
        config=config,
        target=dataset.target,
        columns=dataset.columns,
        targets=dataset.targets,
        shares=dataset.shares,
        trivial=dataset.trivial,
        layers=chosen.layers,
        rows=counts,
        memory=estimate(chosen.layers, config.train.optimizer.kept(), size, held),
        split=dataset.split,
        stored=stored,
        dropped=dataset.drawn.usable.dropped,
        started=chosen.started,
        marks=dialect.marks if dialect else None,
        header=dialect.header if dialect else None,
    )


def _check_rows(loaded: Loaded, dataset: Dataset) -> list[Problem]:
    """Check that gates and slices have rows to be judged on, and slices their columns."""
    config, problems = loaded.config, []
    for key in ("gates", "slices"):
        if getattr(config, key) and not dataset.drawn.sides.test.len():
            problems.append(loaded.problem((key,), "are judged on test rows, and there are none"))
    names = dataset.drawn.gathered.first.names
    for name in config.slices:
        if name not in names:
            message = f"the file has no column '{name}'; {suggestion(name, names)}"
            problems.append(loaded.problem(("slices", name), message))
    return problems


def _too_large(loaded: Loaded, plan: Plan) -> Problem:
    number = max(range(len(plan.layers)), key=lambda n: plan.layers[n].params)
    name = loaded.config.model.layers[number].yaml_name()
    message = (
        f"training needs about {byte_size(plan.memory.total)} of memory, {byte_size(available())} can be had; "
        f"this layer has the most weights, {plan.layers[number].params:,}"
    )
    return loaded.problem(("model", "layers", number, name), message)
