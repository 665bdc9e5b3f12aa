"""The whole of a YAML file as typed values: what each key is, what it takes, what it defaults to."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from nettrain.components.gate import Gate
from nettrain.components.schema import Schema
from nettrain.config.data import DataConfig
from nettrain.config.model import ModelConfig
from nettrain.config.train import TrainConfig

SEEDS = 2**31
"""What a seed is below."""


class Config(Schema):
    """A run of nettrain, from rows to verdict."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")] | None = None
    """Name of the runs' folder below runs/; null is the file's name."""
    seed: Annotated[int, Field(ge=0, lt=SEEDS)] = 0
    """What every random number follows from: split, initial weights, order of rows, dropout."""
    data: DataConfig
    """Where the rows come from and what their columns are."""
    model: ModelConfig
    """The network."""
    train: TrainConfig = Field(default_factory=TrainConfig)
    """How it is trained."""
    gates: dict[str, Gate] = Field(default_factory=dict)
    """What must hold on the test rows, or the exit code is 1: a metric's min and max, or that it beats its baseline."""
    slices: dict[str, dict[str, Gate]] = Field(default_factory=dict)
    """Columns by whose values the verdict is told once more, group by group, each with the gates that every group of
    30 rows or more must pass; {} for none."""
