"""Numbers of Parquet beside text with a decimal comma: the same targets, labels and levels as with all rows in CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nettrain.components.columns.category import Category
from nettrain.components.task import EVERY_TASK, Task
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.dialect import Marks
from nettrain.data.flow import Flow
from nettrain.data.foreign import as_trained, bare_cells
from nettrain.data.opening import dialect_of, open_file
from nettrain.data.sources import Source
from nettrain.errors import DataError
from nettrain.evaluation.cells import with_values
from tests.data.tables import gone_through

ROWS = 120
AMOUNTS = [((n * 7919 % 400_000) * 10 + n % 9 + 1) / 1000 for n in range(ROWS)]
"""With three decimals, so that a point between them may stand between thousands; from 1000 on in some rows."""
CODES = [n % 3 * 1.25 + 0.125 for n in range(ROWS)]
"""0.125, 1.375, 2.625."""
WHOLE = [float(n % 3) for n in range(ROWS)]
Y: dict[str, dict[str, Any]] = {"y": {"category": {}}}
SPLIT = {"validation": 0.0, "test": 0.5}


def comma(number: float) -> str:
    """Write a number as 1.234,5."""
    return f"{number:,}".replace(",", "_").replace(".", ",").replace("_", ".")


def plain(number: float) -> str:
    """Write a number as 1234,5, and 3 for 3.0."""
    return f"{number:.10g}".replace(".", ",")


def written(
    folder: Path, name: str, half: slice, cells: Sequence[float], write: Callable[[float], str], kind: Any = pl.Float64
) -> None:
    """Write some rows of x, of amounts z, and of y, which has the `cells`."""
    x, z, y = (list(column)[half] for column in (range(ROWS), AMOUNTS, cells))
    if name.endswith(".parquet"):
        frame = pl.DataFrame({"x": x, "z": z, "y": pl.Series(y, dtype=pl.Float64).cast(kind)})
        frame.write_parquet(folder / name)
        return
    lines = ["x;z;y", *(f"{a};{comma(b)};{write(c)}" for a, b, c in zip(x, z, y, strict=True))]
    (folder / name).write_text("\n".join(lines) + "\n")


def prepared(folder: Path, files: Sequence[str], parted: bool, target: str, columns: dict[str, Any]) -> Dataset:
    """Return the rows of two files: train and test, or one below the other."""
    where: dict[str, Any] = {"path": tuple(files), "split": SPLIT}
    if parted:
        where = {"train": files[:1], "test": files[1:], "split": {"validation": 0.0}}
    data = DataConfig.model_validate({"target": (target,), "columns": columns, **where})
    return prepare(data, folder, 0, EVERY_TASK)


def told(made: Dataset) -> list[object]:
    """Return all that must be the same: targets, labels, kinds, levels and values."""
    columns = [(column.name, column.kind, dict(column.facts)) for column in made.columns]
    values = made.drawn.table.columns([column.name for column in made.columns]).rows()
    return [made.target, made.drawn.truth.rows(), made.drawn.asked, columns, values, made.drawn.sides.counts()]


Case = tuple[Sequence[float], Callable[[float], str], str, dict[str, Any], Any]
CASES: dict[str, Case] = {
    "a target": (AMOUNTS, comma, "y", {}, pl.Float64),
    "a target declared number": (AMOUNTS, comma, "y", {"y": {"number": {}}}, pl.Float64),
    "a target of halves": ([n % 50 + 0.5 for n in range(ROWS)], plain, "y", {}, pl.Float64),
    "a target of 32 bits": ([n % 50 + 0.5 for n in range(ROWS)], plain, "y", {}, pl.Float32),
    "a target with as many digits as are kept": (CODES, plain, "y", {"y": {"number": {}}}, pl.Decimal(10, 3)),
    "labels": (CODES, plain, "y", Y, pl.Float64),
    "labels with as many digits as are kept": (CODES, plain, "y", Y, pl.Decimal(10, 3)),
    "whole labels": (WHOLE, plain, "y", Y, pl.Float64),
    "whole labels that are integers": (WHOLE, plain, "y", Y, pl.Int64),
    "whole labels with a decimal": (WHOLE, comma, "y", Y, pl.Float64),
    "an input": (AMOUNTS, comma, "z", {}, pl.Float64),
    "levels": (CODES, plain, "z", Y, pl.Float64),
    "an order": (CODES, plain, "z", {"y": {"ordinal": {"order": ("0,125", "1,375", "2,625")}}}, pl.Float64),
    "whole levels": (WHOLE, plain, "z", Y, pl.Float64),
    "whole levels and others": ([c if c < 2 else 2.0 for c in CODES], plain, "z", Y, pl.Float64),
}


@pytest.mark.parametrize("parted", [True, False], ids=["sides", "paths"])
@pytest.mark.parametrize("order", [1, -1], ids=["CSV first", "Parquet first"])
@pytest.mark.parametrize(("cells", "write", "target", "columns", "kind"), CASES.values(), ids=CASES)
def test_rows_are_those_of_csv_alone(  # noqa: PLR0913
    tmp_path: Path,
    cells: Sequence[float],
    write: Callable[[float], str],
    target: str,
    columns: dict[str, Any],
    kind: Any,
    order: int,
    parted: bool,
) -> None:
    halves = [slice(0, ROWS // 2), slice(ROWS // 2, None)][::order]
    for name, half in zip(("a.csv", "b.csv"), halves, strict=True):
        written(tmp_path, name, half, cells, write)
    written(tmp_path, "b.parquet", halves[1], cells, write, kind)
    alone, beside = (
        told(prepared(tmp_path, ("a.csv", name)[::order], parted, target, columns)) for name in ("b.csv", "b.parquet")
    )
    assert beside == alone


def both(folder: Path, cells: Sequence[float], write: Callable[[float], str] = plain) -> tuple[str, str]:
    """Write half of the rows as CSV and half as Parquet."""
    written(folder, "a.csv", slice(0, ROWS // 2), cells, write)
    written(folder, "b.parquet", slice(ROWS // 2, None), cells, write)
    return "a.csv", "b.parquet"


def test_labels_are_told_by_the_mark_of_the_text(tmp_path: Path) -> None:
    made = prepared(tmp_path, both(tmp_path, CODES), True, "y", Y)
    assert made.target.labels == ("0,125", "1,375", "2,625")
    assert made.target.task is Task.MULTICLASS


def test_parquet_alone_keeps_its_point(tmp_path: Path) -> None:
    for name, half in (("a.parquet", slice(0, 60)), ("b.parquet", slice(60, None))):
        written(tmp_path, name, half, CODES, plain)
    assert prepared(tmp_path, ("a.parquet", "b.parquet"), True, "y", Y).target.labels == ("0.125", "1.375", "2.625")


def test_words_with_a_point_keep_it_beside_a_comma_elsewhere(tmp_path: Path) -> None:
    versions = [n % 3 + 0.5 for n in range(ROWS)]
    made = prepared(tmp_path, both(tmp_path, versions, str), True, "y", Y)
    assert made.target.labels == ("0.5", "1.5", "2.5")


@pytest.mark.parametrize("cells", [CODES, WHOLE])
def test_groups_are_those_of_the_text(tmp_path: Path, cells: list[float]) -> None:
    data = {"path": both(tmp_path, cells), "target": ("z",), "split": {"method": "group", "by": ("y",)}}
    groups = prepare(DataConfig.model_validate(data), tmp_path, 0, EVERY_TASK).drawn.groups
    assert groups is not None
    assert groups.to_list() == [plain(cell) for cell in cells]


def test_slices_are_cut_by_the_mark_of_the_text(tmp_path: Path) -> None:
    made = prepared(tmp_path, both(tmp_path, AMOUNTS, comma), True, "y", {})
    files = [file for _, file in made.drawn.files]
    cells = with_values([bare_cells(file, ["y"]) for file in files], (), dialect_of(files))
    assert cells.to_series().to_list() == AMOUNTS


def test_files_of_text_behind_parquet_write_numbers_alike(tmp_path: Path) -> None:
    both(tmp_path, AMOUNTS, comma)
    written(tmp_path, "c.csv", slice(0, ROWS), AMOUNTS, comma)
    (tmp_path / "c.csv").write_text((tmp_path / "c.csv").read_text().translate(str.maketrans(",.", ".,")))
    with pytest.raises(DataError, match=r"c\.csv:1: writes numbers in another way than .*a\.csv"):
        prepared(tmp_path, ("b.parquet", "a.csv", "c.csv"), False, "y", {})


@pytest.mark.parametrize(("text", "first"), [("1.234", "1.234"), ("0,5", "0,5"), ("7", None)])
def test_numbers_that_parquet_holds_as_text_are_refused(tmp_path: Path, text: str, first: str | None) -> None:
    written(tmp_path, "a.csv", slice(0, ROWS // 2), AMOUNTS, comma)
    frame = pl.DataFrame({"x": range(9), "z": range(9), "y": ["12", *[text] * 8]})
    frame.write_parquet(tmp_path / "b.parquet")
    if first is None:
        assert prepared(tmp_path, ("a.csv", "b.parquet"), True, "y", {}).drawn.truth.item(-1, "y") == 7
        return
    with pytest.raises(DataError, match=rf"b\.parquet: y: holds text such as '{first}', beside .*a\.csv") as error:
        prepared(tmp_path, ("a.csv", "b.parquet"), True, "y", {})
    assert len(error.value.problems) == 1


@pytest.mark.parametrize("name", ["b.csv", "b.parquet"])
def test_numbers_that_mean_no_value_are_spelled_as_in_the_text(tmp_path: Path, name: str) -> None:
    gone = [-999.5 if n % 10 == 0 else number for n, number in enumerate(AMOUNTS)]
    for file, half in (("a.csv", slice(0, ROWS // 2)), (name, slice(ROWS // 2, None))):
        written(tmp_path, file, half, gone, comma)
    data = {"train": "a.csv", "test": name, "target": ("x",), "missing": ("-999,5",), "split": {"validation": 0.0}}
    made = prepare(DataConfig.model_validate(data), tmp_path, 0, EVERY_TASK)
    assert made.drawn.table.columns(["y"]).to_series().is_null().arg_true().to_list() == list(range(0, ROWS, 10))


MET = {
    "a comma": ([0.5, 1.375], ["0,5", "1,375"], ["0,5", "1,375"]),
    "whole and fractions": ([1.0, 1.5], ["1", "1,5"], ["1", "1,5"]),
    "decimals of whole numbers": ([1.0, 2.0], ["1,0", "2,0"], ["1,0", "2,0"]),
    "thousands": ([1.375], ["1.375", "2.625"], ["1,375"]),
    "a point": ([1.0, 1.5], ["1.0", "1.5", "2"], ["1.0", "1.5"]),
    "no number": ([1.5], ["a"], ["1,5"]),
}


@pytest.mark.parametrize(("cells", "words", "spelled"), MET.values(), ids=MET)
def test_another_file_takes_the_mark_of_training(
    tmp_path: Path, cells: list[float], words: list[str], spelled: list[str]
) -> None:
    pl.DataFrame({"c": cells}).write_parquet(tmp_path / "f.parquet")
    opened = open_file(Source(tmp_path / "f.parquet", "f.parquet"), Format())
    opened = as_trained(opened, Format(), Marks(",", "."), ())
    data = DataConfig.model_validate({"path": ("f.parquet",), "target": ("y",)})
    flow = Flow(data, opened, {"c": Category()}, words={"c": words})
    assert [str(c) for some in gone_through(flow) for c in some.usable.get_column("c").to_list()] == spelled
