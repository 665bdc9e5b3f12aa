"""`train`: how the network is trained."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from nettrain.components.choice import Choice
from nettrain.components.durations import Duration
from nettrain.components.fields import Count, NonNegative, Positive, Text, Whole, named
from nettrain.components.loss import Loss
from nettrain.components.metric import Metric
from nettrain.components.optimizer import Optimizer
from nettrain.components.registries import LOSSES, METRICS, OPTIMIZERS
from nettrain.components.schema import Schema, amiss

MIXED = ("mixed_float16", "mixed_bfloat16")
"""Values of `precision` with which layers compute in half the bits."""


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


class Warmup(Schema):
    """How long the learning rate rises at the beginning."""

    epochs: Positive | None = None
    """Epochs; a part of one is rounded to whole steps. null: 1, unless there are steps."""
    steps: Count | None = None
    """Steps, of one batch each, in place of epochs."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Warmup:
        if self.steps is not None and self.epochs is not None:
            got = f"steps {self.steps} and epochs {self.epochs:g}"
            raise amiss(f"expected steps or epochs, got both: {got}", "steps", "epochs")
        return self


class ReduceOnPlateau(Schema):
    """When the learning rate is lowered: a monitored value stays as it is. The options are those of Keras."""

    monitor: Text | None = None
    """What is watched, as in early_stopping; null is `train.monitor`."""
    factor: Annotated[float, Field(gt=0, lt=1)] = 0.1
    """What the learning rate is multiplied with."""
    patience: Whole = 10
    """Epochs without a better value after which it is lowered."""
    min_delta: NonNegative = 1e-4
    """A value counts as better only if it is better by more than this."""
    cooldown: Whole = 0
    """Epochs after it was lowered in which nothing is counted."""
    min_lr: NonNegative = 0.0
    """What the learning rate never goes below."""


class Checkpoint(Schema):
    """When the state of training is written down, for --resume."""

    every: Duration = "30s"
    """Time after which it is written, as in 30s, 10min or 2h; at the end of an epoch already after a tenth of it."""


class TrainConfig(Schema):
    """How the network is trained."""

    loss: Annotated[Loss | Literal["auto"], Choice(LOSSES, "auto")] = "auto"
    """What training makes small; auto: cross-entropy for classes, mean_squared_error for numbers."""
    optimizer: Annotated[Optimizer, Choice(OPTIMIZERS)] = named("adam")
    """How gradients become new weights."""
    metrics: tuple[Annotated[Metric, Choice(METRICS)], ...] | None = None
    """What is reported beside the loss; null: accuracy and log_loss for classes, root_mean_squared_error,
    mean_absolute_error and r2_score for numbers. One with other options again is called by these: precision_macro."""
    epochs: Count = 100
    """Times that every training row is seen."""
    batch_size: Annotated[Count | Literal["all", "auto"], Field(union_mode="left_to_right")] = 32
    """Rows a step; all: one step an epoch over every row; auto: by the number of training rows, 16 up to 200 of them,
    32 up to 1,500, 64 up to 4,000, 128 up to 15,000, 256 up to 40,000, 512 up to 150,000, else 1,024."""
    max_time: Duration | None = None
    """Time after which training ends with the step in progress, over all commands that work on a run; null: never.
    Where it ends is then not the same twice."""
    start_from: Text | None = None
    """A finished run whose weights and encoders training starts with: a folder, as the command line takes it. Layers
    are matched from the first on for as long as they are the same, but for options that only bear on training (dropout,
    initializers, regularizers, constraints); those behind start anew."""
    freeze: tuple[Whole | Text, ...] = ()
    """Layers that are not trained: their places from 0, or their names in model.layers, for all layers of a kind."""
    monitor: Text | None = None
    """What tells the best epoch; null: val_loss, or loss where there are no validation rows."""
    keep: Literal["best", "last"] = "best"
    """Which epoch's weights are judged and saved."""
    early_stopping: EarlyStopping | None = None
    """When training ends before its last epoch; null: never."""
    warmup: Warmup | None = None
    """Steps at the beginning in which the learning rate rises evenly from nearly 0 to what it is; a schedule begins
    behind them, and a plateau is looked for behind them. null: none."""
    reduce_on_plateau: ReduceOnPlateau | None = None
    """When the learning rate is lowered; null: never. Not together with a schedule."""
    checkpoint: Checkpoint = Field(default_factory=Checkpoint)
    """When the state of training is written down."""
    class_weights: Annotated[dict[str, Positive] | Literal["balanced"] | None, Field(union_mode="left_to_right")] = None
    """Weight of each label's rows in the loss; balanced: rows / (labels x rows of the label)."""
    compile: Literal["auto", "xla", "graph", "eager"] = "auto"
    """How steps are compiled; auto: XLA, but the plain graph on several devices and for an optimizer that XLA would
    compile anew at every call."""
    precision: Literal["float32", "mixed_float16", "mixed_bfloat16", "auto"] = "float32"
    """Numbers that the layers but the last compute with; weights stay float32, and so do judging and predicting. auto:
    what the GPUs have units for, float32 without."""
    devices: Annotated[Count | Literal["auto"], Field(union_mode="left_to_right")] = 1
    """Devices that every batch is spread over, in the plain graph; auto: all GPUs. Without GPUs, the processor is cut
    into so many, which is only for trying out."""
    threads: Annotated[int, Field(ge=0, le=1024)] = 0
    """Threads of one matrix product; 0 takes one a core. Recorded, since another number changes the last bits."""
