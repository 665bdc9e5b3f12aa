"""What can stand in a config: sections, kinds of components and where they stand, each component with its options."""

from __future__ import annotations

import typing
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from nettrain.components.choice import Choice
from nettrain.components.component import Component
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.components.schema import Schema
from nettrain.config.config import Config
from nettrain.config.documentation import docstring, opening
from nettrain.config.keys import Key, Place, places, places_of
from nettrain.config.places import Hint, field_hint, is_schema, parts


class Described(NamedTuple):
    """A component in words: `summary` is the first sentence of `text`, `example` a line of YAML."""

    name: str
    kind: str
    folder: str
    family: str
    summary: str
    text: str
    source: str
    example: str
    options: tuple[Key, ...]


def described(registry: Registry[Any], name: str) -> Described:
    """Return a component in words."""
    component: type[Component] = registry[name]
    text, *marked = _paragraphs(docstring(component).splitlines())
    notes = dict(part.split(": ", 1) for part in marked if part.startswith(("Source: ", "Example: ")))
    others = [part for part in marked if not part.startswith(("Source: ", "Example: "))]
    family = component.__module__.removeprefix(f"nettrain.components.{registry.folder}.").rpartition(".")[0]
    return Described(
        name,
        registry.kind,
        registry.folder,
        family,
        summary(registry, name),
        "\n".join([text, *others]),
        notes.get("Source", ""),
        notes.get("Example", ""),
        tuple(option.described() for option in places_of(component)),
    )


def summary(registry: Registry[Any], name: str) -> str:
    """Return the first sentence of a component's documentation."""
    return _first_sentence(opening(registry[name]))


def standing() -> dict[str, str]:
    """Return where the components of each folder stand: "model.layers", or "activation of dense and 30 more"."""
    direct = {choice.registry.folder: path for path, choice in _choices(Config, "")}
    inside: dict[str, list[tuple[str, str]]] = {}
    for registry in REGISTRIES:
        for name in registry:
            for path, choice in _choices(registry[name], ""):
                inside.setdefault(choice.registry.folder, []).append((path, name))
    return {r.folder: direct.get(r.folder) or _inside(inside.get(r.folder, [])) for r in REGISTRIES}


def sections() -> dict[str, str]:
    """Return the keys at the top of a config and all that have keys below them, each with its first sentence."""
    return {
        path: _first_sentence(place.described().meaning)
        for path, place in places().items()
        if "." not in path or place.below()
    }


def kinds_at(place: Place) -> list[str]:
    """Return the folders of the components that can stand behind a key, but for those at keys below it."""
    return [] if place.below() else [choice.registry.folder for _, choice in _below(place.hint, "")]


def _inside(found: list[tuple[str, str]]) -> str:
    option, _ = Counter(option for option, _ in found).most_common(1)[0]
    names = [name for other, name in found if other == option]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{option} of {min(names, key=len)}{more}"


def _paragraphs(lines: list[str]) -> list[str]:
    """Join the lines of a docstring that belong together: a new part begins at a blank line or at "Word: "."""
    joined: list[str] = []
    goes_on = False
    for line in lines:
        head, colon, _ = line.partition(": ")
        if goes_on and line and not (colon and head.istitle() and head.isalpha()):
            joined[-1] += f" {line}"
        elif line:
            joined.append(line)
        goes_on = bool(line)
    return joined


def _first_sentence(text: str) -> str:
    return text.split(". ", maxsplit=1)[0].rstrip(".:")


def _choices(schema: type[Schema], path: str) -> Iterator[tuple[str, Choice]]:
    """Yield every choice of components in a schema, with the keys that lead to it."""
    for name in schema.model_fields:
        yield from _below(field_hint(schema, name), f"{path}{name}")


def _below(hint: Hint, path: str) -> Iterator[tuple[str, Choice]]:
    for part in parts(hint):
        if isinstance(part, Choice):
            yield path, part
        elif is_schema(part):
            yield from _choices(part, f"{path}.")
        else:
            for inner in typing.get_args(part):
                if not isinstance(inner, str):
                    yield from _below(inner, path)
