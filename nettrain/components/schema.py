"""The base of everything that a YAML file binds to: strict types, unknown keys refused with a suggestion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from nettrain.errors import suggestion

Self = TypeVar("Self", bound="Schema")


class Schema(BaseModel):
    """A part of the config: frozen, strict, built at first use.

    Text is never taken for a number, nor a number for text; a whole number may stand for a number.
    The text under each field is its documentation, shown by the reference config.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", defer_build=True, allow_inf_nan=False)

    @classmethod
    def most(cls, name: str) -> int:
        """Return the largest whole number that an option takes: what reads it holds it in 64 bits."""
        return 2**63 - 1

    @classmethod
    def required(cls) -> list[str]:
        """Return the keys that must be given."""
        return [name for name, info in cls.model_fields.items() if info.is_required()]

    @model_validator(mode="wrap")
    @classmethod
    def _suggest_keys(cls: type[Self], data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Say of an unknown key which ones there are, and refuse whole numbers that are too large; every other error
        passes through unchanged."""
        try:
            made = handler(data)
        except ValidationError as found:
            raise ValidationError.from_exception_data(
                cls.__name__, [_with_suggestion(cls, error) for error in found.errors()]
            ) from None
        if beyond := list(_beyond(made)):
            raise ValidationError.from_exception_data(cls.__name__, beyond)
        return made


def amiss(rule: str, *keys: str | tuple[str | int, ...]) -> PydanticCustomError:
    """Return the error of a rule that keys of a mapping break together, each a key or a path below the mapping.

    One of those that the config has is told as its place: that of the command line, or of a later file, or the first.
    """
    return PydanticCustomError("rule", "{rule}", {"rule": rule, "keys": keys})


def _beyond(made: Schema) -> Iterator[InitErrorDetails]:
    for name in type(made).model_fields:
        value = getattr(made, name)
        for step, number in enumerate(value) if isinstance(value, tuple) else ((None, value),):
            if isinstance(number, int) and number > (most := made.most(name)):
                place = (name,) if step is None else (name, step)
                told = PydanticCustomError("rule", "expected at most {most}, got {got}", {"most": most, "got": number})
                yield InitErrorDetails(type=told, loc=place, input=number)


def _with_suggestion(cls: type[Schema], error: Any) -> InitErrorDetails:
    kind, place = error["type"], error["loc"]
    if kind == "extra_forbidden" and len(place) == 1:
        from nettrain.nearest import nearest

        key, keys = str(place[0]), cls.model_fields
        told = {"hint": suggestion(key, keys), "near": bool(nearest(key, keys))}
        return InitErrorDetails(
            type=PydanticCustomError("unknown_key", "unknown key; {hint}", told), loc=place, input=None
        )
    return carry(error)


def carry(error: Any, *prefix: str | int) -> InitErrorDetails:
    """Make an error that `ValidationError.errors()` listed ready to be raised again, below `prefix`."""
    kind, context = error["type"], error.get("ctx")
    known: str | PydanticCustomError = kind
    if "url" not in error:  # pydantic gives its own kinds of error, and only those, an address
        known = PydanticCustomError(kind, "{message}", {**(context or {}), "message": error["msg"]})
    elif kind == "value_error":
        known = PydanticCustomError("rule", "{rule}", {"rule": str((context or {}).get("error", error["msg"]))})
    return InitErrorDetails(type=known, loc=(*prefix, *error["loc"]), input=error["input"], ctx=context or {})
