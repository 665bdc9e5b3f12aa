"""The resolved config as YAML, each value with where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nettrain.components.component import Component
from nettrain.components.schema import Schema
from nettrain.config.load import Loaded
from nettrain.config.nodes import Entry, Node
from nettrain.config.scalars import yaml_key, yaml_text
from nettrain.text import printable


def print_config(loaded: Loaded) -> str:
    """Return the whole config as YAML that binds to the same config; comments name files, settings and defaults."""
    return "".join(f"{line}\n" for line in _schema(loaded.config, loaded.document))


def _schema(schema: Schema, node: Node | None) -> Iterator[str]:
    for name in type(schema).model_fields:
        yield from _entry(name, getattr(schema, name), _below(node, name))


def _entry(key: str, value: Any, node: Node | None) -> Iterator[str]:
    head, *rest = _value(value, node)
    yield from f"{yaml_key(key)}{head}".split("\n")
    yield from (f"  {line}" for line in rest)


def _value(value: Any, node: Node | None) -> Iterator[str]:
    """Yield what follows the colon of a key, then the lines of the block below it."""
    if isinstance(value, Component):
        name = value.yaml_name()
        if type(value).model_fields:
            yield ""
            inner = _below(node, name)
            yield f"{name}:"
            yield from (f"  {line}" for line in _schema(value, inner))
        else:
            yield f" {name}  {_origin(node)}"
    elif isinstance(value, Schema):
        yield ""
        yield from _schema(value, node)
    elif isinstance(value, Mapping) and value:
        yield ""
        for key, item in value.items():
            yield from _entry(key, item, _below(node, key))
    elif isinstance(value, tuple) and value:
        yield ""
        for index, item in enumerate(value):
            yield from _item(item, _item_node(node, index))
    else:
        text = "{}" if isinstance(value, Mapping) else "[]" if isinstance(value, tuple) else yaml_text(value)
        yield f" {text}  {_origin(node)}"


def _item(value: Any, node: Node | None) -> Iterator[str]:
    head, *rest = _value(value, node)
    if head:
        yield f"-{head}"
    for number, line in enumerate(rest):
        yield f"  {line}" if number else f"- {line}"


def _below(node: Node | None, key: str) -> Node | None:
    if node is None or not isinstance(node.value, dict) or key not in node.value:
        return None
    entry: Entry = node.value[key]
    return entry.node


def _item_node(node: Node | None, index: int) -> Node | None:
    """Return an item's node; one name that stands for a list of one is its own item."""
    if node is not None and isinstance(node.value, tuple):
        items: tuple[Node, ...] = node.value
        return items[index] if index < len(items) else None
    return node


def _origin(node: Node | None) -> str:
    if node is None:
        return "# default"
    place = printable(node.span.file)
    return f"# {place}:{node.span.line}" if node.span.line else f"# {place}"
