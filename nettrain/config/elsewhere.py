"""Where a key stands that somebody wrote at another place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import PydanticCustomError

from nettrain.components.borrowed import for_key
from nettrain.components.choice import Choice
from nettrain.components.schema import Schema
from nettrain.config.nodes import Node
from nettrain.config.paths import Step, shown
from nettrain.config.places import below, choice_of, field_hint, find, hint_at, schema_of
from nettrain.errors import suggestion
from nettrain.text import option

MOST = 3
"""Places of one key that are named."""


def elsewhere(config: type[Schema], document: Node, wrong: tuple[Step, ...]) -> str:
    """Return "did you mean 'train.epochs'?" for a path whose key stands at another place, "" where it stands nowhere.

    The components that the document names are looked into, and the default ones where it names none. A key of another
    tool is told by what stands for it here.
    """
    above, key = ("", *map(str, wrong))[-2:]
    end = for_key(above, key) or key
    if " " in end:
        return end
    found = [path for path in _paths(config, document) if f".{'.'.join(path)}".endswith(f".{end}")]
    found = found or _optional(config, above, end)
    if not found:
        return ""
    if len(found[0]) == 1:
        return f"'{found[0][0]}' stands at the top of the config"
    return f"did you mean {' or '.join(repr(shown(path)) for path in found[:MOST])}?"


def misnamed(
    choice: Choice,
    step: str,
    standing: str,
    options: Sequence[tuple[str, str]],
    others: Sequence[tuple[str, str]],
) -> str:
    """Say what was meant by a step of a path that names no component, where `standing` stands, "" for none.

    `options` are those of what stands there, each behind the path to write in place of what was written; `others` are
    the components that could stand there, each behind the setting that puts it there.
    """
    from nettrain.nearest import nearest

    names = [name for _, name in options]
    meant = [step] if step in names else nearest(step, names)
    said = f"no {choice.kind} is named '{step}'"
    if meant:
        return f"{said}; did you mean {' or '.join(repr(path) for path, name in options if name in meant)}?"
    near = nearest(step, choice.registry)
    if standing not in near and 0 < len(near) <= MOST:
        settings = [option("--set", setting) for setting, name in others if name in near]
        return f"{said}; did you mean {' or '.join(settings)}?"
    if near or not names:
        try:
            choice.bind(step)
        except PydanticCustomError as unknown:
            return unknown.message()
    return f"{said}, and {standing} has no such option; {suggestion(step, names)}"


def option_of_default(config: type[Schema], path: tuple[Step, ...], name: str) -> str:
    """Return "did you mean 'train.optimizer.adam.beta_1'?" for an option where the component's name was left out."""
    *above, last = path
    schema, choice = schema_of(hint_at(config, above)), choice_of(hint_at(config, path))
    if schema is None or choice is None:
        return ""
    default = schema.model_fields[str(last)].default
    if default not in choice.registry or name not in choice.registry[default].model_fields:
        return ""
    return f"did you mean {shown((*path, default, name))!r}?"


def _optional(config: type[Schema], above: str, name: str) -> list[tuple[str, ...]]:
    """Return the paths of an option of components that could stand below the mapping `above`, if they are few."""
    schema = schema_of(below(config, above))
    if schema is None:
        return []
    found: list[tuple[str, ...]] = [
        (above, key, component, name)
        for key in schema.model_fields
        if (choice := choice_of(field_hint(schema, key))) is not None
        for component in choice.registry
        if name in choice.registry[component].model_fields
    ]
    return found if len(found) <= MOST else []


def _paths(schema: type[Schema], document: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every key, those of one component where one of several can stand."""
    for name, field in schema.model_fields.items():
        path, hint = (*above, name), field_hint(schema, name)
        yield path
        inner, choice = schema_of(hint), choice_of(hint)
        if inner is not None:
            yield from _paths(inner, document, path)
        elif choice is not None and (stands := _standing(choice, document, path, field.default)):
            yield from _paths(choice.registry[stands], document, (*path, stands))


def _standing(choice: Choice, document: Node, path: tuple[Step, ...], default: Any) -> str | None:
    """Return the component that stands at a path or is meant there, the default one where the document names none."""
    from nettrain.nearest import nearest

    node, _, whole = find(document, path)
    named = default
    if whole and node.value is not None:
        named = next(iter(node.value), None) if isinstance(node.value, dict) else node.value
    near = nearest(named, choice.registry) if isinstance(named, str) and named not in choice.registry else [named]
    return next((name for name in (*near, default) if isinstance(name, str) and name in choice.registry), None)
