"""The types of the fields of components: bounded numbers, and choices of other components."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import Field

from nettrain.components.choice import Choice
from nettrain.components.layer import Layer
from nettrain.components.registries import (
    ACTIVATIONS,
    CONSTRAINTS,
    INITIALIZERS,
    LAYERS,
    REGULARIZERS,
)
from nettrain.components.weights import Activation, Constraint, Initializer, Regularizer

Count: TypeAlias = Annotated[int, Field(gt=0)]
"""A whole number of at least 1."""
Whole: TypeAlias = Annotated[int, Field(ge=0)]
"""A whole number of at least 0."""
Positive: TypeAlias = Annotated[float, Field(gt=0)]
NonNegative: TypeAlias = Annotated[float, Field(ge=0)]
Fraction: TypeAlias = Annotated[float, Field(ge=0, lt=1)]
"""0 <= share < 1."""
UnitInterval: TypeAlias = Annotated[float, Field(ge=0, le=1)]

LayerChoice: TypeAlias = Annotated[Layer, Choice(LAYERS)]
ActivationChoice: TypeAlias = Annotated[Activation, Choice(ACTIVATIONS)]
InitializerChoice: TypeAlias = Annotated[Initializer, Choice(INITIALIZERS)]
RegularizerChoice: TypeAlias = Annotated[Regularizer, Choice(REGULARIZERS)]
ConstraintChoice: TypeAlias = Annotated[Constraint, Choice(CONSTRAINTS)]


def named(name: str) -> Any:
    """Return the default of a choice by its YAML name; the component is loaded when the default is used."""
    return Field(default=name, validate_default=True)
