"""Configs as lists of keys."""

from __future__ import annotations

from nettrain.config.flattening import flattened


def test_lists_of_single_values_and_what_is_empty_are_values() -> None:
    record = {"a": {"b": 1, "c": {}, "d": [1, 2]}, "e": [{"f": None}, "g", [3]], "h": []}
    assert dict(flattened(record)) == {
        "a.b": 1,
        "a.c": {},
        "a.d": [1, 2],
        "e.0.f": None,
        "e.1": "g",
        "e.2": [3],
        "h": [],
    }
