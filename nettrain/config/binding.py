"""The tree to a Config; everything that does not fit becomes a problem with its place."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from nettrain.components.borrowed import for_key
from nettrain.components.choice import Choice, spoken
from nettrain.config.blaming import blamed, others, standing_of
from nettrain.config.config import Config
from nettrain.config.documentation import documentation
from nettrain.config.elsewhere import elsewhere, option_of_default
from nettrain.config.nodes import Node, plain
from nettrain.config.paths import Step, shown
from nettrain.config.places import Hint, below, choice_of, field_hint, find, hint_at, parts, schema_of
from nettrain.config.reshaping import beside, called, tagged
from nettrain.config.scalars import yaml_line
from nettrain.config.wording import expected, mending, word_for
from nettrain.errors import ConfigError, Problem, listing
from nettrain.text import option, printable

OWN_WORDS = frozenset({"unknown_key", "unknown_name", "spelling", "rule", "rate"})
"""Kinds of errors that the components raise themselves, in the user's words."""
RULES = frozenset({"rule", "value_error"})
"""Kinds of errors of a value that has the right form: of several forms that a place takes, it was meant for this."""

CODE = "class_id"
COUNTED = "it counts the labels from 0; nettrain check tells which of them it is"
"""What is said of a label by its name where its number is asked for."""


def bind(document: Node) -> Config:
    """Return the config that the tree, spelled in full, stands for.

    Raises ConfigError with every fault, one problem a place.
    """
    try:
        return Config.model_validate(plain(document))
    except ValidationError as found:
        raise ConfigError(*_problems(document, found.errors())) from None


def _problems(document: Node, errors: Iterable[Any]) -> list[Problem]:
    unions: dict[tuple[Step, ...], list[tuple[tuple[Step, ...], Any]]] = {}
    for error in errors:
        above, union = _path(error["loc"])
        standing = standing_of(document, above, error.get("ctx", {}).get("keys", ()))
        path = blamed(document, standing) if standing else above
        error["msg"] += others(standing, path)
        unions.setdefault(path if union is None else union, []).append((path, error))
    problems = []
    for place, group in unions.items():
        deeper = {path: error for path, error in reversed(group) if len(path) > len(place)}
        ruled = next((error for path, error in group if path == place and error["type"] in RULES), group[0][1])
        for path, error in reversed((deeper or {place: ruled}).items()):
            miscounted = error["type"] == "too_short" and any(other[: len(place)] == place != other for other in unions)
            if not miscounted:  # pydantic leaves items that are wrong out of the count
                problems.append(_problem(document, path, error))
    return problems


def _path(loc: tuple[Step, ...]) -> tuple[tuple[Step, ...], tuple[Step, ...] | None]:
    """Return the path that an error names, and the place of the union on the way, if there is one.

    Below a union of several types, pydantic names the type that it tried: that step stands in no file.
    """
    hint: Hint = Config
    path: tuple[Step, ...] = ()
    union = None
    steps = list(loc)
    while steps:
        if _several(hint):
            union = path if union is None else union
            hint = _branch(hint, str(steps.pop(0)))
        else:
            path = (*path, steps.pop(0))
            hint = below(hint, path[-1])
    return path, union


def _several(hint: Hint) -> bool:
    members = [part for part in parts(hint) if part is not type(None)]
    return len(members) > 1


def _branch(hint: Hint, label: str) -> Hint:
    """Return the part of a union that pydantic calls `label`, such as "dict[str,constrained-float]"."""
    for part in parts(hint):
        name = getattr(typing.get_origin(part) or part, "__name__", "")
        if name and label.startswith(name):
            return part
    return None


def _problem(document: Node, path: tuple[Step, ...], error: Any) -> Problem:
    kind = error["type"]
    if kind == "missing" and isinstance(path[-1], int):  # a list that is too short for its place
        path = path[:-1]
    elif kind == "missing":
        return _missing(document, path)
    node, place, whole = find(document, path)
    hint = hint_at(Config, path)
    span = place if kind == "unknown_key" or isinstance(node.value, (dict, tuple)) else node.span
    if kind == "unknown_name" and whole and isinstance(node.value, dict):
        span = next(iter(node.value.values())).span
    value = plain(node) if whole else error["input"]
    if kind == "unknown_key":
        return Problem(span, shown(path), _unknown_key(error, document, path))
    if kind == "unknown_name" and whole and isinstance(value, Mapping):
        return Problem(span, shown(path), _unknown_name(error, path, value))
    if place == node.span and (told := _for_another_option(path, value)):  # it stands alone, as the first option
        return Problem(span, shown(path[:-1]), told)
    if kind in OWN_WORDS:
        return Problem(span, shown(path), _own_words(error, hint, value))
    if kind == "value_error":
        return Problem(span, shown(path), str(error["ctx"]["error"]))
    if kind == "string_too_short":
        return Problem(span, shown(path), "expected text, got none between the quotes")
    finite = "a finite number" if kind == "finite_number" else expected(hint)
    got = _counted(value) if isinstance(value, tuple) else spoken(value)
    counted = isinstance(value, str) and path[-1:] == (CODE,)
    mend = f"; {COUNTED}" if counted else mending(hint, value, item=_item(path))
    if span.file.startswith("--set ") and mend.startswith('; write "'):  # a shell would take the quotes away
        setting = f"{shown(path)}={mend.removeprefix('; write ')}"
        mend = f"; write {option('--set', setting)}"
    return Problem(span, shown(path), f"expected {finite or error['msg']}; got {got}{mend}")


