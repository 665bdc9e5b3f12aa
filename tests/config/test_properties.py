"""Whatever is written, a config is loaded or refused with places; nothing else happens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nettrain.config.load import Loaded, load
from nettrain.config.nodes import parse
from nettrain.config.printing import print_config
from nettrain.errors import ConfigError

GOOD = sorted((Path(__file__).parents[1] / "configs" / "good").glob("*.yaml"))
TEXTS = [file.read_bytes() for file in GOOD]
SECTIONS = [
    "name",
    "seed",
    "data",
    "path",
    "target",
    "columns",
    "split",
    "model",
    "layers",
    "train",
    "gates",
    "min",
    "max",
]
NAMES = ["dense", "units", "dropout", "rate", "activation", "relu", "output", "adam", "sgd", "learning_rate", "number"]
TRAINING = [
    "loss",
    "optimizer",
    "metrics",
    "accuracy",
    "epochs",
    "batch_size",
    "all",
    "early_stopping",
    "class_weights",
]
KEYS = [*SECTIONS, *NAMES, *TRAINING]
quick = settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(KEYS)
structures = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=20,
)
sections = st.fixed_dictionaries(
    {},
    optional={
        "data": st.just({"path": "a.csv", "target": "y"}) | structures,
        "model": st.just({"layers": ["output"]}) | st.fixed_dictionaries({"layers": st.lists(structures, max_size=3)}),
        "train": st.dictionaries(st.sampled_from(KEYS), structures, max_size=4),
        "gates": st.dictionaries(st.sampled_from(KEYS), structures, max_size=2),
        "seed": scalars,
    },
)


def loaded(file: Path, sets: tuple[str, ...] = ()) -> Loaded | None:
    """Load; check every problem if there are any."""
    try:
        return load([file], sets)
    except ConfigError as found:
        problems = found.problems
    assert problems
    for problem in problems:
        assert problem.message
        assert "\n" not in str(problem)
        assert problem.span.file.startswith("--set") or min(problem.span.line, problem.span.column) >= 1
    return None


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any") / "any.yaml"


@quick
@given(st.binary(max_size=60) | st.text(alphabet="ab:-[]{},'\"#&*!|>%@?\n\t 0.~<\\", max_size=40).map(str.encode))
def test_any_bytes(file: Path, text: bytes) -> None:
    file.write_bytes(text)
    assert loaded(file) is None


@quick
@given(st.sampled_from(TEXTS), st.data())
def test_mutations_of_good_files(file: Path, text: bytes, data: st.DataObject) -> None:
    begin, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    middle = data.draw(
        st.sampled_from([b"", b"\n", b": ", b"- ", b"[", b"}", b"'", b"&a ", b"\xff", b"-1", text[begin:end] * 2])
    )
    file.write_bytes(text[:begin] + middle + text[min(end, begin + 3) :])
    loaded(file)


@quick
@given(sections)
def test_any_structure(file: Path, structure: dict[str, Any]) -> None:
    text = json.dumps(structure).replace("NaN", ".nan").replace("Infinity", ".inf")
    file.write_text(text, "utf-8")
    result = loaded(file)
    if result is not None:
        file.write_text(print_config(result), "utf-8")
        assert load([file]).config == result.config


@quick
@given(
    st.lists(st.sampled_from(KEYS) | st.integers(-1, 9).map(str) | st.text(max_size=3), min_size=1, max_size=5),
    st.text(max_size=8) | structures.map(json.dumps),
    st.sampled_from(TEXTS),
)
def test_any_setting(file: Path, path: list[str], value: str, text: bytes) -> None:
    file.write_bytes(text)
    loaded(file, (f"{'.'.join(path)}={value}",))


@quick
@given(st.text(max_size=30))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        value = parse(text, "f").value
    except ConfigError as found:
        value = {str(problem): problem.span.line for problem in found.problems}
        assert min(value.values()) >= 1
    assert isinstance(value, dict)
