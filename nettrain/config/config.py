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
    method: Literal["auto", "random", "stratified"] = "auto"
    """auto: stratified (each label with the same share on every side) for classes, random for numbers."""

    @model_validator(mode="after")
    def _leaves_rows(self) -> Split:
        if self.validation + self.test >= 1:
            total = f"{self.validation + self.test:g}"
            raise ValueError(f"validation and test together take {total} of the rows, expected less than 1")
        return self


class DataConfig(Schema):
    """Where the rows come from and what their columns are."""

    path: Text | None = None
    """The CSV, relative to this file; its rows are split. Or give `train`."""
    train: Text | None = None
    """The CSV of the training rows, where they have a file of their own."""
    validation: Text | None = None
    """The CSV of the validation rows; null splits them off `train`."""
    test: Text | None = None
    """The CSV of the test rows; null splits them off `train`."""
    target: Names
    """The column to predict, or a list of number columns."""
    drop: Names = ()
    """Columns that are left out."""
    missing: tuple[str, ...] = ("NA", "N/A", "NaN", "nan", "null", "NULL", "?")
    """Cells that mean "no value", beside the empty cell."""
    columns: dict[str, Annotated[Column, Choice(COLUMNS)]] = Field(default_factory=dict)
    """Kinds of columns, where the inferred kind is to be overruled."""
    split: Split = Field(default_factory=Split)
    """How the rows of one file are dealt out."""

    @model_validator(mode="after")
    def _one_source(self) -> DataConfig:
        if (self.path is None) == (self.train is None):
            got = "neither" if self.path is None else "both"
            raise ValueError(f"expected one of path (one file, to be split) and train (files of their own), got {got}")
        if self.path is not None and (self.validation or self.test):
            raise ValueError("validation and test files go with train, not with path: rename path to train")
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
