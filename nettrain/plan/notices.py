"""What the user ought to know of a plan that can be carried out."""

from __future__ import annotations

from collections.abc import Iterator

from nettrain.components.layer import Random
from nettrain.components.layers.core.output import Output
from nettrain.components.metric import named
from nettrain.components.optimizer import Schedule
from nettrain.config.load import Loaded
from nettrain.config.train import MIXED
from nettrain.data.dataset import Dataset
from nettrain.data.target import By
from nettrain.errors import Problem
from nettrain.numbers import counted
from nettrain.plan.checks import idle_bins, idle_kinds, idle_shares
from nettrain.plan.deciding import searched
from nettrain.plan.devices import accelerated
from nettrain.plan.domains import doubtful_domains
from nettrain.plan.gates import doubtful_gates
from nettrain.plan.plan import Plan
from nettrain.plan.reach import doubtful_reach
from nettrain.plan.starting import redeclared, unlike

FAR = 10
"""How many times as many steps as there are a schedule must take for its end to be far away."""


def notices(loaded: Loaded, dataset: Dataset, plan: Plan, earlier: Plan | None) -> Iterator[Problem]:
    """Yield them, those of the data first; `earlier` is the run that training starts from."""
    yield from dataset.notices
    yield from _of_the_target(loaded, dataset)
    yield from _of_the_start(loaded, plan, earlier)
    yield from _of_the_ending(loaded, plan)
    yield from _of_the_steps(loaded, plan)
    yield from idle_kinds(loaded.config.data, loaded.problem)
    yield from idle_shares(loaded.config.data, loaded.problem)
    yield from idle_bins(loaded.config.data.split, bool(dataset.target.labels), loaded.problem)
    yield from doubtful_domains(plan.loss, plan.metrics, dataset, loaded.problem)
    yield from doubtful_reach(plan.layers, dataset, loaded.problem)
    yield from doubtful_gates(loaded.config, named(plan.metrics), loaded.problem)
    yield from _of_the_machine(loaded)
    yield from _of_the_sides(loaded, dataset)


def _of_the_target(loaded: Loaded, dataset: Dataset) -> Iterator[Problem]:
    target, asked = dataset.target, dataset.drawn.asked
    if asked.by is By.FEW:
        message = (
            f"'{target.columns[0]}' is taken for labels, since {asked.why}; declare it as number to predict numbers"
        )
        yield loaded.problem(("data", "target"), message)


def _of_the_start(loaded: Loaded, plan: Plan, earlier: Plan | None) -> Iterator[Problem]:
    if count := plan.started:
        behind = len(plan.layers) - count
        last = "the last one starts" if behind == 1 else f"the last {behind} start"
        why = (unlike(plan.layers, earlier, count) or redeclared(plan.targets, earlier)) if earlier else ""
        rest = f"; {last} anew{why and f': {why}'}" if behind else ""
        first = "the first layer starts" if count == 1 else f"the first {count} layers start"
        message = f"{first} with the weights of {loaded.config.train.start_from}{rest}"
        yield loaded.problem(("train", "start_from"), message)


def _of_the_ending(loaded: Loaded, plan: Plan) -> Iterator[Problem]:
    """Tell of layers that take what is meant for the network's outputs, or change these at random."""
    layers = loaded.config.model.layers
    last, early = len(layers) - 1, [n for n, layer in enumerate(layers[:-1]) if isinstance(layer, Output)]
    if early:
        message = "stands before other layers, which take its outputs for their inputs: put it last, and once"
        yield loaded.problem(("model", "layers", early[0], layers[early[0]].yaml_name()), message)
    elif isinstance(plan.layers[-1].layer, Random):
        message = "changes the network's outputs at random while it trains: put it before the last layer with weights"
        yield loaded.problem(("model", "layers", last, layers[-1].yaml_name()), message)


