"""The registries: every kind of component that a YAML file may name."""

from __future__ import annotations

from typing import Any

from nettrain.components.coding import Coding
from nettrain.components.column import Column
from nettrain.components.layer import Layer
from nettrain.components.loss import Loss
from nettrain.components.metric import Metric
from nettrain.components.optimizer import SCHEDULES, Optimizer
from nettrain.components.registry import Registry
from nettrain.components.scale import Scale
from nettrain.components.weights import ACTIVATIONS, Constraint, Initializer, Regularizer

LAYERS: Registry[Layer] = Registry("layer", "layers")
LOSSES: Registry[Loss] = Registry("loss", "losses")
OPTIMIZERS: Registry[Optimizer] = Registry("optimizer", "optimizers")
METRICS: Registry[Metric] = Registry("metric", "metrics")
INITIALIZERS: Registry[Initializer] = Registry("initializer", "initializers")
REGULARIZERS: Registry[Regularizer] = Registry("regularizer", "regularizers")
CONSTRAINTS: Registry[Constraint] = Registry("constraint", "constraints")
COLUMNS: Registry[Column] = Registry("column kind", "columns")
SCALES: Registry[Scale] = Registry("scale", "scales")
CODINGS: Registry[Coding] = Registry("coding", "codings")

REGISTRIES: tuple[Registry[Any], ...] = (
    LAYERS,
    LOSSES,
    OPTIMIZERS,
    SCHEDULES,
    METRICS,
    ACTIVATIONS,
    INITIALIZERS,
    REGULARIZERS,
    CONSTRAINTS,
    COLUMNS,
    SCALES,
    CODINGS,
)
