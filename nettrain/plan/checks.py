"""Config against data: loss against target and last layer; do metrics, monitors, labels and gates exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nettrain.components.borrowed import for_name
from nettrain.components.columns.number import Number
from nettrain.components.layout import shown
from nettrain.components.loss import Loss
from nettrain.components.metric import Metric, named
from nettrain.components.optimizer import Schedule
from nettrain.components.registries import LOSSES, METRICS, SCALES
from nettrain.components.task import CLASSES, EVERY_TASK, NUMBERS, Link, Target, Task
from nettrain.config.config import Config
from nettrain.config.data import SHARES, DataConfig, Split
from nettrain.config.scalars import yaml_line
from nettrain.config.train import TrainConfig
from nettrain.data.encoding import FittedColumn
from nettrain.data.roles import LEFT_OUT
from nettrain.errors import Problem, listing, suggestion
from nettrain.names import VALIDATED
from nettrain.numbers import counted
from nettrain.plan.network import PlannedLayer, Tell

WORDS = {
    Task.BINARY: "two labels",
    Task.MULTICLASS: "three or more labels",
    Task.REGRESSION: "numbers",
}
DEFAULT_LOSS = {
    Task.BINARY: "binary_crossentropy",
    Task.MULTICLASS: "sparse_categorical_crossentropy",
    Task.REGRESSION: "mean_squared_error",
}
DEFAULT_METRICS = {
    True: ("accuracy", "log_loss"),
    False: ("root_mean_squared_error", "mean_absolute_error", "r2_score"),
}


def tasks_of(config: Config) -> frozenset[Task]:
    """Return the tasks that the configured loss serves; of these numbers alone where metrics and gates ask for them.

    Metrics of labels do not decide so: accuracy, asked of a column of measurements, is a mistake.
    """
    train = config.train
    served = train.loss.tasks if isinstance(train.loss, Loss) else EVERY_TASK
    asked = [metric.tasks for metric in train.metrics or ()]
    asked += [METRICS[name].tasks for name in config.gates if name in METRICS]
    return NUMBERS if served & NUMBERS and asked and all(tasks == NUMBERS for tasks in asked) else served


def resolve_loss(train: TrainConfig, target: Target, outputs: int) -> Loss:
    """Return the loss; "auto" by target and, for two labels, by the number of outputs."""
    if isinstance(train.loss, Loss):
        return train.loss
    name = DEFAULT_LOSS[target.task]
    if target.task is Task.BINARY and outputs == 2:
        name = DEFAULT_LOSS[Task.MULTICLASS]
    return LOSSES[name].model_validate({})


def resolve_metrics(train: TrainConfig, target: Target, loss: Loss) -> tuple[Metric, ...]:
    """Return the metrics; by default those of the task that go with the loss's outputs."""
    if train.metrics is not None:
        return train.metrics
    metrics = [METRICS[name].model_validate({}) for name in DEFAULT_METRICS[target.task in CLASSES]]
    margins = loss.link(target) is Link.MARGIN
    return tuple(metric for metric in metrics if not (metric.probabilities and margins))


def check_unit(loss: Loss, targets: Sequence[FittedColumn], tell: Tell) -> list[Problem]:
    """Refuse a loss that means something only in the target's own unit where the target is standardised."""
    scales = {c.name: c.kind.scale for c in targets if isinstance(c.kind, Number)}
    lost = [
        tell(
            ("data", "columns", name),
            f"a target's scale must be one that can be undone, which {scale.yaml_name()} cannot; "
            f"choose from {listing([n for n in SCALES if SCALES[n].invertible])}",
        )
        for name, scale in scales.items()
        if not scale.invertible
    ]
    scaled = [name for name, scale in scales.items() if loss.own_unit and scale.yaml_name() != "none"]
    declared = yaml_line({name: {"number": {"scale": "none"}} for name in scaled})
    message = f"needs the target in its own unit, but it is scaled; declare data.columns: {declared}"
    return lost + ([tell(("train", "loss", loss.yaml_name()), message)] if scaled else [])


def check_loss(loss: Loss, target: Target, layers: Sequence[PlannedLayer], tell: Tell) -> list[Problem]:
    """Hold the loss against the target, and the last layer against both."""
    if target.task not in loss.tasks:
        served = " or ".join(WORDS[task] for task in Task if task in loss.tasks)
        got = f"the target '{', '.join(target.columns)}' has {described(target)}"
        names = [n for n in LOSSES if target.task in LOSSES[n].tasks]
        message = f"is for {served}, but {got}; choose from {listing(names)}"
        return [tell(("train", "loss", loss.yaml_name()), message)]
    number, last = len(layers) - 1, layers[-1]
    place = ("model", "layers", number, last.layer.yaml_name())
    wanted = loss.outputs(target)
    if len(last.outputs) != 1:
        message = f"the last layer gives rows of shape {shown(last.outputs)}, expected one axis: put flatten before it"
        return [tell(place, message)]
    if last.outputs[0] not in wanted:
        need = " or ".join(map(str, wanted))
        message = (
            f"the last layer has {counted(last.outputs[0], 'output')}, but {loss.yaml_name()} on {described(target)} "
            f"needs {need}; `output` fits by itself"
        )
        return [tell(place, message)]
    complaint = loss.objection(target, last.outputs[0], last.output_activation)
    return [tell(place, f"{loss.yaml_name()} {complaint}")] if complaint else []


