"""`data`: where the rows come from, what their columns are, how they are dealt out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from nettrain.components.choice import Choice
from nettrain.components.column import Column
from nettrain.components.fields import Names, Text
from nettrain.components.registries import COLUMNS
from nettrain.components.schema import Schema, amiss
from nettrain.config.format import Format

Share: TypeAlias = Annotated[float, Field(ge=0, lt=1)]


SHARES = ("validation", "test")


class Split(Schema):
    """How the rows of one file are dealt out; what is neither validation nor test is trained on."""

    validation: Share = 0.15
    """Share of the rows on which training is watched."""
    test: Share = 0.15
    """Share of the rows on which the finished network is judged."""
    method: Literal["auto", "random", "stratified", "group", "time", "hash", "column"] = "auto"
    """auto: stratified for labels, random for numbers. random: any row anywhere. stratified: each label, or each of
    `bins` ranges of a number, with the same share on every side. group: rows with one value of `by` stay together.
    time: the last rows by `by` are the test, those before them the validation. hash: told from the cells of `by` (all
    inputs by default) alone, so that a row keeps its side when rows are added, unless they change how its dates or
    decimal marks are read. column: `by` says train, validation or test."""
    by: Names = ()
    """The column (for hash: columns) that decides; it is no input of the network, except for time and hash."""
    bins: Annotated[int, Field(ge=2, le=1000)] = 10
    """Ranges with equal numbers of rows into which a number is cut for stratified."""

    @model_validator(mode="after")
    def _leaves_rows(self) -> Split:
        if self.validation + self.test >= 1:
            total = f"{self.validation + self.test:g}"
            raise amiss(f"validation and test together take {total} of the rows, expected less than 1", *SHARES)
        return self


class DataConfig(Schema):
    """Where the rows come from and what their columns are."""

    path: Names = ()
    """The file, a list of files, or a pattern such as part-*.csv, relative to this file; the rows are split. Or
    `train`."""
    train: Names = ()
    """The files of the training rows, where they have files of their own."""
    validation: Names = ()
    """The files of the validation rows; without them they are split off `train`."""
    test: Names = ()
    """The files of the test rows; without them they are split off `train`."""
    format: Format = Field(default_factory=Format)
    """How the files are written, where it is not to be found out."""
    target: Names
    """The column to predict, or a list of number columns."""
    drop: Names = ()
    """Columns that are left out."""
    missing: tuple[str, ...] = ("NA", "N/A", "NaN", "nan", "null", "NULL", "?")
    """Cells that mean "no value", beside the empty cell."""
    on_bad_row: Literal["error", "drop"] = "error"
    """What becomes of a row that cannot be read (too short or long, empty, a cell that does not fit its column), or
    that has no target, or a label that no training row has: an error with its line, or it is dropped and counted."""
    columns: dict[str, Annotated[Column, Choice(COLUMNS)]] = Field(default_factory=dict)
    """Kinds of columns, where the inferred kind is to be overruled."""
    weight: Text | None = None
    """The column that says how much a row counts in the loss and in the metrics; it is no input."""
    memory: Annotated[str, Field(pattern=r"^(auto|\d+(\.\d+)? ?([kKMGT]?B|[KMGT]iB))$")] = "auto"
    """Memory that rows may take ("500MB", "1GiB"): beyond it they are kept on disk. auto: half of what is free."""
    split: Split = Field(default_factory=Split)
    """How the rows of one file are dealt out."""

    @model_validator(mode="after")
    def _fits_together(self) -> DataConfig:
        faults = [
            *self._sources(),
            *([] if self.target else [amiss("expected a column, or a list of columns; got an empty list", "target")]),
            *self._roles(),
            *_named_twice(("target",), self.target),
            *_named_twice(("split", "by"), self.split.by),
            *self._deciding_column(),
            *_named_twice(("format", "names"), self.format.names or ()),
            *self._unfit_kinds(),
            *self._sequences(),
        ]
        if faults:
            errors = [InitErrorDetails(type=fault, loc=(), input=None) for fault in faults]
            raise ValidationError.from_exception_data("DataConfig", errors)
        return self

    def _sources(self) -> Iterator[PydanticCustomError]:
        """Yield what is wrong with the files: none, or some that do not go together."""
        if bool(self.path) == bool(self.train):
            got = "both" if self.path else "neither"
            message = f"expected one of path (files to be split) and train (files of their own), got {got}"
            yield amiss(message, "train", "path") if self.path else amiss(message)
        elif self.path and (self.validation or self.test):
            given = [name for name in SHARES if getattr(self, name)]
            message = "validation and test files go with train, not with path: rename path to train"
            yield amiss(message, *given, "path")

    def _roles(self) -> Iterator[PydanticCustomError]:
        """Yield the columns that have two of the roles which exclude each other."""
        held = {("target", place): name for place, name in enumerate(self.target)}
        for place, name in enumerate(self.drop):
            if name in self.target:
                others = [target for target, other in held.items() if other == name]
                yield amiss(f"the target '{name}' is also under drop", ("drop", place), *others)
        for role, names in (("the target", self.target), ("under drop", self.drop)):
            if self.weight in names:
                other = "target" if names is self.target else "drop"
                yield amiss(f"the weight '{self.weight}' is also {role}", "weight", (other, names.index(self.weight)))

    def _deciding_column(self) -> Iterator[PydanticCustomError]:
        """Yield where the column by which rows are dealt out is not told, or would not be asked for."""
        method = self.split.method
        if method in ("group", "time", "column") and len(self.split.by) != 1:
            message = f"split.by must name the one column that decides for method: {method}"
            yield amiss(message, *([("split", "by")] if self.split.by else []), ("split", "method"))
        if self.split.by and method in ("auto", "random", "stratified"):
            message = f"nothing goes by a column with method: {method}; choose group (rows of one value stay together)"
            yield amiss(f"{message}, time, hash or column, or leave by out", ("split", "by"), ("split", "method"))

    def _unfit_kinds(self) -> Iterator[PydanticCustomError]:
        """Yield the kinds that targets and the weight cannot have."""
        alone = len(self.target) == 1
        for name in self.target:
            kind = self.columns[name].yaml_name() if name in self.columns else "number"
            if alone and kind not in ("number", "category"):
                message = f"a target is number or category, not {kind}; declare category to take each word for a label"
                yield amiss(message, ("columns", name))
            if not alone and kind != "number":
                message = f"several targets are all numbers, but this is declared as {kind}; name one target, or number"
                yield amiss(message, ("columns", name))
        if self.weight in self.columns and (kind := self.columns[self.weight].yaml_name()) != "number":
            message = f"the weight is read as number, not as {kind}: leave its kind out"
            yield amiss(message, ("columns", self.weight), "weight")

    def _sequences(self) -> Iterator[PydanticCustomError]:
        """Yield what sequences name twice, and the kinds of columns that are part of one."""
        if not any(kind.yaml_name() == "sequence" for kind in self.columns.values()):
            return
        from nettrain.components.columns.sequence import Sequence as SequenceKind  # it is loaded where it is declared

        sequences = {name: kind for name, kind in self.columns.items() if isinstance(kind, SequenceKind)}
        by = self.split.by if self.split.method in ("group", "column") else ()
        free = [n for n in self.columns if n not in (*sequences, *self.target, *self.drop, self.weight, *by)]
        for block, sequence in sequences.items():
            yield from _named_twice(("columns", block, "sequence", "of"), sequence.of)
            for name in sequence.members(free):
                if name in free:
                    message = f"is part of the sequence {block}, which reads it as number: leave its kind out"
                    yield amiss(f"{message}, or name the sequence's columns without it", ("columns", name))


def _named_twice(path: tuple[str | int, ...], names: Sequence[str]) -> Iterator[PydanticCustomError]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield amiss(f"'{name}' stands here twice: expected different names", (*path, place))
