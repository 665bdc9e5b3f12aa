"""JSON records: their text, and that no change stays unseen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nettrain.events import finite
from nettrain.records import CHECKSUM, json_text, sealed, unsealed

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
records = st.dictionaries(st.text(max_size=4).filter(lambda name: name != CHECKSUM), values, max_size=4)


def test_json_text() -> None:
    record = {"b": (0.1, float("nan"), {"d": [2], "c": []}), "a": {"x": float("-inf"), "": {}}, "0": []}
    assert (
        json_text(record)
        == """{
  "0": [],
  "a": {
    "": {},
    "x": null
  },
  "b": [
    0.1,
    null,
    {"c": [], "d": [2]}
  ]
}
"""
    )


@given(values)
def test_json_text_comes_back(value: Any) -> None:
    assert json.loads(json_text(value)) == json.loads(json.dumps(finite(value)))


@given(records)
def test_what_was_sealed_comes_back(record: dict[str, Any]) -> None:
    text = sealed(record)
    assert unsealed(json.loads(text)) == json.loads(json_text(record))
    assert unsealed(json.loads(json.dumps(json.loads(text), indent=None))) == json.loads(json_text(record))


@given(records, records)
def test_what_was_changed_does_not(record: dict[str, Any], other: dict[str, Any]) -> None:
    assume(json_text(record) != json_text(other))
    seal = json.loads(sealed(record))[CHECKSUM]
    with pytest.raises(ValueError, match="its checksum does not hold"):
        unsealed({**json.loads(json_text(other)), CHECKSUM: seal})


@pytest.mark.parametrize("left", [{}, {"a": 1}, {"a": 1, CHECKSUM: None}, {CHECKSUM: 0}])
def test_without_a_checksum(left: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="its checksum does not hold"):
        unsealed(left)


def test_a_known_checksum() -> None:
    """CRC-32 of the text {"a": 1}, by `printf '{"a": 1}' | gzip -c | tail -c8 | od -tx4 -N4`."""
    assert json.loads(sealed({"a": 1})) == {"a": 1, CHECKSUM: "fba18e97"}