def misfit(metric: Metric, loss: Loss, target: Target) -> str | None:
    """Say why a metric does not go with the target or with what the loss makes of the outputs."""
    if target.task not in metric.tasks:
        return f"is not for {described(target)}; choose from {listing(_fitting(target))}"
    if metric.probabilities and loss.link(target) is Link.MARGIN:
        return f"needs probabilities, which {loss.yaml_name()} does not give"
    if loss.link(target) is Link.MARGIN and (option := metric.cut()):
        return f"{option} is for probabilities, which {loss.yaml_name()} does not give: leave it out"
    return metric.objection(target)


def as_labels(config: Config, target: Target) -> str:
    """Return how a target whose numbers are labels is declared, "" where it is no number by its cells alone."""
    names = target.columns
    if target.task in CLASSES or len(names) > 1 or names[0] in config.data.columns or config.train.loss != "auto":
        return ""
    return f"if its numbers are labels, declare data.columns: {yaml_line({names[0]: 'category'})}"


def check_metrics(metrics: Sequence[Metric], loss: Loss, target: Target, tell: Tell, mend: str = "") -> list[Problem]:
    """Hold each metric against the target and against what the loss makes of the outputs; the first that is for another
    sort of target has `mend` behind what is wrong."""
    problems = []
    for number, metric in enumerate(metrics):
        complaint = "stands here twice" if metric in metrics[:number] else misfit(metric, loss, target)
        if complaint:
            if mend and target.task not in metric.tasks:
                complaint, mend = f"{complaint}; {mend}", ""
            problems.append(tell(("train", "metrics", number, metric.yaml_name()), complaint))
    return problems


class Watched(NamedTuple):
    """What an epoch gives values for, where the metrics are given `outputs` numbers a row."""

    metrics: Sequence[Metric]
    target: Target
    outputs: int
    validated: bool

    @property
    def trained(self) -> list[str]:
        """The metrics that are summed up over training rows."""
        return [name for name, metric in named(self.metrics).items() if metric.runs(self.target, self.outputs)]

    @property
    def names(self) -> list[str]:
        """The names of the values."""
        every = ["loss", *named(self.metrics)]
        return ["loss", *self.trained, *(f"{VALIDATED}{name}" for name in every if self.validated)]


def check_names(config: Config, known: Watched, tell: Tell) -> list[Problem]:
    """Check what is named elsewhere: monitors, gates, labels of class weights."""
    names, target = named(known.metrics), known.target
    watched = known.names
    problems = []
    for place, name in monitors(config.train).items():
        if name not in watched:
            message = f"nothing is called '{name}'; {suggestion(name, watched)}"
            if name.startswith(VALIDATED) and not known.validated:
                message = f"nothing is called '{name}'; there are no validation rows; choose from {listing(watched)}"
            elif (metric := name.removeprefix(VALIDATED)) in METRICS and metric not in names:
                message = not_measured(metric, names, target)
                fits = target.task in METRICS[metric].tasks
                if fits and metric == name and known.validated and not _sums_up(metric, target, known.outputs):
                    message += f", and monitor {VALIDATED}{name}: it is computed on validation rows only"
            problems.append(tell(place, message))
    for place in gates(config):
        if place[-1] not in names:
            problems.append(tell(place, not_measured(place[-1], names, target)))
    return problems + _check_class_weights(config.train, target, tell)


def monitors(train: TrainConfig) -> dict[tuple[str, ...], str]:
    """Return the values that are to be watched by the paths at which they are named."""
    named: dict[tuple[str, ...], str | None] = {("train", "monitor"): train.monitor}
    if train.early_stopping:
        named["train", "early_stopping", "monitor"] = train.early_stopping.monitor
    if train.reduce_on_plateau:
        named["train", "reduce_on_plateau", "monitor"] = train.reduce_on_plateau.monitor
    return {place: name for place, name in named.items() if name is not None}


def gates(config: Config) -> list[tuple[str, ...]]:
    """Return the paths of the gates, of the run and of its slices; each ends with a metric's name."""
    sliced = [("slices", column, name) for column, held in config.slices.items() for name in held]
    return [*(("gates", name) for name in config.gates), *sliced]


