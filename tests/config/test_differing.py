"""Where configs differ: no list twice, nothing for null that is absent."""

from __future__ import annotations

from nettrain.config.differing import ABSENT, differing


def test_each_difference_is_told_once() -> None:
    one = {
        "metrics": ["a", "b"],
        "activation": {"relu": {"slope": 0}},
        "columns": {},
        "rate": 0.1,
        "same": [1],
        "n": None,
    }
    other = {"metrics": ["a", {"r2": {"k": 1}}], "activation": "selu", "columns": {"x": {"kind": 1}}, "same": [1]}
    assert dict(differing([{**one, "n": None}, {**other, "n": False}])) == {
        "metrics.1": ["b", {"r2": {"k": 1}}],
        "activation": [{"relu": {"slope": 0}}, "selu"],
        "columns.x.kind": [ABSENT, 1],
        "rate": [0.1, ABSENT],
        "n": [None, False],
    }


def test_lists_of_single_values_are_values_and_longer_ones_have_more_parts() -> None:
    assert list(differing([{"a": [1, 2]}, {"a": [1]}])) == [("a", [[1, 2], [1]])]
    layers = [{"dense": {"units": 4}}, "output"]
    assert dict(differing([{"layers": layers}, {"layers": layers[1:]}])) == {
        "layers.0": [{"dense": {"units": 4}}, "output"],
        "layers.1": ["output", ABSENT],
    }
