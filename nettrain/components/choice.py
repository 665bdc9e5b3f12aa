"""The field type for a component: takes the three spellings of the YAML and returns the bound component."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from nettrain.components.component import Component
from nettrain.components.registry import Registry
from nettrain.components.schema import carry
from nettrain.errors import suggestion

MARK = "x-nettrain-registry"
"""The key of a JSON Schema that stands for every component of a folder."""


class Choice:
    """Annotates a field: `optimizer: Annotated[Optimizer, Choice(OPTIMIZERS)]`.

    `words` are plain words that stand for themselves beside the components, such as "auto".
    """

    def __init__(self, registry: Registry[Any], *words: str) -> None:
        self.registry, self.words = registry, words

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.bind, serialization=core_schema.plain_serializer_function_ser_schema(written)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the words, and a mark that stands for the components: the config's JSON Schema defines them once."""
        components = {MARK: self.registry.folder}
        return {"anyOf": [*({"const": word} for word in self.words), components]} if self.words else components

    def bind(self, value: Any) -> Any:
        """Return the component that `value` names.

        Raises a custom error `unknown_name` or `spelling`, or the component's own errors below its name.
        """
        if isinstance(value, Component) or (isinstance(value, str) and value in self.words):
            return value
        name, options = self._named(value)
        if name not in self.registry:
            every = [*self.words, *self.registry]
            from nettrain.components.borrowed import for_name  # it is loaded where it is needed

            folder = self.registry.folder
            hint = for_name(folder, name) or suggestion(name, every, all_with=f"nettrain list {folder}")
            raise PydanticCustomError(
                "unknown_name", "no {kind} is named '{name}'; {hint}", {"kind": self.kind, "name": name, "hint": hint}
            )
        component = self.registry[name]
        if not isinstance(options, Mapping):
            fields = list(component.model_fields)
            if not fields:
                raise PydanticCustomError("spelling", "'{name}' takes no value: write it alone", {"name": name})
            options = {fields[0]: options}
        try:
            return component.model_validate(options)
        except ValidationError as found:
            raise ValidationError.from_exception_data(
                component.__name__, [carry(error, name) for error in found.errors()]
            ) from None

    @property
    def kind(self) -> str:
        """The word for one of the choices."""
        return self.registry.kind

    def _named(self, value: Any) -> tuple[str, Any]:
        if isinstance(value, str):
            return value, {}
        if isinstance(value, Mapping) and len(value) == 1:
            ((name, options),) = value.items()
            return name, {} if options is None else options
        got = f"{len(value)} names: {', '.join(value)}" if isinstance(value, Mapping) and value else spoken(value)
        raise PydanticCustomError(
            "spelling",
            "expected one {kind}, as 'name', 'name: value' or 'name: {option: value}'; got {got}",
            {"kind": self.kind, "got": got},
        )


def written(value: Any) -> Any:
    """Return a component as the YAML writes it in full: `{name: {option: value}}`, or its name alone."""
    if not isinstance(value, Component):
        return value
    options = value.model_dump()
    return {value.yaml_name(): options} if options else value.yaml_name()


def spoken(value: Any) -> str:
    """Say what a value is in the user's words: "text 'ten'", "the number 0.5", "a list", "nothing"."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"text {value!r}" if len(value) <= 60 else f"text {value[:60]!r}..."
    if isinstance(value, (int, float)):
        return f"the number {value!r}"
    if isinstance(value, Mapping):
        return "a mapping"
    return "a list"
