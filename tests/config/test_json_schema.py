"""The JSON Schema takes what nettrain takes, and refuses what a schema can refuse."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from nettrain.components.choice import Choice
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.config import Config
from nettrain.config.json_schema import json_schema
from nettrain.config.nodes import parse, plain
from nettrain.config.wording import PATTERNS
from nettrain.errors import ConfigError
from tests.components.test_component_docs import example, tuples

ROOT = Path(__file__).parents[2]
GOOD = sorted([*(ROOT / "configs").glob("*.yaml"), *(ROOT / "tests/configs/good").glob("*.yaml")])
BAD = sorted((ROOT / "tests/configs/bad").glob("*.yaml"))
COMPONENTS = [(registry, name) for registry in REGISTRIES for name in registry]
VALUES: list[Any] = [None, True, 0, -1, 7, 0.5, -0.5, "", "x", "7", [], [1, -2, 3], {}, {"x": 1}]
SCHEMA = json_schema()
WRITTEN_IN_PYTHON = {"rule", "value_error"}
"""Kinds of errors that come from rules, not from types."""

ONLY_CHECK_TELLS = {
    **dict.fromkeys(("data_no_source", "data_path_with_test", "data_two_sources"), "which files go together"),
    **dict.fromkeys(("data_target_dropped", "split_too_much"), "two keys against each other"),
    **dict.fromkeys(("format_escape_delimiter", "format_escape_quote"), "two keys against each other"),
    "format_marks_alike": "two keys against each other",
    **dict.fromkeys(("format_quote_blanks", "format_quote_delimiter"), "two keys against each other"),
    **dict.fromkeys(("gate_empty", "gate_upside_down"), "two keys against each other"),
    **dict.fromkeys(("threshold_empty", "threshold_two"), "two keys against each other"),
    "threshold_wrong_way": "which way of a metric is better",
    **dict.fromkeys(("optimizer_ema_without_use", "optimizer_two_clips"), "two keys against each other"),
    **dict.fromkeys(("gate_nan", "learning_rate_infinite"), "a number that JSON does not have"),
    **dict.fromkeys(("layer_units_decimal", "seed_exponent"), "JSON takes 10.0 for a whole number"),
}
"""Bad configs in which a schema finds nothing, and why."""


def as_json(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return {key: as_json(item) for key, item in value.items()} if isinstance(value, dict) else value


def document(file: Path) -> Any:
    return as_json(plain(parse(file.read_bytes(), file.name)))


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every mapping in a schema that is one itself."""
    if isinstance(node, dict):
        yield node
    for inner in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from nodes(inner)


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    links = {node["$ref"] for node in nodes(SCHEMA) if isinstance(node.get("$ref"), str)}
    assert links <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}
    assert {name for name in SCHEMA["$defs"] if "." in name} == {f"{r.folder}.{name}" for r, name in COMPONENTS}


def test_everything_is_explained() -> None:
    mappings = [node["properties"] for node in nodes(SCHEMA) if node.get("type") == "object" and "properties" in node]
    assert len(mappings) > len(COMPONENTS)
    keys = [(key, value) for properties in mappings for key, value in properties.items()]
    assert [key for key, value in keys if not value.get("description") and "$ref" not in value] == []
    assert [name for name, made in SCHEMA["$defs"].items() if not made["description"]] == []
    assert SCHEMA["properties"]["seed"]["description"].startswith("What every random number follows from")


def test_every_pattern_is_told_in_words() -> None:
    patterns = {node["pattern"] for node in nodes(SCHEMA) if isinstance(node.get("pattern"), str)}
    assert patterns == set(PATTERNS)


@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.stem)
def test_good_files_are_valid(file: Path) -> None:
    faults = Draft202012Validator(SCHEMA).iter_errors(document(file))
    assert [(list(fault.path), fault.message) for fault in faults] == []


def test_bad_files_are_refused_where_a_schema_can_tell() -> None:
    taken = set()
    for file in BAD:
        try:
            given = document(file)
        except ConfigError:
            continue  # it is no YAML, or none that nettrain reads
        if Draft202012Validator(SCHEMA).is_valid(given):
            taken.add(file.stem)
    assert taken == set(ONLY_CHECK_TELLS)


def faults(registry: Registry[Any], spelling: Any) -> set[str]:
    """Return the kinds of errors that binding raises."""
    try:
        Choice(registry).bind(tuples(spelling))
    except ValidationError as found:
        return {error["type"] for error in found.errors()}
    except PydanticCustomError as found:
        return {found.type}
    return set()


@pytest.mark.parametrize(("registry", "name"), COMPONENTS, ids=lambda part: getattr(part, "folder", part))
def test_options_are_taken_as_they_bind(registry: Registry[Any], name: str) -> None:
    """Whatever stands after a component's name or in its options: the schema and the binding agree."""
    place = Draft202012Validator({"$ref": f"#/$defs/{registry.folder}.{name}", "$defs": SCHEMA["$defs"]})
    sample = as_json(example(registry[name]))
    given = sample[name] if isinstance(sample, dict) else None
    options = given if isinstance(given, dict) else {}
    values = [given, *VALUES, *({**options, key: v} for key in registry[name].model_fields for v in VALUES)]
    for value in values:
        found = faults(registry, {name: value})
        if not found:
            assert place.is_valid(value), value
        elif not found <= WRITTEN_IN_PYTHON:
            assert not place.is_valid(value), (value, found)


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.folder)
def test_names_are_taken_as_they_bind(registry: Registry[Any]) -> None:
    place = Draft202012Validator({"$ref": f"#/$defs/{registry.folder}", "$defs": SCHEMA["$defs"]})
    spellings = [*registry, "nothing", 1, None, [], {}, {"nothing": 1}, dict.fromkeys(registry)]
    spellings += [as_json(example(registry[name])) for name in registry]
    for spelling in spellings:
        found = faults(registry, spelling)
        assert place.is_valid(spelling) == (not found) or found <= WRITTEN_IN_PYTHON, (spelling, found)


def test_defaults_are_shown() -> None:
    assert SCHEMA["properties"]["seed"]["default"] == Config.model_fields["seed"].default
    assert SCHEMA["$defs"]["optimizers.adam"]["oneOf"][0]["properties"]["learning_rate"]["default"] == 0.001
