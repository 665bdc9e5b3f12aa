"""A split that leaves no rows for a side, or has nothing to go by: each says why, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from nettrain.components.task import EVERY_TASK
from nettrain.config.load import load
from nettrain.data.dataset import Dataset, prepare
from nettrain.errors import DataError

ROWS = 120
CELLS: dict[str, Callable[[int], object]] = {
    "x": lambda n: n * 37 % 101 / 7,
    "name": lambda n: f"n{n}",
    "y": lambda n: "no" if n % 3 else "yes",
    "number": lambda n: n * 53 % 127 / 3,
    "t": lambda n: "" if n % 6 == 5 else n + 0.5,
    "g": lambda n: "a" if n < ROWS / 2 else "b",
    "u": lambda n: "" if n % 4 == 3 else n * 41 % 103 / 3,
}
SPARE = "raise its share, or set it to 0 to do without"

REFUSED = {
    "labels that stand in one row each": (
        "target: name",
        "f.csv: data.split: 120 rows with 120 labels, of each of which the first is trained on: stratified leaves too "
        "few for validation; set data.split.method: random; if the target is an identifier, name another",
    ),
    "as many ranges as rows": (
        "target: number, split: {method: stratified, bins: 1000}",
        "f.csv: data.split: 120 rows with 120 ranges, of each of which the first is trained on: stratified leaves too "
        "few for validation; set data.split.method: random, or lower data.split.bins",
    ),
    "too small a share": (
        "target: number, split: {validation: 0.001}",
        f"f.csv: data.split: 120 rows: too few to leave any for validation; {SPARE}",
    ),
    "too few groups": (
        "target: y, split: {method: group, by: g}",
        "f.csv: data.split: by g no row is left for test: there are 2 values to go by, and rows alike stay together; "
        f"{SPARE}, or choose what has more values",
    ),
    "too few rows that differ": (
        "target: y, drop: [x, name, number, t, u], split: {method: hash}",
        "f.csv: data.split: by all inputs no row is left for validation: there are 2 values to go by, and rows alike "
        f"stay together; {SPARE}, or choose what has more values",
    ),
    "labels for time": (
        "target: y, split: {method: time, by: y}",
        "f.csv:1: y: is text, expected dates or numbers to order the rows by; as the target it has labels, which have "
        "no order; name another column",
    ),
    "text for time": (
        "target: y, split: {method: time, by: g}",
        "f.csv:1: g: is text, expected dates or numbers to order the rows by; declare it as date",
    ),
    "no time": (
        "target: y, split: {method: time, by: t}",
        "f.csv:7: t: 20 rows have no value to order by, this one first; fill it, or take the row out, or leave such "
        "rows out with data.columns: {t: {number: {missing: drop}}}",
    ),
    "no time in a column that is no input": (
        "target: y, drop: t, split: {method: time, by: t}",
        "f.csv:7: t: 20 rows have no value to order by, this one first; fill it, or take the row out",
    ),
}


def prepared(folder: Path, data: str) -> Dataset:
    rows = (",".join(str(cell(n)) for cell in CELLS.values()) for n in range(ROWS))
    Path("f.csv").write_text("\n".join([",".join(CELLS), *rows, ""]))
    Path("c.yaml").write_text(f"data: {{path: f.csv, {data}}}\nmodel: {{layers: [output]}}\n")
    return prepare(load([Path("c.yaml")]).config.data, folder, 0, EVERY_TASK)


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(data: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DataError) as found:
        prepared(tmp_path, data)
    assert str(found.value) == message


def test_the_mend_for_rows_without_a_time_mends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made = prepared(tmp_path, "target: y, split: {method: time, by: t}, columns: {t: {number: {missing: drop}}}")
    assert made.drawn.usable.dropped == {"no t": 20}
    assert sum(made.drawn.sides.counts().values()) == 100


def test_a_target_of_numbers_orders_the_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    drawn = prepared(tmp_path, "target: number, split: {method: time, by: number}").drawn
    train, validation, test = (drawn.truth.to_series()[drawn.sides.rows(s)] for s in ("train", "validation", "test"))
    assert (train.max(), validation.max()) < (validation.min(), test.min())  # type: ignore[operator]
    assert min(train.len(), validation.len(), test.len()) > 10


KEPT = {
    "numbers turn into text": ("split: {method: hash, by: k}", "k", [f"A-{n}" for n in range(40)]),
    "numbers are declared as text": ("split: {method: hash, by: k}, columns: {k: category}", "k", ["A-17"]),
    "yes and no turn into text": ("split: {method: hash}", "f", ["unknown"]),
}


@pytest.mark.parametrize(("data", "name", "more"), KEPT.values(), ids=KEPT)
def test_a_row_keeps_its_side_where_others_make_its_column_text(
    data: str, name: str, more: list[str], tmp_path: Path
) -> None:
    rows = [{"k": str(1000 + n), "f": "yes" if n % 3 else "no", "y": str(n * 37 % 101)} for n in range(200)]

    def sides(rows: list[dict[str, str]], data: str) -> list[pl.Series]:
        pl.DataFrame(rows).write_csv(tmp_path / "f.csv")
        (tmp_path / "c.yaml").write_text(f"data: {{path: f.csv, target: y, {data}}}\nmodel: {{layers: [output]}}\n")
        drawn = prepare(load([tmp_path / "c.yaml"]).config.data, tmp_path, 0, EVERY_TASK).drawn
        return [side.filter(side < 200) for side in drawn.sides]

    before = sides(rows, data.partition(", columns")[0])
    after = sides([*rows, *({**rows[0], name: word} for word in more)], data)
    assert [side.to_list() for side in after] == [side.to_list() for side in before]
    assert before[2].len() > 10


def test_a_row_that_lacks_more_than_one_thing_is_dropped_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    dropped = prepared(tmp_path, "target: u, weight: t, on_bad_row: drop").drawn.usable.dropped
    assert dropped == {"no target": 30, "no weight": 20 - 10}