def _of_the_steps(loaded: Loaded, plan: Plan) -> Iterator[Problem]:
    """Tell what takes more steps, or epochs, than there are."""
    train, optimizer = loaded.config.train, loaded.config.train.optimizer
    most = plan.epoch_steps * train.epochs
    path = ("train", "optimizer", optimizer.yaml_name())
    if plan.warmup > most:
        yield loaded.problem(("train", "warmup"), _never_reached(plan.warmup, most))
    if (batches := optimizer.gradient_accumulation_steps or 0) > most:
        message = f"waits for {batches:,} batches, but there are {most:,}: no weight ever changes"
        place = (*path, "gradient_accumulation_steps")
        yield loaded.problem(place, message)
    if (every := optimizer.ema_overwrite_frequency or 0) > most:
        message = f"is {counted(every, 'step')}, but there are {most:,}: the weights are replaced at the end only"
        place = (*path, "ema_overwrite_frequency")
        yield loaded.problem(place, message)
    if isinstance(optimizer.learning_rate, Schedule):
        yield from _of_the_schedule(loaded, optimizer.learning_rate, most)
    yield from _of_the_stop(loaded, plan)


def _of_the_schedule(loaded: Loaded, rate: Schedule, most: int) -> Iterator[Problem]:
    """Tell where a schedule ends, or begins to change the rate, long after the `most` steps that there are."""
    path = ("train", "optimizer", loaded.config.train.optimizer.yaml_name(), "learning_rate", rate.yaml_name())
    for name in ("decay_steps", "first_decay_steps"):
        if (steps := getattr(rate, name, 0)) > FAR * most:
            message = f"is {counted(steps, 'step')}, but there are {most:,}: the learning rate hardly falls"
            yield loaded.problem((*path, name), message)
    boundaries = getattr(rate, "boundaries", ())
    if boundaries and boundaries[0] >= most - 1:  # steps count from 0, and a boundary ends its stretch
        message = f"the first is step {boundaries[0]:,}, but there are {most:,}: the learning rate never changes"
        yield loaded.problem((*path, "boundaries"), message)
    if (steps := getattr(rate, "warmup_steps", 0)) > most:
        yield loaded.problem((*path, "warmup_steps"), _never_reached(steps, most))


def _never_reached(steps: int, most: int) -> str:
    return f"rises over {counted(steps, 'step')}, but there are {most:,}: the whole learning rate is never reached"


def _of_the_stop(loaded: Loaded, plan: Plan) -> Iterator[Problem]:
    """Tell where early stopping watches nothing, or another value than the one by which an epoch is kept."""
    train = loaded.config.train
    stopping, place = train.early_stopping, ("train", "early_stopping")
    if stopping and stopping.monitor not in (None, plan.monitor) and not train.monitor and train.keep == "best":
        message = f"training ends by {stopping.monitor}, and the epoch that is best by {plan.monitor} is kept"
        where = (*place, "monitor")
        yield loaded.problem(where, f"{message}; train.monitor says by what both go")
    if stopping and stopping.start_from_epoch >= train.epochs:
        unwatched = f"the first {counted(stopping.start_from_epoch, 'epoch')} are not watched"
        message = f"{unwatched}, and there are {train.epochs:,}: training never ends early"
        where = (*place, "start_from_epoch")
        yield loaded.problem(where, message)


def _of_the_machine(loaded: Loaded) -> Iterator[Problem]:
    precision, devices = loaded.config.train.precision, loaded.config.train.devices
    if devices != 1 and not accelerated():
        message = f"this machine has no GPU: {devices} devices are parts of the processor, and slower than one"
        yield loaded.problem(("train", "devices"), message)
    if precision in MIXED and not accelerated():
        message = f"this machine has no GPU: {precision} is slower here than float32, not faster"
        yield loaded.problem(("train", "precision"), message)


def _of_the_sides(loaded: Loaded, dataset: Dataset) -> Iterator[Problem]:
    if not dataset.drawn.sides.test.len():
        message = "there are no test rows: nothing will be judged but validation"
        if found := searched(loaded.config.model):
            message += f", on which the {' and the '.join(found)} will be found: expect less of other rows"
        yield loaded.problem(("data", "split", "test"), message)
