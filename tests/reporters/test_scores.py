"""Scores as rows of a table, of all targets and of each alone, in the order of the config."""

from __future__ import annotations

from nettrain.reporters.scores import score_rows, scores_of
from tests.reporters.events import score

HEAD = ("metric", "value", "95 % interval", "baseline", "")


def test_each_target_stands_below_all() -> None:
    record = {
        "metrics": {
            "a": score(1.5, 2.0, "min", (1.0, 1.75), beats=True),
            "b": score(0.5, 0.5, "max", None, beats=None),
        },
        "targets": {
            "x": {"a": score(1.0, 2.0, "min", (0.5, 2.5), beats=False)},
            "y": {"b": score(0.25, 0.0, "max", None, beats=None), "a": score(2.0, 2.0, "min", None, beats=None)},
        },
    }
    assert score_rows(*scores_of(record, ["b", "a"], ["y", "x"])) == [
        HEAD,
        ("b", "0.5", "-", "0.5", ""),
        ("a", "1.5", "[1, 1.75]", "2", ""),
        ("y: b", "0.25", "-", "0", ""),
        ("y: a", "2", "-", "2", ""),
        ("x: a", "1", "[0.5, 2.5]", "2", "not better"),
    ]


def test_of_many_targets_the_first_are_told() -> None:
    alone = {f"t{n}": {"a": score(1.0, 2.0, "min", None, beats=None)} for n in range(25)}
    rows = score_rows({}, alone)
    assert [row[0] for row in rows] == [
        "metric",
        *(f"t{n}: a" for n in range(20)),
        "and 5 more targets, in metrics.json",
    ]
    assert {len(row) for row in rows} == {3}


def test_a_file_of_one_target_has_none_alone() -> None:
    record = {"metrics": {"a": score(1.5, 2.0, "min", None, beats=None)}}
    assert score_rows(*scores_of(record, [], ["y"])) == [("metric", "value", "baseline"), ("a", "1.5", "2")]


def test_where_nothing_is_scored_it_is_said() -> None:
    assert score_rows({}) == [("no metrics: train.metrics is empty",)]
