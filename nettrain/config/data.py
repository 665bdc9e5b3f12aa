"""`data`: where the rows come from, what their columns are, how they are dealt out."""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from nettrain.components.choice import Choice
from nettrain.components.column import Column
from nettrain.components.fields import Names, Text
from nettrain.components.registries import COLUMNS
from nettrain.components.schema import Schema
from nettrain.config.format import Format

Share: TypeAlias = Annotated[float, Field(ge=0, lt=1)]


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
    inputs by default) alone, so that a row keeps its side when rows are added. column: `by` says train, validation or
    test."""
    by: Names = ()
    """The column (for hash: columns) that decides; it is no input of the network, except for time and hash."""
    bins: Annotated[int, Field(ge=2, le=1000)] = 10
    """Ranges with equal numbers of rows into which a number is cut for stratified."""

    @model_validator(mode="after")
    def _leaves_rows(self) -> Split:
        if self.validation + self.test >= 1:
            total = f"{self.validation + self.test:g}"
            raise ValueError(f"validation and test together take {total} of the rows, expected less than 1")
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
    that has no target: an error with its line, or it is dropped and counted."""
    columns: dict[str, Annotated[Column, Choice(COLUMNS)]] = Field(default_factory=dict)
    """Kinds of columns, where the inferred kind is to be overruled."""
    weight: Text | None = None
    """The column that says how much a row counts in the loss and in the metrics; it is no input."""
    memory: Annotated[str, Field(pattern=r"^(auto|\d+(\.\d+)? ?([kKMGT]?B|[KMGT]iB))$")] = "auto"
    """Memory that rows may take ("500MB", "1GiB"): beyond it they are kept on disk. auto: half of what is free."""
    split: Split = Field(default_factory=Split)
    """How the rows of one file are dealt out."""

    @model_validator(mode="after")
    def _one_source(self) -> DataConfig:
        if bool(self.path) == bool(self.train):
            got = "both" if self.path else "neither"
            raise ValueError(f"expected one of path (files to be split) and train (files of their own), got {got}")
        if self.path and (self.validation or self.test):
            raise ValueError("validation and test files go with train, not with path: rename path to train")
        if self.split.method in ("group", "time", "column") and len(self.split.by) != 1:
            raise ValueError(f"split.by must name the one column that decides for method: {self.split.method}")
        if self.weight in (*self.target, *self.drop):
            raise ValueError(f"the weight '{self.weight}' is also the target or under drop")
        twice = sorted(set(self.target) & set(self.drop))
        if twice:
            raise ValueError(f"the target '{twice[0]}' is also under drop")
        return self
