"""What may stand at a place of the config, read off the annotations of its models.

A place is described by its type hint: a schema, a choice of components, a list, a mapping, a single value.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable, Iterator
from functools import reduce
from typing import Annotated, Any, Literal, TypeAlias

from nettrain.components.choice import Choice
from nettrain.components.schema import Schema
from nettrain.config.nodes import Entry, Node
from nettrain.config.paths import Step
from nettrain.errors import Span

Hint: TypeAlias = Any
"""The annotation of a place; None where nothing is known of it."""


def field_hint(schema: type[Schema], name: str) -> Hint:
    """Return the hint of a field with its bounds."""
    info = schema.model_fields[name]
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def parts(hint: Hint) -> Iterator[Any]:
    """Yield what may stand at a place: a Choice, a schema, a type such as `int` or `tuple[int, ...]`, a Literal."""
    origin: Any = typing.get_origin(hint)
    if origin is Annotated:
        choices = [extra for extra in hint.__metadata__ if isinstance(extra, Choice)]
        yield from choices or parts(typing.get_args(hint)[0])
    elif origin in (typing.Union, types.UnionType):
        for member in typing.get_args(hint):
            yield from parts(member)
    else:
        yield hint


def choice_of(hint: Hint) -> Choice | None:
    """Return the choice of components that a place holds, if it holds one."""
    return next((part for part in parts(hint) if isinstance(part, Choice)), None)


def schema_of(hint: Hint) -> type[Schema] | None:
    """Return the schema that a place holds, if it holds one."""
    return next((part for part in parts(hint) if is_schema(part)), None)


def is_schema(part: Any) -> bool:
    """Tell a schema from the other parts."""
    return isinstance(part, type) and issubclass(part, Schema)


def below(hint: Hint, step: Step) -> Hint:
    """Return the hint one step further, None where no such step is known."""
    for part in parts(hint):
        origin, inner = typing.get_origin(part), typing.get_args(part)
        if isinstance(part, Choice):
            if step in part.registry:
                return part.registry[str(step)]
        elif is_schema(part):
            if step in part.model_fields:
                return field_hint(part, str(step))
        elif origin is tuple and isinstance(step, int):
            return inner[0] if inner[1:] in ((), (...,)) else inner[min(step, len(inner) - 1)]
        elif origin is dict and isinstance(step, str):
            return inner[1]
    return None


def hint_at(hint: Hint, path: Iterable[Step]) -> Hint:
    """Return the hint several steps further, None where no such place is known."""
    return reduce(below, path, hint)


def literals(hint: Hint) -> tuple[Any, ...]:
    """Return the fixed words that may stand at a place."""
    return tuple(word for part in parts(hint) if typing.get_origin(part) is Literal for word in typing.get_args(part))


def in_full(node: Node, hint: Hint) -> Node:
    """Return the tree with every component spelled `name: {option: value}`; what names none stays as it is."""
    choice = choice_of(hint)
    if choice is not None:
        node = _component_in_full(node, choice)
    if isinstance(node.value, tuple):
        return Node(tuple(in_full(item, below(hint, i)) for i, item in enumerate(node.value)), node.span)
    if isinstance(node.value, dict):
        entries = node.value.items()
        return Node({k: Entry(e.span, in_full(e.node, below(hint, k))) for k, e in entries}, node.span)
    return node


def _component_in_full(node: Node, choice: Choice) -> Node:
    value = node.value
    if isinstance(value, str) and value in choice.registry and value not in choice.words:
        return Node({value: Entry(node.span, Node({}, node.span))}, node.span)
    if not isinstance(value, dict) or len(value) != 1:
        return node
    ((name, entry),) = value.items()
    options = entry.node
    if name not in choice.registry or isinstance(options.value, dict):
        return node
    fields = list(choice.registry[name].model_fields)
    if options.value is None:
        options = Node({}, options.span)
    elif fields:
        options = Node({fields[0]: Entry(options.span, options)}, options.span)
    return Node({name: Entry(entry.span, options)}, node.span)


def find(document: Node, path: tuple[Step, ...]) -> tuple[Node, Span, bool]:
    """Return the node nearest to a path, the place of its key (or its own), and whether it is all of the path."""
    node, place = document, document.span
    for step in path:
        value = node.value
        if isinstance(value, dict) and isinstance(step, str) and step in value:
            node, place = value[step].node, value[step].span
        elif isinstance(value, tuple) and isinstance(step, int) and 0 <= step < len(value):
            node = value[step]
            place = node.span
        else:
            return node, place, False
    return node, place, True
