"""The contract of every component: documented, with an example that binds, strict, and named as its file."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from nettrain.components.choice import Choice
from nettrain.components.component import Component
from nettrain.components.registries import COLUMNS, REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.documentation import documentation
from nettrain.config.nodes import parse

EVERY = [(registry, name) for registry in REGISTRIES for name in registry]
IDS = [f"{registry.folder}-{name}" for registry, name in EVERY]


def example(component: type[Component]) -> Any:
    lines = [line.strip() for line in (component.__doc__ or "").splitlines()]
    (text,) = [line.removeprefix("Example: ") for line in lines if line.startswith("Example: ")]
    node = parse(f"example: {text}" if ":" not in text else f"example: {{{text}}}", "example")
    return tuples(yaml.safe_load(text)) if node else None


def tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(map(tuples, value))
    return {key: tuples(item) for key, item in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize(("registry", "name"), EVERY, ids=IDS)
def test_contract(registry: Registry[Component], name: str) -> None:
    component = registry[name]
    assert component.yaml_name() == name
    text = inspect.cleandoc(component.__doc__ or "")
    assert text.count("\nSource: ") == 1, "a source"
    documented = documentation(component)
    bound = Choice(registry).bind(example(component))
    assert type(bound) is component
    module = __import__(component.__module__, fromlist=["_"])
    assert (module.__doc__ or "").startswith(f"{name}: "), "the file says what it is"
    assert [field for field in component.model_fields if not documented.get(field)] == [], "fields without a word"
    for wrong, hint in [("no_such_option", ""), *((f"{field}x", f"did you mean '{field}'?") for field in documented)]:
        with pytest.raises(ValidationError) as found:
            component.model_validate({**dict(bound), wrong: 1})
        assert [(error["loc"], error["type"]) for error in found.value.errors()] == [((wrong,), "unknown_key")]
        assert found.value.errors()[0]["msg"].startswith(f"unknown key; {hint}")


@pytest.mark.parametrize(("registry", "name"), EVERY, ids=IDS)
def test_binds_what_it_writes(registry: Registry[Any], name: str) -> None:
    from nettrain.components.choice import written

    bound = Choice(registry).bind(example(registry[name]))
    assert Choice(registry).bind(tuples(written(bound))) == bound


def test_column_kinds_have_words_for_what_they_expect() -> None:
    assert all(COLUMNS[name].expected for name in COLUMNS)