def _for_another_option(path: tuple[Step, ...], value: Any) -> str:
    """Say what a lone value was meant for that the component's first option does not take, "" where that is unsure."""
    schema = schema_of(hint_at(Config, path[:-1])) if len(path) > 1 else None
    if schema is None or path[-1] != next(iter(schema.model_fields), None):
        return ""
    told = for_key(str(path[-2]), "units") if type(value) is int else ""
    if told and "units" not in schema.model_fields:
        return f"takes no number of units; {told}"
    others = [name for name in schema.model_fields if name != path[-1]]
    meant = [(name, word) for name in others if (word := word_for(field_hint(schema, name), value))]
    if len(meant) != 1:
        return ""
    return f"a lone value is its {path[-1]}, which cannot be {spoken(value)}; write {yaml_line(dict(meant))}"


def _item(path: tuple[Step, ...]) -> bool:
    return bool(path) and isinstance(path[-1], int)


def _counted(value: tuple[Any, ...]) -> str:
    return f"a list of {len(value)} items" if len(value) > 1 else "a list of one item" if value else "an empty list"


def _missing(document: Node, path: tuple[Step, ...]) -> Problem:
    _, place, _ = find(document, path)
    schema, name = schema_of(hint_at(Config, path[:-1])), str(path[-1])
    if schema is None:
        return Problem(place, shown(path), "required key is missing")
    what = expected(field_hint(schema, name))
    meaning = documentation(schema).get(name, "")
    return Problem(place, shown(path), f"required key is missing; expected {what}: {meaning}".rstrip(": "))


def _unknown_key(error: Any, document: Node, path: tuple[Step, ...]) -> str:
    known = for_key(*("", *map(str, path))[-2:])
    other = elsewhere(Config, document, path) if known or not error["ctx"]["near"] else ""
    return f"unknown key here; {other}" if other else printable(str(error["msg"]))


def _unknown_name(error: Any, path: tuple[Step, ...], value: Mapping[str, Any]) -> str:
    kind, name, choice = error["ctx"]["kind"], error["ctx"]["name"], choice_of(hint_at(Config, path))
    meant = (choice and tagged(choice, value)) or option_of_default(Config, path, name)
    return f"no {kind} is named '{name}'; {meant}" if meant else printable(str(error["msg"]))


def _own_words(error: Any, hint: Hint, value: Any) -> str:
    message, choice = printable(str(error["msg"])), choice_of(hint)
    if error["type"] == "rate":
        return f"expected {expected(hint)}; got {spoken(value)}"
    if choice is None:
        return message
    if error["type"] == "unknown_name" and isinstance(value, str) and (told := called(choice, value)):
        return f"no {choice.kind} is named '{printable(value)}'; {told}"
    if error["type"] == "unknown_name" and isinstance(value, str) and mending(hint, value):
        return f"expected {expected(hint)}; got {spoken(value)}{mending(hint, value)}"
    return _spelling(choice, hint, value) if error["type"] == "spelling" else message


def _spelling(choice: Choice, hint: Hint, value: Any) -> str:
    if isinstance(value, Mapping) and len(value) == 1:
        return f"'{next(iter(value))}' takes no value: write it alone"
    message = f"expected {expected(hint)}, as 'name', 'name: value' or 'name: {{option: value}}'; got {spoken(value)}"
    if isinstance(value, Mapping) and len(value) > 1:
        first, *others = value
        message += f" of {listing([first, *others], 6)}"
        if told := tagged(choice, value) or beside(choice, value):
            return f"{message}; {told}"
        if any(other in choice.registry for other in others):
            message += "; expected one of them"
        elif first in choice.registry:
            message += f"; what belongs to {first} stands below it, indented further"
    return message + mending(hint, value)
