"""Kinds of columns that are left out, shares of sides that have files, and ranges of numbers that nothing cuts are told
with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.plan.checks import idle_bins, idle_kinds, idle_shares


def test_told(tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(
        "data: {path: f.csv, target: y, drop: [w], columns: {x: number, w: category}}\nmodel: {layers: [output]}\n"
    )
    loaded = load([path])
    assert [str(problem) for problem in idle_kinds(loaded.config.data, loaded.problem)] == [
        f"{path}:1:64: data.columns.w: is declared, but data.drop leaves the column out: its kind counts for nothing"
    ]


@pytest.mark.parametrize(("method", "idle"), [("hash", 1), ("time", 1), ("group", 2), ("column", 2)])
def test_the_kind_by_which_rows_are_split_counts(method: str, idle: int, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    split = f"split: {{method: {method}, by: w}}, columns: {{v: date, w: date}}"
    path.write_text(f"data: {{path: f.csv, target: y, drop: [v, w], {split}}}\nmodel: {{layers: [output]}}\n")
    loaded = load([path])
    told = [problem.path for problem in idle_kinds(loaded.config.data, loaded.problem)]
    assert told == ["data.columns.v", "data.columns.w"][:idle]


@pytest.mark.parametrize(
    ("data", "idle"),
    [
        ("train: a.csv, test: b.csv, split: {test: 0.2, validation: 0.2}", ["test"]),
        ("train: a.csv, test: b.csv, validation: c.csv, split: {test: 0.15, validation: 0}", ["validation", "test"]),
        ("train: a.csv, test: b.csv", []),
        ("path: a.csv, split: {test: 0.2, validation: 0.2}", []),
    ],
)
def test_the_share_of_a_side_that_has_files_counts_for_nothing(data: str, idle: list[str], tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(f"data: {{{data}, target: y}}\nmodel: {{layers: [output]}}\n")
    loaded = load([path])
    told = {problem.path: problem.message for problem in idle_shares(loaded.config.data, loaded.problem)}
    assert list(told) == [f"data.split.{side}" for side in idle]
    assert all(f"since data.{side} names files" in told[f"data.split.{side}"] for side in idle)


@pytest.mark.parametrize(
    ("split", "labels", "why"),
    [
        ("method: stratified, bins: 5", True, "the target has labels"),
        ("bins: 10", True, "the target has labels"),
        ("bins: 5", False, "auto deals out numbers at random: write method: stratified"),
        ("method: random, bins: 5", True, "only the method stratified cuts a number into ranges, not random"),
        ("method: time, by: x, bins: 5", False, "only the method stratified cuts a number into ranges, not time"),
        ("method: stratified, bins: 5", False, None),
        ("method: stratified", True, None),
    ],
)
def test_ranges_that_nothing_cuts_count_for_nothing(split: str, labels: bool, why: str | None, tmp_path: Path) -> None:
    path = tmp_path / "c.yaml"
    path.write_text(f"data: {{path: f.csv, target: y, split: {{{split}}}}}\nmodel: {{layers: [output]}}\n")
    loaded = load([path])
    told = [(problem.path, problem.message) for problem in idle_bins(loaded.config.data.split, labels, loaded.problem)]
    assert [where for where, _ in told] == ["data.split.bins"] * (why is not None)
    assert all(message.startswith(f"counts for nothing, since {why}") for _, message in told)