def _sums_up(name: str, target: Target, outputs: int) -> bool:
    """Return whether a metric, as its name alone asks for it, is summed up over training rows."""
    return METRICS[name].model_construct().runs(target, outputs)


def no_metric(name: str, names: Iterable[str]) -> str:
    """Say that a name is that of no metric; those of the run are given."""
    return f"'{name}' is not among the metrics of this run; {meant(name, names)}"


def meant(name: str, names: Iterable[str]) -> str:
    """Say what may have been meant by the name of no metric; those of the run are given."""
    return for_name(METRICS.folder, name) or suggestion(name, dict.fromkeys([*names, *METRICS]))


def not_measured(name: str, names: Iterable[str], target: Target) -> str:
    """Say how to have a metric that is not among those of the run, whose names are given."""
    if name not in METRICS:
        return no_metric(name, names)
    if target.task not in METRICS[name].tasks:
        return f"'{name}' is not for {described(target)}; choose from {listing(_fitting(target))}"
    return f"'{name}' is not among the metrics of this run; add it to train.metrics"


def _fitting(target: Target) -> list[str]:
    return [name for name in METRICS if target.task in METRICS[name].tasks]


def idle_kinds(data: DataConfig, tell: Tell) -> list[Problem]:
    """Tell which columns have a kind under data.columns that nothing takes: they are dropped, and not split by."""
    told = "is declared, but data.drop leaves the column out: its kind counts for nothing"
    read = () if data.split.method in LEFT_OUT else data.split.by  # by those methods cells are text in any case
    idle = [name for name in data.columns if name in data.drop and name not in read]
    return [tell(("data", "columns", name), told) for name in idle]


def idle_shares(data: DataConfig, tell: Tell) -> list[Problem]:
    """Tell which shares of the rows were asked for though the side has files of its own."""
    told = "counts for nothing, since data.{} names files of these rows: leave one of them out"
    idle = [side for side in SHARES if getattr(data, side) and side in data.split.model_fields_set]
    return [tell(("data", "split", side), told.format(side)) for side in idle]


def idle_bins(split: Split, labels: bool, tell: Tell) -> list[Problem]:
    """Tell that ranges of a number were asked for though none is cut: `labels` tells whether the target has these."""
    if "bins" not in split.model_fields_set or (split.method == "stratified" and not labels):
        return []
    told = "counts for nothing, since "
    if split.method not in ("auto", "stratified"):
        told += f"only the method stratified cuts a number into ranges, not {split.method}: leave it out"
    elif labels:
        told += "the target has labels, each with the same share on every side: leave it out"
    else:
        told += "auto deals out numbers at random: write method: stratified, or leave it out"
    return [tell(("data", "split", "bins"), told)]


def check_rate(train: TrainConfig, tell: Tell) -> list[Problem]:
    """Refuse a learning rate that both a schedule and a plateau would change, and two warm-ups."""
    rate, problems = train.optimizer.learning_rate, []
    if not isinstance(rate, Schedule):
        return []
    if train.reduce_on_plateau is not None:
        message = (
            f"lowers a learning rate, but {train.optimizer.yaml_name()} follows the schedule {rate.yaml_name()}: leave "
            "reduce_on_plateau out, or give learning_rate as a number or auto"
        )
        problems.append(tell(("train", "reduce_on_plateau"), message))
    if train.warmup is not None and rate.warms_up():
        message = f"{rate.yaml_name()} has a warm-up of its own: leave out its warmup_target and warmup_steps, or this"
        problems.append(tell(("train", "warmup"), message))
    return problems


def _check_class_weights(train: TrainConfig, target: Target, tell: Tell) -> list[Problem]:
    path = ("train", "class_weights")
    if train.class_weights is None:
        return []
    if target.task is Task.REGRESSION:
        return [tell(path, "are for labels, but the target has numbers")]
    if isinstance(train.class_weights, str):
        return []
    problems = [
        tell((*path, label), f"no label is called '{label}'; {hint}")
        for label in train.class_weights
        if label not in target.labels
        for hint in [suggestion(label, target.labels)]
    ]
    lacking = [label for label in target.labels if label not in train.class_weights]
    if lacking and not problems:
        message = f"no weight for {listing([repr(label) for label in lacking])}: give every label one"
        problems.append(tell(path, message))
    return problems


def described(target: Target) -> str:
    """Say what a target has: "3 labels (a, b, c)", "numbers"."""
    if target.task is Task.REGRESSION:
        return "numbers" if target.width == 1 else f"{target.width} columns of numbers"
    return f"{target.width} labels ({listing(target.labels, 6)})"
