"""Scores as rows of a table, of all targets and of each alone, in the order of the config."""

from __future__ import annotations

import math

from nettrain.reporters.scores import score_table, scores_of, slice_table
from nettrain.text import columns
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
    table = score_table(*scores_of(record, ["b", "a"], ["y", "x"]))
    assert (table.heads, table.right) == (HEAD, (False, True, True, True, False))
    assert table.rows == [
        ("b", "0.5", "-", "0.5", ""),
        ("a", "1.5", "[1, 1.75]", "2", ""),
        ("y: b", "0.25", "-", "0", ""),
        ("y: a", "2", "-", "2", ""),
        ("x: a", "1", "[0.5, 2.5]", "2", "not better"),
    ]


def test_of_many_targets_the_first_are_told() -> None:
    alone = {f"t{n}": {"a": score(1.0, 2.0, "min", None, beats=None)} for n in range(25)}
    table = score_table({}, alone)
    assert [row[0] for row in table.rows] == [
        *(f"t{n}: a" for n in range(20)),
        "and 5 more targets, in metrics.json",
    ]
    assert {len(row) for row in table.rows} == {3}


def test_numbers_are_set_right_whatever_stands_below_them() -> None:
    alone = {f"t{n}": {"a": score(1.5e7, 2.0, "min", None, beats=None)} for n in range(25)}
    first, *_, last, more = columns(score_table({}, alone))
    assert first == f"{'metric':<35}  {'value':>9}  {'baseline':>8}"
    assert last == f"{'t19: a':<35}  1.500e+07  {'2':>8}"
    assert more == "and 5 more targets, in metrics.json"


def test_a_file_of_one_target_has_none_alone() -> None:
    record = {"metrics": {"a": score(1.5, 2.0, "min", None, beats=None)}}
    table = score_table(*scores_of(record, [], ["y"]))
    assert table == (("metric", "value", "baseline"), [("a", "1.5", "2")], (False, True, True))


def test_what_rows_do_not_define_is_told_alike_while_it_is_judged_and_from_a_file() -> None:
    """A file has null where the number is nan."""
    undefined = [score(value, value, "max", None, beats=None) for value in (math.nan, None)]
    assert [score_table({"a": one}).rows for one in undefined] == [[("a", "undefined", "undefined")]] * 2
    groups = [[{"group": "x", "rows": 1, "small": True, "metrics": {"a": one}}] for one in undefined]
    assert [slice_table("c", its).rows for its in groups] == [[("x", "1", "undefined", "few rows")]] * 2


def test_where_nothing_is_scored_it_is_said() -> None:
    assert columns(score_table({})) == ["no metrics: train.metrics is empty"]
