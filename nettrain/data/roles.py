"""Which column is what: inputs, sequences of inputs, targets, weight, and what the split goes by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.config.data import DataConfig
from nettrain.config.paths import shown
from nettrain.data.dialect import Dialect
from nettrain.data.inference import dates, inferred
from nettrain.data.reasons import Reason
from nettrain.data.void import void_words
from nettrain.errors import DataError, Problem, Span, suggestion

LEFT_OUT = ("group", "column")
"""Methods of splitting whose column is no input."""


class Roles(NamedTuple):
    """What each column is for; all in the file's order.

    `blocks` gives, for each input that is part of a sequence, the sequence's name. `beside` are columns that are read
    but are no inputs: the weight, and what the split goes by.
    """

    inputs: tuple[str, ...]
    targets: tuple[str, ...]
    beside: tuple[str, ...]
    blocks: Mapping[str, str]

    @property
    def aside(self) -> tuple[str, ...]:
        """Return the columns that are read but are no inputs."""
        return tuple(dict.fromkeys([*self.targets, *self.beside]))

    @property
    def read(self) -> tuple[str, ...]:
        """Return all columns that are read."""
        return (*self.inputs, *self.aside)


def roles(data: DataConfig, names: Sequence[str], file: str) -> Roles:
    """Return the roles of a file's columns.

    Raises DataError for every column that the config names and the file lacks, and if no input is left.
    """
    span = Span(file, 1)
    sequences = {name: kind for name, kind in data.columns.items() if isinstance(kind, SequenceKind)}
    asked: list[tuple[str, tuple[str | int, ...], str]] = [
        *(("data.target", ("data", "target", place), name) for place, name in enumerate(data.target)),
        *(("data.drop", ("data", "drop", place), name) for place, name in enumerate(data.drop)),
        *(("data.columns", ("data", "columns", name), name) for name in data.columns if name not in sequences),
        *([("data.weight", ("data", "weight"), data.weight)] if data.weight else []),
        *(("data.split.by", ("data", "split", "by", place), name) for place, name in enumerate(data.split.by)),
    ]
    problems = [
        Problem(span, where, f"the file has no column '{name}'; {suggestion(name, names)}", key)
        for where, key, name in asked
        if name not in names
    ]
    aside = {*data.target, *data.drop, data.weight, *(data.split.by if data.split.method in LEFT_OUT else ())}
    free = [name for name in names if name not in aside]
    blocks: dict[str, str] = {}
    for sequence, kind in sequences.items():
        members = kind.members(free)
        lacking = [name for name in members if name not in names]
        told = [f"the file has no column '{name}'; {_near(name, names)}" for name in lacking]
        if not members:
            told.append(f"no column of the file matches '{', '.join(kind.of)}'")
        elif len(members) % kind.features:
            told.append(f"has {len(members)} columns, which are no whole steps of {kind.features} features")
        told += [f"'{name}' is already part of {blocks[name]}" for name in members if name in blocks]
        outside = "is not among the inputs: it is a target, dropped, or beside"
        told += [f"'{name}' {outside}" for name in members if name in aside]
        blocks |= dict.fromkeys(members, sequence)
        place = ("data", "columns", sequence)
        problems += [Problem(span, shown(place), message, place) for message in told]
    inputs = [name for name in names if name not in aside]
    if not problems and not inputs:
        key, left = ("drop", "is left") if data.drop else ("target", "stands beside the target")
        problems.append(Problem(span, f"data.{key}", f"no column {left} to predict from", ("data", key)))
    if problems:
        raise DataError(*problems)
    beside = [n for n in (data.weight, *data.split.by) if n is not None and n not in inputs and n not in data.target]
    return Roles(_together(inputs, blocks), tuple(data.target), tuple(dict.fromkeys(beside)), blocks)


def _near(name: str, names: Sequence[str]) -> str:
    """Say how to mend the name of a sequence's column that is not there."""
    pattern = "?" in name or ("[" in name and "]" in name)
    return ("of patterns there is only *, as in 'p*'; " if pattern else "") + suggestion(name, names)


