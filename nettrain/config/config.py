"""The whole of a YAML file as typed values: what each key is, what it takes, what it defaults to."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from nettrain.components.choice import Choice
from nettrain.components.column import Column
from nettrain.components.fields import Count, LayerChoice, NonNegative, Positive, Whole, named
from nettrain.components.gate import Gate
from nettrain.components.loss import Loss
from nettrain.components.metric import Metric
from nettrain.components.optimizer import Optimizer
from nettrain.components.registries import COLUMNS, LOSSES, METRICS, OPTIMIZERS
from nettrain.components.schema import Schema


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Names: TypeAlias = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
"""One name, or a list of them."""
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


class Format(Schema):
    """How the files are written; what is null is found out from the file, and `check` says what was found."""

    kind: Literal["csv", "parquet"] | None = None
    """Text with one row a line (of any delimiter), or Parquet."""
    delimiter: Annotated[str, Field(pattern=r"^([^\n\r]|blanks)$")] | None = None
    """The character between cells; blanks: one or more spaces or tabs."""
    quote: Annotated[str, Field(pattern=r"^([^\n\r]|none)$")] | None = None
    """The character around cells that hold a delimiter, or none."""
    escape: Annotated[str, Field(pattern=r"^([^\n\r]|none)$")] | None = None
    """The character before a quote inside a quoted cell; none: the quote is doubled."""
    header: bool | None = None
    """Whether the first record names the columns; they are column_1, column_2, ... where it does not."""
    names: Names | None = None
    """Names for the columns in the file's order, in place of what the header says."""
    skip: Whole | None = None
    """Lines before the header, or before the first row where there is no header."""
    comment: Text | None = None
    """What a line begins with that is no row; none: every line counts."""
    decimal: Literal[".", ","] | None = None
    """The mark before the decimals of a number."""
    thousands: Literal["none", ",", ".", " ", "'", "_"] | None = None
    """The mark between groups of three digits."""
    encoding: Literal["utf-8", "utf-16", "latin-1", "windows-1252"] | None = None
    """How characters are stored as bytes."""
    compression: Literal["none", "gzip", "zstd"] | None = None
    """How the file is packed."""


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
    memory: Annotated[str, Field(pattern=r"^(auto|\d+(\.\d+)? ?([kMGT]?B|[KMGT]iB))$")] = "auto"
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


class ModelConfig(Schema):
    """The network: layers in the order in which rows pass through them."""

    layers: Annotated[tuple[LayerChoice, ...], Field(min_length=1)]
    """The layers; end with `output`, which fits the target by itself, or with a layer of your own."""


class EarlyStopping(Schema):
    """When training ends before its last epoch."""

    monitor: Text | None = None
    """What is watched: "loss", "val_loss", a metric or "val_" and a metric; null is `train.monitor`."""
    patience: Whole = 10
    """Epochs without a better value after which training ends."""
    min_delta: NonNegative = 0.0
    """A value counts as better only if it is better by more than this."""
    start_from_epoch: Whole = 0
    """Epochs at the beginning that are not watched."""


class TrainConfig(Schema):
    """How the network is trained."""

    loss: Annotated[Loss | Literal["auto"], Choice(LOSSES, "auto")] = "auto"
    """What training makes small; auto: cross-entropy for classes, mean_squared_error for numbers."""
    optimizer: Annotated[Optimizer, Choice(OPTIMIZERS)] = named("adam")
    """How gradients become new weights."""
    metrics: tuple[Annotated[Metric, Choice(METRICS)], ...] | None = None
    """What is reported beside the loss; null: accuracy and log_loss for classes, root_mean_squared_error,
    mean_absolute_error and r2_score for numbers."""
    epochs: Count = 100
    """Times that every training row is seen."""
    batch_size: Annotated[Count | Literal["all"], Field(union_mode="left_to_right")] = 32
    """Rows a step; all: one step an epoch over every row."""
    monitor: Text | None = None
    """What tells the best epoch; null: val_loss, or loss where there are no validation rows."""
    keep: Literal["best", "last"] = "best"
    """Which epoch's weights are judged and saved."""
    early_stopping: EarlyStopping | None = None
    """When training ends before its last epoch; null: never."""
    class_weights: Annotated[dict[str, Positive] | Literal["balanced"] | None, Field(union_mode="left_to_right")] = None
    """Weight of each label's rows in the loss; balanced: rows / (labels x rows of the label)."""
    compile: Literal["auto", "xla", "graph", "eager"] = "auto"
    """How steps are compiled; auto: XLA wherever every layer allows it, the plain graph elsewhere."""
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    """Threads of one matrix product; 0 takes one a core. Recorded, since another number changes the last bits."""


class Config(Schema):
    """A run of nettrain, from rows to verdict."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")] | None = None
    """Name of the runs' folder below runs/; null is the file's name."""
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0
    """What every random number follows from: split, initial weights, order of rows, dropout."""
    data: DataConfig
    """Where the rows come from and what their columns are."""
    model: ModelConfig
    """The network."""
    train: TrainConfig = Field(default_factory=TrainConfig)
    """How it is trained."""
    gates: dict[str, Gate] = Field(default_factory=dict)
    """What must hold on the test rows, or the exit code is 1: a metric's min and max."""
