"""What a config can name: kinds of components, where they stand, and each component with its options."""

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
from nettrain.config.documentation import docstring, documentation
from nettrain.config.places import Hint, field_hint, is_schema, parts
from nettrain.config.reference import flow
from nettrain.config.wording import expected


class Option(NamedTuple):
    """An option of a component; `default` is its YAML on one line, None where the option is required."""

    name: str
    takes: str
    default: str | None
    meaning: str


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
    options: tuple[Option, ...]


def described(registry: Registry[Any], name: str) -> Described:
    """Return a component in words."""
    component: type[Component] = registry[name]
    lines = docstring(component).splitlines()
    text, *marked = _paragraphs(lines)
    notes = dict(part.split(": ", 1) for part in marked if part.startswith(("Source: ", "Example: ")))
    others = [part for part in marked if not part.startswith(("Source: ", "Example: "))]
    family = component.__module__.removeprefix(f"nettrain.components.{registry.folder}.").rpartition(".")[0]
    return Described(
        name,
        registry.kind,
        registry.folder,
        family,
        _first_sentence(text),
        "\n".join([text, *others]),
        notes.get("Source", ""),
        notes.get("Example", ""),
        tuple(_option(component, option) for option in component.model_fields),
    )


def summary(registry: Registry[Any], name: str) -> str:
    """Return the first sentence of a component's documentation."""
    return _first_sentence(_paragraphs(docstring(registry[name]).splitlines())[0])


def standing() -> dict[str, str]:
    """Return where the components of each folder stand: "model.layers", or "activation of dense and 30 more"."""
    direct = {choice.registry.folder: path for path, choice in _choices(Config, "")}
    inside: dict[str, list[tuple[str, str]]] = {}
    for registry in REGISTRIES:
        for name in registry:
            for path, choice in _choices(registry[name], ""):
                inside.setdefault(choice.registry.folder, []).append((path, name))
    return {r.folder: direct.get(r.folder) or _inside(inside.get(r.folder, [])) for r in REGISTRIES}


def _inside(found: list[tuple[str, str]]) -> str:
    option, _ = Counter(option for option, _ in found).most_common(1)[0]
    names = [name for other, name in found if other == option]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return f"{option} of {min(names, key=len)}{more}"


def _option(component: type[Component], name: str) -> Option:
    info = component.model_fields[name]
    default = None if info.is_required() else flow(info.get_default(call_default_factory=True, validated_data={}))
    return Option(name, expected(field_hint(component, name)), default, documentation(component).get(name, ""))


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
