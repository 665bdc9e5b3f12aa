"""The types of fields: bounded numbers, names, and choices of other components."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field

from nettrain.components.choice import Choice
from nettrain.components.layer import Layer
from nettrain.components.registries import (
    CONSTRAINTS,
    INITIALIZERS,
    LAYERS,
    REGULARIZERS,
)
from nettrain.components.weights import ACTIVATIONS, Activation, Constraint, Initializer, Regularizer


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Names: TypeAlias = Annotated[tuple[Text, ...], BeforeValidator(_listed, json_schema_input_type=Text | tuple[Text, ...])]
"""One name (of a column, a file), or a list of them."""
_Some: TypeAlias = Annotated[tuple[Text, ...], Field(min_length=1)]
SomeNames: TypeAlias = Annotated[_Some, BeforeValidator(_listed, json_schema_input_type=Text | _Some)]
"""One name, or a list of at least one."""
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