def _together(inputs: Sequence[str], blocks: Mapping[str, str]) -> tuple[str, ...]:
    """Put the members of each sequence where its first one stands."""
    places = {name: number for number, name in enumerate(inputs)}
    first: dict[str, int] = {}
    for name in inputs:
        if name in blocks:
            first.setdefault(blocks[name], places[name])
    order = {member: at for at, member in enumerate(blocks)}
    return tuple(sorted(inputs, key=lambda n: (first.get(blocks.get(n, ""), places[n]), order.get(n, 0))))


class Kinds(NamedTuple):
    """The kind of each column that is read, and why; `guessed` are those that a sample of the rows told.

    `amiss` says which columns are declared as what the sample does not fit at all; their cells may be read as text.
    """

    kinds: dict[str, Column]
    why: dict[str, Reason]
    guessed: set[str]
    amiss: Mapping[str, Problem]


def kinds_of(
    found: Roles, data: DataConfig, sample: pl.DataFrame, forms: Mapping[str, str], dialect: Dialect | None
) -> Kinds:
    """Return the kinds of all columns that are read; what is not declared is told from a sample of text cells.

    Targets, groups and the names of sides are read as text. `forms` are the formats of columns whose cells are moments.
    """
    kinds: dict[str, Column] = {}
    why: dict[str, Reason] = {}
    guessed: set[str] = set()
    amiss: dict[str, Problem] = {}
    text = {*found.targets, *(data.split.by if data.split.method in LEFT_OUT else ())}
    for name in found.read:
        cells = sample.get_column(name)
        if name in text:
            kinds[name], why[name] = Category(), Reason("as it stands")
        elif name == data.weight:
            kinds[name], why[name] = Number(), Reason("the weight")
        elif name in found.blocks:
            kind = data.columns[found.blocks[name]]
            assert isinstance(kind, SequenceKind)
            kinds[name], why[name] = kind.number(), Reason(f"part of {found.blocks[name]}")
        elif name in data.columns:
            settled = _settled(data.columns[name], cells, name, forms.get(name))
            if isinstance(settled, Problem):
                amiss[name], settled = settled, Category()
            kinds[name], why[name] = settled, Reason("declared")
        else:
            guessed.add(name)
    found_out = inferred(sample.select(name for name in found.read if name in guessed and name not in forms), dialect)
    found_out |= {name: (kind := Date(format=forms[name]), dates(kind)) for name in guessed if name in forms}
    for name, (kind, reason) in found_out.items():
        kinds[name], why[name] = kind, reason
    return Kinds(kinds, why, guessed, amiss)


def _settled(kind: Column, cells: pl.Series, name: str, form: str | None) -> Column | Problem:
    """Return a declared kind with what it leaves to the cells: a date's format, which is `form` if they are moments; a
    problem where there is none."""
    if not isinstance(kind, Date) or kind.format != "auto":
        return kind
    if form is not None:
        return kind.model_copy(update={"format": form})
    settled = kind.resolved(cells.drop_nulls().unique(maintain_order=True).to_list())
    if settled is None:
        cell = next(iter(cells.drop_nulls()), None)
        such = "no cell has a value" if cell is None else f"no format of dates fits nearly all cells, such as {cell!r}"
        message = f"{such}; declare it: {{date: {{format: '%d.%m.%Y'}}}}"
        place = ("data", "columns", name)
        return Problem(Span(""), shown(place), message, place)
    return settled


def stripped(sample: pl.DataFrame, missing: Sequence[str]) -> pl.DataFrame:
    """Return text cells without the blanks around them, null where a value is missing."""
    cells = pl.all().str.strip_chars()
    return sample.select(pl.when(~cells.is_in(void_words(missing))).then(cells).name.keep())
