"""The files of a config read into one table: opened, held against each other, typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from nettrain.components.column import NEARLY_ALL, Column
from nettrain.components.columns.boolean import Boolean
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.config.data import DataConfig
from nettrain.config.scalars import yaml_text
from nettrain.data.cache import cache_folder
from nettrain.data.chunks import Chunks
from nettrain.data.comments import doubt, refused
from nettrain.data.dialect import Dialect, Marks
from nettrain.data.inference import dates, inferred, settled
from nettrain.data.ingest import Ingested, Tally, ingest
from nettrain.data.memory import budget
from nettrain.data.mends import DECLARED, TRAINED, Mend
from nettrain.data.moments import written
from nettrain.data.opening import Opened, dialect_of, open_file, without_cells
from nettrain.data.reading import LEAVE_OUT, told
from nettrain.data.reasons import Reason, obstacle
from nettrain.data.respelling import spellings, standing_beside, words_of
from nettrain.data.roles import Kinds, Roles, kinds_of, roles, stripped
from nettrain.data.sources import Source, found
from nettrain.data.spelling import as_numbers
from nettrain.data.table import Table
from nettrain.data.values import Typing, few_words
from nettrain.errors import DataError, Problem, Span, listing
from nettrain.names import SIDES

ALL = "all"
"""The side of files whose rows are dealt out."""
BLANK = ("\u00a0", "\u202f")
"""Marks between thousands that no config can pin."""
LEAST = 1 << 20
"""Bytes of values below which stretches of rows are put together."""


class Gathered(NamedTuple):
    """All rows, with the roles and kinds of their columns; `sides` gives the side of each file."""

    ingested: Ingested
    roles: Roles
    kinds: Kinds
    sides: tuple[str, ...]

    @property
    def first(self) -> Opened:
        """Return the first file."""
        return self.ingested.table.parts[0].opened

    @property
    def dialect(self) -> Dialect | None:
        """Return the dialect by which the text of cells is read."""
        return self.ingested.table.dialect


def sources(data: DataConfig, folder: Path) -> list[tuple[str, Source]]:
    """Return the files of a config, each with its side; relative to `folder`. Raises DataError for what is not
    there."""
    if data.path:
        return [(ALL, source) for source in found(data.path, folder)]
    return [(side, source) for side in SIDES for source in found(getattr(data, side), folder, side)]


def gather(data: DataConfig, files: Sequence[tuple[str, Source]], declared: Mapping[str, Column]) -> Gathered:
    """Read the files. `declared` are kinds beside those of the config: of a run that was trained before.

    Raises DataError with every problem of the first step that has any.
    """
    opened = open_all([source for _, source in files], data)
    _same_columns([side for side, _ in files], opened)
    dialect = dialect_of(opened)
    opened = [standing_beside(file, dialect) for file in opened]
    first = opened[0]
    about = roles(data, first.names, first.source.shown)
    mend = "; leave it out with data.drop: [{name}], or take it out of the file"
    strange = [problem for file in opened for problem in without_cells(file, about.inputs, mend)]
    if strange := [*strange, *(problem for file in opened for problem in without_cells(file, about.aside))]:
        raise DataError(*strange)
    kinds = kinds_of(about, data, *_sample(opened, about.read, data.missing), dialect)
    kinds.kinds.update({name: kind for name, kind in declared.items() if name in about.inputs})
    kinds.guessed.difference_update(declared)
    mends = dict.fromkeys(declared, TRAINED) | dict.fromkeys(data.columns, DECLARED)
    if data.weight:
        mends[data.weight] = Mend("data.weight takes it for a number: mend the cell, or name another column")
    mends |= {n: Mend(f"it is part of {block} in data.columns: mend the cell") for n, block in about.blocks.items()}
    ingested = _typed(opened, about, (kinds, mends), data)
    ingested = ingested._replace(table=_commented(ingested.table, data.format.comment))
    amiss = [problem for name, problem in kinds.amiss.items() if name not in declared]
    strict = data.on_bad_row == "error" or ingested.broken
    if amiss or (ingested.faults and strict):
        unfit = [] if ingested.broken else _unfit(ingested, data, about)
        raise DataError(*amiss, *unfit, *(_others(ingested, unfit) if strict else []))
    if data.on_bad_row == "error":
        ingested = ingested._replace(table=ingested.table._replace(bad=pl.Series(dtype=pl.UInt32)))
    return Gathered(ingested, about, kinds, tuple(side for side, _ in files))


def _sample(
    opened: Sequence[Opened], names: Sequence[str], missing: Sequence[str]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """Return the first rows of all files as text, without moments that a file holds as such, whose text tells nothing;
    and the format of the columns that have no other cells."""
    held = [[name for name in names if name in file.types and written([file.types[name]])] for file in opened]
    types = {name: [f.types[name] for f, own in zip(opened, held, strict=True) if name in own] for name in names}
    forms = {name: form for name in names if (form := written(types[name]))}
    void = [[pl.lit(None, pl.String).alias(name) for name in own if name in forms] for own in held]
    parts = [file.sample.select(names).with_columns(gone) for file, gone in zip(opened, void, strict=True)]
    sample = stripped(pl.concat(parts), missing)
    return sample, {name: form for name, form in forms.items() if not sample.get_column(name).count()}


def open_all(files: Sequence[Source], data: DataConfig) -> list[Opened]:
    """Open files. Raises DataError with the problems of all of them."""
    opened: list[Opened] = []
    problems: list[Problem] = []
    for source in files:
        try:
            opened.append(open_file(source, data.format))
            problems += [wrong] if (wrong := opened[-1].misread) else []
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(*problems)
    return opened


def _typed(
    opened: Sequence[Opened], about: Roles, known: tuple[Kinds, Mapping[str, Mend]], data: DataConfig
) -> Ingested:
    """Read all rows; once more, with other kinds, where the rest of the rows belies what the sample told.

    What is belied is read as text, and its kind told anew, once, from rows taken evenly.
    """
    kinds, mends = known
    limit = budget(data.memory) // 2
    sample = pl.concat([file.sample.select(about.inputs) for file in opened])
    wrong: dict[str, Column] = {}
    dialect = dialect_of(opened)
    # what the split goes by only beside text: rows of Parquet alone are split by it as they always were
    respelled = about.read if dialect else (*about.inputs, *about.targets)
    while True:
        read = {name: kinds.kinds[name] for name in about.read}
        words = words_of(opened, {name: read[name] for name in respelled})
        few, told = few_words(sample, read), spellings(opened, words)
        typing = Typing(read, data.missing, mends, few=few, spelled=told)
        made = ingest(opened, typing, Chunks(limit, cache_folder() / "scratch", LEAST), about.aside)
        belied = [name for name in kinds.guessed if _belied(kinds.kinds[name], made.tallies[name])]
        for name in belied:
            if name in wrong:
                kinds.guessed.discard(name)
            wrong[name] = kinds.kinds[name]
            kinds.kinds[name], kinds.why[name] = Category(), Reason("text in many rows")
        if not belied and not _told_anew(made.sample, kinds, wrong, data.missing, dialect):
            _settle(made.sample, kinds)
            return made


def _commented(table: Table, pin: str | None) -> Table:
    """Return the table with what all rows tell of the marks of comments. Raises DataError for marks that were found out
    and mostly begin rows."""
    parts, problems = [], []
    for part in table.parts:
        opened, mark = part.opened, part.opened.dialect.comment if part.opened.dialect else ""
        unclear = opened.unclear | doubt(part.passed, mark, pinned=pin is not None)
        parts.append(part._replace(opened=opened._replace(unclear=unclear)))
        problems += refused(part.passed, mark, opened.source.shown) if pin is None else []
    if problems:
        raise DataError(*problems)
    return table._replace(parts=tuple(parts))


def _unfit(ingested: Ingested, data: DataConfig, about: Roles) -> list[Problem]:
    """Return the first fault of each column of which every cell is one: its kind is wrong, which the config gives."""
    keys: dict[str, tuple[str, ...]] = {name: ("data", "columns", name) for name in data.columns}
    keys |= {name: ("data", "columns", block) for name, block in about.blocks.items()}
    if data.weight:
        keys[data.weight] = ("data", "weight")
    tallies = {name: tally for name, tally in ingested.tallies.items() if name in keys and tally.misfits}
    unfit = [name for name, tally in tallies.items() if tally.misfits == tally.rows - tally.missing]
    firsts = [next((p for p in ingested.problems if p.path == name), None) for name in unfit]
    return [
        first._replace(message=f"no cell of it fits: {first.message}", key=keys[first.path])
        for first in firsts
        if first is not None
    ]


def _others(ingested: Ingested, unfit: Sequence[Problem]) -> list[Problem]:
    """Return the first faults of the rows, without those of columns that are `unfit` as a whole."""
    gone = {problem.path for problem in unfit}
    problems = [problem for problem in ingested.problems if problem.path not in gone]
    faults = ingested.faults - sum(ingested.tallies[name].misfits for name in gone)
    return told(problems, faults, "" if ingested.broken else LEAVE_OUT) if problems else []


def _told_anew(
    sample: pl.DataFrame, kinds: Kinds, wrong: Mapping[str, Column], missing: Sequence[str], dialect: Dialect | None
) -> bool:
    """Tell the kinds of columns that are read as text since another one was belied; return whether any is no text."""
    names = [name for name in wrong if name in kinds.guessed and isinstance(kinds.kinds[name], Category)]
    found = inferred(stripped(sample.select(names), missing), dialect)
    others = {name: told for name, told in found.items() if told[0] not in (wrong[name], Category())}
    for name, (kind, why) in others.items():
        kinds.kinds[name], kinds.why[name] = kind, why
    for name in found.keys() - others.keys():
        kinds.guessed.discard(name)
        if found[name][0] == Category():
            kinds.why[name] = found[name][1]._replace(text=kinds.why[name].text)
        if not kinds.why[name].detail:
            kinds.why[name] = _in_many_rows(sample.get_column(name), dialect)
    return bool(others)


def _settle(sample: pl.DataFrame, kinds: Kinds) -> None:
    """Take back the doubt whether day or month comes first, where rows behind the first have a day that is no month."""
    for name, why in kinds.why.items():
        kind = kinds.kinds[name]
        if why.unclear and isinstance(kind, Date) and settled(kind, sample.get_column(name)):
            kinds.why[name] = dates(kind)


def _in_many_rows(cells: pl.Series, dialect: Dialect | None) -> Reason:
    """Return why a column is text whose first rows told otherwise: `cells` are from all of its rows."""
    found = obstacle(cells, dialect)
    return Reason("text in many rows", str(found or ""), obstacle=found)


def _belied(kind: Column, tally: Tally) -> bool:
    """Return whether a guessed kind does not hold for all rows."""
    if isinstance(kind, (Number, Date)):
        cells = tally.rows - tally.missing
        return cells - tally.misfits < NEARLY_ALL * cells  # as the first rows are looked at, to the last cell
    return isinstance(kind, Boolean) and tally.misfits > 0


def _same_columns(sides: Sequence[str], opened: Sequence[Opened]) -> None:
    """Raise DataError unless all files have the columns of the first, and write numbers alike."""
    first, problems = opened[0], []
    text = next((file for file in opened if file.dialect), first)
    for side, file in zip(sides[1:], opened[1:], strict=True):
        span = Span(file.source.shown, 1)
        lacking = [repr(name) for name in first.names if name not in file.names]
        more = [repr(name) for name in file.names if name not in first.names] if side == sides[0] else []
        if lacking:
            problems.append(Problem(span, "", f"lacks {_columns(lacking)}, which {first.source.shown} has"))
        if more:
            problems.append(Problem(span, "", f"has {_columns(more)}, which {first.source.shown} lacks"))
        if file.dialect and text.dialect and file.dialect.marks != text.dialect.marks:
            message = f"writes numbers in another way than {text.source.shown}; {_alike(text, file)}"
            problems.append(Problem(span, "", message))
    if problems:
        raise DataError(*problems)


def _alike(first: Opened, second: Opened) -> str:
    """Say what makes one table of two files that write numbers in different ways: the marks of one, where these are
    none that the other has, or has otherwise."""
    for taken, other in ((second, first), (first, second)):
        marks = taken.dialect.marks if taken.dialect else None
        if marks and marks.thousands not in BLANK and _fit(marks, other):
            thousands = yaml_text(marks.thousands or "none")
            return f"pin data.format.decimal: {yaml_text(marks.decimal)} and data.format.thousands: {thousands}"
    return "convert one of them: no marks hold for both"


def _fit(marks: Marks, opened: Opened) -> bool:
    """Return whether a file's numbers are the same by other marks, or some at least if its own are not clear."""
    assert opened.dialect is not None
    dialects = opened.dialect, opened.dialect._replace(**marks._asdict())
    own, read = (opened.sample.select(as_numbers(pl.all().str.strip_chars(), d)) for d in dialects)
    clear = opened.unclear.keys().isdisjoint(Marks._fields)
    return all(
        (a.is_null() | (a == b if clear else b.is_not_null())).fill_null(False).all()
        for a, b in zip(own, read, strict=True)
    )


def _columns(names: Sequence[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {listing(names)}"
