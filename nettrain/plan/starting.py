"""Starting with the weights of another run: its encoders are taken over, its layers matched from the first on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nettrain.components.column import Column
from nettrain.components.columns.date import Date, dated
from nettrain.components.columns.number import Number
from nettrain.components.layer import Layer
from nettrain.components.layout import shown
from nettrain.config.scalars import yaml_line
from nettrain.data.dataset import Dataset
from nettrain.data.encoding import FittedColumn, refusals
from nettrain.errors import Problem, listing
from nettrain.names import SIDES
from nettrain.plan.network import PlannedLayer, Tell
from nettrain.plan.plan import Plan

PATH = ("train", "start_from")


def with_encoders(dataset: Dataset, earlier: Plan, tell: Tell) -> tuple[Dataset, list[Problem]]:
    """Return the dataset with the encoders of the run that training starts from; the same columns must be there."""
    here = {column.name: column for column in dataset.columns}
    there = {column.name: column for column in earlier.columns}
    lacking, new = [n for n in there if n not in here], [n for n in here if n not in there]
    told = []
    if lacking:
        told.append(f"that run was trained on {listing(lacking)} too, which is no input here")
    if new:
        told.append(f"{listing(new)} was no input of that run: put it under drop")
    columns = [column._replace(kind=_as_written(here, column)) for column in earlier.columns]
    told += [
        _otherwise(here[column.name], column)
        for column in columns
        if column.name in here and here[column.name].kind != column.kind
    ]
    if told:
        return dataset, [tell(PATH, message) for message in told]
    strict = [column for column in columns if column.kind.refuses]
    rows = dataset.drawn.stretches(SIDES, list(there)) if strict else ()
    problems = refusals(dataset.drawn.table, (some for _, some in rows), strict)
    numbers = dataset.target == earlier.target and not dataset.target.labels
    targets = earlier.targets if numbers and not redeclared(dataset.targets, earlier) else dataset.targets
    return dataset._replace(columns=tuple(columns), targets=targets), problems


def _as_written(here: Mapping[str, FittedColumn], there: FittedColumn) -> Column:
    """Return the kind of a column of that run; of dates with the format that the cells have here.

    It tells how the same moments are written, so that nothing that was learned hangs on it.
    """
    own, kind = here[there.name].kind if there.name in here else None, there.kind
    if isinstance(own, Date) and isinstance(kind, Date) and _sort(own) == _sort(kind):
        return kind.model_copy(update={"format": own.format})
    return kind


def _otherwise(here: FittedColumn, there: FittedColumn) -> str:
    """Say what sets a column apart from that run's, and what declares it as it is there, if anything can."""
    own, name = _sort(here.kind), _sort(there.kind)
    told = f"'{here.name}' is {own} here, but {name}{' with other options' if own == name else ''} there"
    if here.block or there.block or (own != name and type(here.kind) is type(there.kind)):
        return told
    kind, options = there.kind.yaml_name(), there.kind.model_dump(exclude_defaults=True)
    return f"{told}; declare data.columns: {yaml_line({here.name: {kind: options} if options else kind})}"


def _sort(kind: Column) -> str:
    """Return the name of a kind; dates are told from times of day."""
    return "time of day" if isinstance(kind, Date) and not dated(kind.format) else kind.yaml_name()


def started(layers: Sequence[PlannedLayer], dataset: Dataset, earlier: Plan) -> int:
    """Return how many layers, from the first on, are those of the earlier run; the last only for the same target."""
    same_target = dataset.target == earlier.target and not redeclared(dataset.targets, earlier)
    count = 0
    for here, there in zip(layers, earlier.layers, strict=False):
        last = count in (len(layers) - 1, len(earlier.layers) - 1)
        if _form(here) != _form(there) or differing(here.layer, there.layer) or (last and not same_target):
            break
        count += 1
    return count


def redeclared(targets: Sequence[FittedColumn], earlier: Plan) -> str:
    """Say which numbers to be predicted have other options in the earlier run, and so another unit; "" for none."""
    there = {column.name: column.kind for column in earlier.targets}
    names = [
        f"'{column.name}'"
        for column in targets
        if isinstance(column.kind, Number) and there.get(column.name, column.kind) != column.kind
    ]
    return f"{listing(names)} {'has' if len(names) == 1 else 'have'} other options in that run" if names else ""


def unlike(layers: Sequence[PlannedLayer], earlier: Plan, count: int) -> str:
    """Say which options set the first layer that starts anew apart from that run's; "" where it is not options."""
    if count >= min(len(layers), len(earlier.layers)) or _form(layers[count]) != _form(earlier.layers[count]):
        return ""
    options = differing(layers[count].layer, earlier.layers[count].layer)
    name = layers[count].layer.yaml_name()
    return f"layer {count}, {name}, has another {listing(options)} in that run" if options else ""


def differing(here: Layer, there: Layer) -> list[str]:
    """Return the options of two layers of one kind that differ, and that bear on what weights mean, as paths."""
    if type(here) is not type(there):
        return ["layer"]
    found = []
    for option in here.computing():
        mine, theirs = getattr(here, option), getattr(there, option)
        if mine == theirs:
            continue
        inside = isinstance(mine, Layer) and isinstance(theirs, Layer) and type(mine) is type(theirs)
        found += [f"{option}.{below}" for below in differing(mine, theirs)] if inside else [option]
    return found


def check_start(layers: Sequence[PlannedLayer], earlier: Plan, count: int, tell: Tell) -> list[Problem]:
    """Refuse a start in which no weight is taken over, naming what does not fit."""
    if any(planned.params for planned in layers[:count]):
        return []
    if count == len(layers) or count == len(earlier.layers):
        message = "no layer of that run has weights that fit here"
    else:
        here, there = layers[count], earlier.layers[count]
        message = f"no weights can be taken over: layer {count} is {_told(here)} here, {_told(there)} in that run"
        if others := unlike(layers, earlier, count):
            message = f"no weights can be taken over: {others}"
        elif _form(here) == _form(there):
            message = "no weights can be taken over: the only layer with weights belongs to another target"
    return [tell(PATH, message)]


def _form(planned: PlannedLayer) -> tuple[object, ...]:
    return planned.layer.yaml_name(), tuple(planned.inputs), tuple(planned.outputs), planned.params


def _told(planned: PlannedLayer) -> str:
    return f"{planned.layer.yaml_name()} from {shown(planned.inputs)} to {shown(planned.outputs)}"
