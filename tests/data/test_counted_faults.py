"""Rows that are refused: the first twenty are told one by one, and how many more there are, whatever is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from nettrain.components.task import EVERY_TASK
from nettrain.config.load import load
from nettrain.data.dataset import prepare
from nettrain.data.unmet import unmet
from nettrain.errors import DataError, Span

ROWS = 60
Cells = tuple[str, str, str, str]
GOOD: Cells = ("1", "red", "2", "yes")


def refused(folder: Path, strange: Cells, count: int, columns: dict[str, Any], side: str) -> list[str]:
    """Return what is said of a table with so many strange rows: n, word, weight, y."""
    head, kinds = "x,n,word,weight,y", {"word": "category", "y": "category", **columns}
    good = [f"{x * 37 % 11},{','.join((*GOOD[:3], 'yes' if x % 3 else 'no'))}" for x in range(ROWS)]
    for name, rows in ("train", good), (side, [*good, *[f"5,{','.join(strange)}"] * count]):
        (folder / f"{name}.csv").write_text("\n".join([head, *rows]) + "\n")
    data = {"train": "train.csv", side: f"{side}.csv", "target": "y", "weight": "weight", "columns": kinds}
    split = {"validation": 0, "test": 0}
    (folder / "c.yaml").write_text(yaml.safe_dump({"data": {**data, "split": split}, "model": {"layers": ["output"]}}))
    with pytest.raises(DataError) as error:
        prepare(load([folder / "c.yaml"]).config.data, folder, 0, EVERY_TASK)
    return str(error.value).replace(f"{folder}/", "").splitlines()


NEVER = "y: and {} more rows with a label that was never met in training"
CASES: dict[str, tuple[Cells, dict[str, Any], str]] = {
    "no target": (("1", "red", "2", ""), {}, "y: and {} more rows without a target"),
    "a weight below 0": (("1", "red", "-2", "yes"), {}, "weight: and {} more rows with such a weight"),
    "no value where one is demanded": (("", "red", "2", "yes"), {"n": {"number": {"missing": "error"}}}, "and {} more"),
    "a word that was never met": (
        ("1", "blue", "2", "yes"),
        {"word": {"category": {"unseen": "error"}}},
        "and {} more",
    ),
    "a label that was never met": (("1", "red", "2", "maybe"), {}, NEVER),
    "a label with a dot": (("1", "red", "2", "yes."), {}, f"{NEVER}; each would be known without its final '.'"),
    "a label in capitals": (("1", "red", "2", "YES"), {}, f"{NEVER}; each would be known in other letter case"),
}


@pytest.mark.parametrize(("strange", "columns", "last"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("side", ["validation", "test"])
def test_the_rest_is_counted(tmp_path: Path, strange: Cells, columns: dict[str, Any], last: str, side: str) -> None:
    told = refused(tmp_path, strange, 1_500, columns, side)
    assert [line.split(":")[:2] for line in told[:20]] == [[f"{side}.csv", str(n)] for n in range(62, 82)]
    assert told[20:] == [f"{side}.csv: {last.format('1,480')}"]
    assert len(refused(tmp_path, strange, 20, columns, side)) == 20


def test_one_more_row(tmp_path: Path) -> None:
    assert (
        refused(tmp_path, ("1", "red", "2", ""), 21, {}, "test")[-1] == "test.csv: y: and 1 more row without a target"
    )


class Anywhere:
    """Has rows in no file."""

    def place(self, row: int) -> Span:
        """Return its number."""
        return Span("f.csv", row)


def labelled(*labels: str) -> pl.Series:
    return pl.Series("y", labels, pl.String)


REMARKS: dict[str, tuple[pl.Series, str]] = {
    "dots": (labelled("<=50K.", ">50K."), "each would be known without its final '.'"),
    "no dots": (labelled("B"), "each would be known with a final '.'"),
    "dots and letters": (labelled("a.", *["<=50K."] * 9), "each would be known without its final '.'"),
    "dots beside something else": (
        labelled("other", *["<=50K."] * 9),
        "nearly each would be known without its final '.'",
    ),
    "dots of too few": (labelled("other", "else", *["<=50K."] * 9), ""),
    "letters": (labelled("<=50k", "A"), "each would be known in other letter case"),
    "numbers": (labelled("1.0", "1.00"), "each would be known in another spelling of its number"),
    "nothing alike": (labelled("other", "."), ""),
    "met": (labelled("a"), ""),
}


@pytest.mark.parametrize(("truth", "remark"), REMARKS.values(), ids=REMARKS)
def test_what_labels_that_were_never_met_have_in_common(truth: pl.Series, remark: str) -> None:
    known = ["<=50K", ">50K", "a", "b.", "1"]
    rows = pl.int_range(truth.len(), dtype=pl.UInt32, eager=True)
    assert unmet(known, truth, rows, Anywhere()).remark == remark
