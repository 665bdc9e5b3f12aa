"""The keys of a config by their paths, and what each means, takes and is by default."""

from __future__ import annotations

import json
import typing
from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Any, NamedTuple

from nettrain.components.choice import Choice, written
from nettrain.components.schema import Schema
from nettrain.config.config import Config
from nettrain.config.documentation import documentation
from nettrain.config.places import Hint, field_hint, is_schema, literals, parts, schema_of
from nettrain.config.scalars import yaml_text
from nettrain.config.wording import expected

ANY = "NAME"
"""The step of a path at which a config has names of its own: gates.NAME.min."""


class Key(NamedTuple):
    """A key, or an option of a component, in words; `default` is its YAML on one line, None where it is required."""

    name: str
    takes: str
    default: str | None
    meaning: str


class Place(NamedTuple):
    """Where a key stands: the mapping that has it, and its name there."""

    schema: type[Schema]
    name: str

    @property
    def hint(self) -> Hint:
        """Return the hint of what stands behind the key."""
        return field_hint(self.schema, self.name)

    def described(self) -> Key:
        """Return the key in words."""
        info = self.schema.model_fields[self.name]
        default = None
        if not info.is_required():
            default = _on_one_line(info.get_default(call_default_factory=True, validated_data={}))
        return Key(self.name, expected(self.hint), default, documentation(self.schema).get(self.name, ""))

    def section(self) -> type[Schema] | None:
        """Return the mapping that stands behind the key, where nothing else can but null."""
        alone = len([part for part in parts(self.hint) if part is not NoneType]) == 1
        return schema_of(self.hint) if alone else None

    def words(self) -> list[str]:
        """Return the words that can stand behind the key, names of components among them."""
        found = [str(word) for word in literals(self.hint)]
        for part in parts(self.hint):
            if isinstance(part, Choice):
                found += [*part.words, *part.registry]
            elif part in (bool, NoneType):
                found += ["true", "false"] if part is bool else ["null"]
        return found

    def below(self) -> list[Key]:
        """Return the keys of the mappings that can stand behind the key, or behind names there."""
        return [key.described() for _, inner in mappings(self.hint) for key in places_of(inner)]


def places_of(schema: type[Schema]) -> list[Place]:
    """Return the places of a mapping's own keys."""
    return [Place(schema, name) for name in schema.model_fields]


@cache
def places() -> Mapping[str, Place]:
    """Return the places of every key of a config by their paths: train.warmup.steps."""
    return dict(_places(Config, ""))


def called(word: str) -> tuple[dict[str, Place], list[str]]:
    """Return the places of the keys that a word asks for, by path or by the end of it, and the other paths that end so.

    Where a config has names of its own, any fits: gates.accuracy.min.
    """
    steps = word.split(".")[::-1]
    ends: dict[str, Place] = {}
    whole: dict[str, Place] = {}
    for path, place in places().items():
        known = path.split(".")[::-1]
        if all(step in (asked, ANY) for step, asked in zip(known, steps, strict=False)) and len(steps) <= len(known):
            ends[path] = place
            if len(steps) == len(known):
                whole[path] = place
    found = whole or ends
    return found, [path for path in ends if path not in found]


def _places(schema: type[Schema], before: str) -> Iterator[tuple[str, Place]]:
    for place in places_of(schema):
        yield f"{before}{place.name}", place
        for names, inner in mappings(place.hint):
            yield from _places(inner, ".".join([f"{before}{place.name}", *names, ""]))


def mappings(hint: Hint, names: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], type[Schema]]]:
    """Yield the mappings with keys of their own at a place or below it, each with the steps that lead there."""
    for part in parts(hint):
        if is_schema(part):
            yield names, part
        else:
            further = (*names, ANY) if typing.get_origin(part) is dict else names
            for inner in typing.get_args(part):
                if not isinstance(inner, str):
                    yield from mappings(inner, further)


def _on_one_line(value: Any) -> str:
    """Return a default as the YAML writes it; a mapping whose keys all have defaults is empty."""
    value = written(value)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return "{}" if value == {} or isinstance(value, Schema) else yaml_text(value)
