"""Where a key stands that somebody wrote at another place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce

from nettrain.components.schema import Schema
from nettrain.config.nodes import Step, shown
from nettrain.config.places import below, choice_of, field_hint, schema_of

MOST = 3
"""Places of one key that are named."""


def elsewhere(config: type[Schema], wrong: tuple[Step, ...]) -> str:
    """Return "did you mean 'train.epochs'?" for a path whose key stands at another place, "" where it stands nowhere.

    An option of another component that could stand at the same place is no other place.
    """
    component = choice_of(reduce(below, wrong[:-2], config)) is not None
    found = [path for path in _paths(config) if path[-1] == wrong[-1]]
    found = [path for path in found if not (component and path[:-2] == wrong[:-2])]
    if not found:
        return ""
    if len(found[0]) == 1:
        return f"'{wrong[-1]}' stands at the top of the config"
    return f"did you mean {' or '.join(repr(shown(path)) for path in found[:MOST])}?"


def _paths(schema: type[Schema], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the path of every key, those of the default component where one of several can stand."""
    for name, field in schema.model_fields.items():
        path, hint = (*above, name), field_hint(schema, name)
        yield path
        inner, choice = schema_of(hint), choice_of(hint)
        if inner is not None:
            yield from _paths(inner, path)
        elif choice is not None and field.default in choice.registry:
            yield from _paths(choice.registry[field.default], (*path, field.default))
