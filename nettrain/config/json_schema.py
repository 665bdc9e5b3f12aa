"""The JSON Schema of a config, read off its models: for editors, and for tools that check YAML without nettrain."""

from __future__ import annotations

from typing import Any

from nettrain.components.choice import MARK
from nettrain.components.component import Component
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.components.schema import Schema
from nettrain.config.config import Config
from nettrain.config.documentation import docstring, documentation, opening
from nettrain.config.keys import mappings
from nettrain.config.places import field_hint

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a whole config.

    Every key and component carries its documentation. A component is defined under "<folder>.<name>", and all that may
    stand in its place under "<folder>". What needs two keys or the data to be told stays with `nettrain check`.
    """
    definitions: dict[str, Any] = {}
    whole = _mapping(Config, definitions)
    for registry in REGISTRIES:
        definitions[registry.folder] = _choice(registry)
        for name in registry:
            definitions[f"{registry.folder}.{name}"] = _component(registry[name], definitions)
    head = {"$schema": DIALECT, "title": "nettrain config"}
    return {**head, **whole, "$defs": dict(sorted(definitions.items()))}


def _mapping(schema: type[Schema], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a mapping, and put those of the mappings in it under `definitions`."""
    made = schema.model_json_schema()
    texts = documentation(schema)
    properties = {}
    for name, given in made.get("properties", {}).items():
        given.pop("title", None)
        properties[name] = {"description": texts.get(name, ""), **_linked(given)}
        for _, inner in mappings(field_hint(schema, name)):
            if inner.__name__ not in definitions:
                definitions[inner.__name__] = {}  # a schema that holds itself ends here
                definitions[inner.__name__] = _mapping(inner, definitions)
    required = {"required": made["required"]} if "required" in made else {}
    return {
        "description": docstring(schema),
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **required,
    }


def _choice(registry: Registry[Any]) -> dict[str, Any]:
    """Return the schema of a place for a component: its name alone, or its name with a value or with options."""
    alone = [name for name in registry if not registry[name].required()]
    named = {name: {"$ref": f"#/$defs/{registry.folder}.{name}"} for name in registry}
    return {
        "description": f"One {registry.kind}: name, name: value (its first option), or name: {{option: value}}.",
        "oneOf": [
            *({"const": name, "description": opening(registry[name])} for name in alone),
            {
                "type": "object",
                "properties": named,
                "additionalProperties": False,
                "minProperties": 1,
                "maxProperties": 1,
            },
        ],
    }


def _component(component: type[Component], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what may stand after a component's name: options, its first option's value, or nothing."""
    options = _mapping(component, definitions)
    ways = [{name: value for name, value in options.items() if name != "description"}]
    if not component.required():
        ways.append({"type": "null"})
    if options["properties"]:
        first, value = next(iter(options["properties"].items()))
        if not {first} >= set(component.required()):
            return {"description": options["description"], "oneOf": ways}
        ways.append({"allOf": [value, {"not": {"type": ["object", "null"]}}]})
    return {"description": options["description"], "oneOf": ways}


def _linked(node: Any) -> Any:
    """Return a part of a schema with its choices of components pointing at their definitions."""
    if isinstance(node, dict):
        if MARK in node:
            return {"$ref": f"#/$defs/{node[MARK]}"}
        return {key: _linked(value) for key, value in node.items() if key != "$defs"}
    return [_linked(item) for item in node] if isinstance(node, list) else node
