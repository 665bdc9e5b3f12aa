"""How something is written here that was written in the form of another tool."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from nettrain.components.borrowed import for_key
from nettrain.components.choice import Choice
from nettrain.components.gate import Gate
from nettrain.components.registries import METRICS
from nettrain.components.schema import Schema
from nettrain.config.data import DataConfig, Split
from nettrain.config.scalars import is_number, scalar, yaml_line
from nettrain.config.train import Checkpoint, EarlyStopping, ReduceOnPlateau, Warmup

NAMING = ("type", "name", "class_name", "class_path")
"""Keys that name a component beside its options."""
HOLDING = ("config", "init_args", "params")
"""Keys that hold its options."""
CALL = re.compile(r"(?P<name>[\w.]+)\((?P<value>[^(),=]*)\)")
DEMAND = re.compile(r"(?P<name>[^\W\d]\w*|)\s*(?P<sign>[<>]=?|[\u2264\u2265]|)\s*(?P<end>[-+.0-9eE]+)")
"""A gate as one would say it: accuracy >= 0.9."""
MEANT: Mapping[type[Schema], tuple[str, ...]] = {
    Checkpoint: ("every",),
    DataConfig: ("path",),
    EarlyStopping: ("patience",),
    Gate: ("min", "max"),
    ReduceOnPlateau: ("patience",),
    Split: ("validation", "test"),
    Warmup: ("steps", "epochs"),
}
"""Keys of which one is meant by a value that stands alone in place of a mapping."""


def tagged(choice: Choice, value: Mapping[str, Any]) -> str:
    """Return "write {adam: {learning_rate: 0.1}}" for `{type: adam, lr: 0.1}`, "" where no component is named so."""
    tag = next((key for key in NAMING if isinstance(value.get(key), str)), None)
    name = _name(choice, value[tag]) if tag else None
    if name is None:
        return ""
    given: dict[str, Any] = {}
    for key, inner in value.items():
        if key != tag:
            given |= inner if key in HOLDING and isinstance(inner, Mapping) else {key: inner}
    fields = choice.registry[name].model_fields
    options = {key if key in fields else _option(name, key, fields): inner for key, inner in given.items()}
    return f"write {yaml_line({name: options} if options else name)}"


def beside(choice: Choice, value: Mapping[str, Any]) -> str:
    """Return "write {dense: {units: 3, use_bias: false}}" for options that stand beside their component's name.

    An option that is a component's name as well may also have been meant for one of its own. "" where not all others
    are options of the first.
    """
    name, *others = value
    if name not in choice.registry or not others or not set(others) <= set(choice.registry[name].model_fields):
        return ""
    if value[name] is None:
        return f"what belongs to {name} stands below it, indented further"
    first = next(iter(choice.registry[name].model_fields))
    own = value[name] if isinstance(value[name], Mapping) else {first: value[name]}
    message = f"write {yaml_line({name: {**own, **{other: value[other] for other in others}}})}"
    apart = [yaml_line({other: value[other]}) for other in others if other in choice.registry]
    return f"{message}, or make {' and '.join(apart)} an item of its own" if apart else message


def called(choice: Choice, text: str) -> str:
    """Return "write {l2: 0.01}" for `l2(0.01)`, "" for other text."""
    found = CALL.fullmatch(text.strip())
    name = _name(choice, found["name"]) if found else None
    if found is None or name is None:
        return ""
    value = found["value"].strip()
    return f"write {yaml_line({name: scalar(value)} if value else name)}"


def gates(asked: Iterable[Any]) -> dict[str, Any]:
    """Return gates that are written as a mapping of names: {accuracy: {beats_baseline: true}} for `accuracy` alone.

    Empty where one of them is no name, no mapping and no text such as `accuracy >= 0.9`.
    """
    made: dict[str, Any] = {}
    for one in asked:
        said = _demand(one) if isinstance(one, str) else None
        if isinstance(one, Mapping):
            made |= {name: _gate(name, held) for name, held in one.items()}
        elif isinstance(one, str) and (said or re.fullmatch(r"[\w.]+", one)):
            made |= {said[0]: _gate(*said)} if said and said[0] else {one: {"beats_baseline": True}}
        else:
            return {}
    return made if all(made.values()) else {}


def _gate(name: str, held: Any) -> Any:
    """Return what is held against a metric, as a mapping; a lone number is the end that keeps worse runs from passing,
    None where that is unknown."""
    if held is True:
        return {"beats_baseline": True}
    if isinstance(held, (int, float)) and name in METRICS and held is not False:
        return {"min" if METRICS[name].goal == "max" else "max": held}
    return held if isinstance(held, Mapping) else None


def _demand(text: str) -> tuple[str, Any] | None:
    """Return the metric of `accuracy >= 0.9`, perhaps none, and {min: 0.9}, or the number alone that has no sign."""
    found = DEMAND.fullmatch(text.strip())
    if found is None or not is_number(found["end"]):
        return None
    end = scalar(found["end"])
    return found["name"], {"min" if found["sign"][0] in ">\u2265" else "max": end} if found["sign"] else end


def alone(schema: type[Schema], value: Any) -> str:
    """Return "write {patience: 5}" for a value in place of a mapping, "" where no key can have it."""
    if schema is Gate and isinstance(value, str) and (said := _demand(value)) and not said[0]:
        return f"write {yaml_line(said[1])}" if isinstance(said[1], Mapping) else alone(schema, said[1])
    if schema is Gate and value is True:
        return "write {beats_baseline: true}"
    if schema is Split and isinstance(value, tuple) and len(value) == 3:
        made = [dict(zip(MEANT[Split], value[1:], strict=True))]
    else:
        keys = MEANT.get(schema, ())
        made = [{key: schema.model_fields[key].default if value is True else value} for key in keys]
    told = [yaml_line(m) for m in made if _fits(schema, m)]
    if value is True and not told and not any(info.is_required() for info in schema.model_fields.values()):
        told = ["{}"]
    return f"write {' or '.join(told)}" if told else ""


def _fits(schema: type[Schema], made: Mapping[str, Any]) -> bool:
    """Return whether keys can have these values, whatever else is missing."""
    if None in made.values():
        return False
    try:
        schema.model_validate(made)
    except ValidationError as found:
        return not any(error["loc"] and error["loc"][0] in made for error in found.errors())
    return True


def _name(choice: Choice, written: str) -> str | None:
    return _only(written.rpartition(".")[2], choice.registry)


def _option(component: str, key: str, fields: Mapping[str, Any]) -> str:
    borrowed = for_key(component, key)
    return borrowed if borrowed in fields else _only(key, fields) or key


def _only(word: str, words: Mapping[str, Any]) -> str | None:
    from nettrain.nearest import nearest

    near = nearest(word, words)
    return near[0] if len(near) == 1 else None
