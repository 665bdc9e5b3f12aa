"""Marks for "no value" among the targets' numbers: in every spelling of the number, as among inputs and weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from nettrain.components.task import CLASSES, EVERY_TASK, Task
from nettrain.config.load import load
from nettrain.data.dataset import Dataset, prepare
from nettrain.errors import DataError

ROWS = 60


def written(folder: Path, cells: list[str], delimiter: str = ",", name: str = "f.csv", decimal: str = ".") -> None:
    """Write a file of the inputs x, and z, which repeats the target's cells, and the target y: `cells`, then numbers
    in order."""
    rows = [f"{n * 37 % 101 / 7:.2f}".replace(".", decimal) for n in range(ROWS)]
    truth = [*cells, *(f"{n + 0.25}".replace(".", decimal) for n in range(ROWS - len(cells)))]
    table = [delimiter.join(("x", "z", "y")), *(delimiter.join((x, y, y)) for x, y in zip(rows, truth, strict=True))]
    (folder / name).write_text("\n".join(table) + "\n")


def prepared(folder: Path, tasks: frozenset[Task] = EVERY_TASK, **data: Any) -> Dataset:
    """Return the rows of a config over f.csv with -999 for "no value"."""
    section = {"path": "f.csv", "target": "y", "missing": ["-999"], "on_bad_row": "drop", **data}
    section |= {"path": None} if "train" in data else {}
    config = {"data": {k: v for k, v in section.items() if v is not None}, "model": {"layers": ["output"]}}
    (folder / "c.yaml").write_text(yaml.safe_dump(config))
    return prepare(load([folder / "c.yaml"]).config.data, folder, 0, tasks)


SPELLINGS: dict[str, tuple[list[str], dict[str, Any], int]] = {
    "as it is marked": (["-999"] * 3, {}, 3),
    "as decimals": (["-999", "-999.0", "-999.00"], {}, 3),
    "as a power": (["-9.99e2"], {}, 1),
    "by a mark with decimals": (["-999", "-999.0"], {"missing": ["-999.0"]}, 2),
    "another number": (["-999.5", "-998"], {}, 0),
    "two marks of one number": (["-999", "-999.0"], {"missing": ["-999", "-999.0"]}, 2),
    "the empty cell too": (["-999.0", "", "NA"], {"missing": ["-999", "NA"]}, 3),
}


@pytest.mark.parametrize(("cells", "data", "gone"), SPELLINGS.values(), ids=SPELLINGS)
def test_rows_without_a_target_are_told_by_the_number(
    tmp_path: Path, cells: list[str], data: dict[str, Any], gone: int
) -> None:
    written(tmp_path, cells)
    made = prepared(tmp_path, **data)
    assert made.drawn.usable.dropped == ({"no target": gone} if gone else {})
    tallies = made.drawn.gathered.ingested.tallies
    assert (tallies["y"].missing, tallies["y"].marks) == (tallies["z"].missing, tallies["z"].marks)
    assert made.drawn.truth.get_column("y").null_count() == gone


def test_a_decimal_comma(tmp_path: Path) -> None:
    written(tmp_path, ["-999", "-999,0", "-999,00"], ";", decimal=",")
    assert prepared(tmp_path).drawn.usable.dropped == {"no target": 3}


def test_parquet(tmp_path: Path) -> None:
    truth = [-999.0, -999.0, *(n + 0.25 for n in range(ROWS))]
    pl.DataFrame({"x": [n * 37 % 101 / 7 for n in range(ROWS + 2)], "y": truth}).write_parquet(tmp_path / "f.parquet")
    assert prepared(tmp_path, path="f.parquet").drawn.usable.dropped == {"no target": 2}


def test_files_of_sides(tmp_path: Path) -> None:
    for count, side in enumerate(("train", "validation", "test")):
        written(tmp_path, ["-999.0"] * count + ["-999"], name=f"{side}.csv")
    made = prepared(tmp_path, train="train.csv", validation="validation.csv", test="test.csv").drawn
    assert made.usable.dropped == {"no target": 6}
    assert [made.sides.rows(side).len() for side in ("train", "validation", "test")] == [59, 58, 57]


def test_several_targets(tmp_path: Path) -> None:
    written(tmp_path, ["-999.0", "-999"])
    made = prepared(tmp_path, target=["y", "x"]).drawn
    assert made.usable.dropped == {"no target": 2}
    assert made.truth.get_column("x").null_count() == 0


def test_the_lines_of_those_rows(tmp_path: Path) -> None:
    written(tmp_path, ["-999.0", "7", "-999"])
    with pytest.raises(DataError) as error:
        prepared(tmp_path, on_bad_row="error")
    assert [(p.span.line, p.message.split(";")[0]) for p in error.value.problems] == [
        (
            line,
            "the target has no value, expected a number: its cell reads '-999', which counts as missing by "
            "data.missing",
        )
        for line in (2, 4)
    ]


def test_no_row_has_a_target(tmp_path: Path) -> None:
    written(tmp_path, ["-999.0"] * ROWS)
    with pytest.raises(DataError, match=r"every one was dropped \(60 rows: no target\); the target reads '-999'"):
        prepared(tmp_path)


def test_marks_do_not_tell_labels_from_numbers(tmp_path: Path) -> None:
    """0 and 1 are two labels, with a third number that is none; as a label it would be one by its spelling."""
    written(tmp_path, ["-999.0", *(str(n % 2) for n in range(ROWS - 1))])
    told = (
        "f.csv:2: y: '-999.0' is the number '-999', which counts as missing by data.missing, but would be a label: "
        "name it there, too, or declare under data.columns y: number to predict numbers"
    )
    for tasks in (EVERY_TASK, CLASSES):
        with pytest.raises(DataError) as error:
            prepared(tmp_path, tasks)
        assert str(error.value).removeprefix(f"{tmp_path}/") == told
    assert prepared(tmp_path, missing=["-999", "-999.0"]).target.labels == ("0", "1")
    assert prepared(tmp_path, columns={"y": "number"}).drawn.usable.dropped == {"no target": 1}


def test_a_declared_label_is_what_it_is_spelled(tmp_path: Path) -> None:
    written(tmp_path, ["-999.0", "-999", *(str(n % 2) for n in range(ROWS - 2))])
    made = prepared(tmp_path, columns={"y": "category"})
    assert made.target.labels == ("-999.0", "0", "1")
    assert made.drawn.usable.dropped == {"no target": 1}
