"""A cell that is no value of its column's kind is told with where that kind comes from, and how to mend it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.components.columns.boolean import Boolean
from nettrain.config.load import load
from nettrain.data.reading import LEAVE_OUT
from nettrain.errors import DataError
from nettrain.plan.making import make_plan

ROWS = ["x,y,z,w", *(f"{n},{2 * n},{n % 7},{n % 3 + 1}" for n in range(60)), "60,bad,4,heavy"]
CELL, ROW = (
    "a.csv:62: y: expected a number, got 'bad'; ",
    ": mend the cell, take the row out, or set data.on_bad_row: drop",
)

MENDS = {
    "target: [y, z], drop: [w]": f"{CELL}several targets are numbers{ROW}",
    "target: y, drop: [w]": f"{CELL}most cells are numbers{ROW}",
    "target: y, columns: {y: number}, drop: [w]": f"{CELL}data.columns declares it{ROW}",
    "target: z, drop: [w]": f"{CELL}mend it, declare the column as category, or add the word to data.missing",
    "target: z, columns: {y: number}, drop: [w]": (
        f"{CELL}data.columns declares it: mend the cell, declare another kind, or add the word to data.missing"
    ),
    "target: z, columns: {s: {sequence: {of: [x, y]}}}, drop: [w]": (
        f"{CELL}it is part of s in data.columns: mend the cell"
    ),
    "target: z, weight: w, drop: [y]": (
        "a.csv:62: w: expected a number, got 'heavy'; "
        "data.weight takes it for a number: mend the cell, or name another column"
    ),
}


@pytest.mark.parametrize(("data", "message"), MENDS.items(), ids=MENDS)
def test_how_to_mend_a_cell(data: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("".join(f"{row}\n" for row in ROWS))
    Path("c.yaml").write_text(f"data: {{path: a.csv, {data}}}\nmodel: {{layers: [output]}}\n")
    with pytest.raises(DataError) as found:
        make_plan(load([Path("c.yaml")]))
    told = [str(problem) for problem in found.value.problems]
    assert told == [message, *(() if message.endswith(ROW) else (f"a.csv: {LEAVE_OUT}",))]


def test_how_to_mend_a_word_among_one_and_zero(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it is told to be reads the file."""
    monkeypatch.chdir(tmp_path)
    rows = [f"{n % 2},{n % 7}" for n in range(100)]
    Path("a.csv").write_text("\n".join(["x,y", *rows, "yes,4"]) + "\n")
    Path("c.yaml").write_text("data: {path: a.csv, target: y}\nmodel: {layers: [output]}\n")
    with pytest.raises(DataError) as found:
        make_plan(load([Path("c.yaml")]))
    assert str(found.value.problems[0]) == (
        "a.csv:102: x: expected a number, got 'yes'; mend it, declare the column as boolean (if its numbers are 1 and "
        "0) or category, or add the word to data.missing"
    )
    assert make_plan(load([Path("c.yaml")], ["data.columns.x=boolean"])).plan.columns[0].kind == Boolean()


def test_how_to_mend_a_number_of_too_many_digits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A target of numbers can neither be a category nor be dropped."""
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("".join(f"{row}\n" for row in ROWS).replace("bad", "9007199254740993"))
    told = "9007199254740993 has more digits than a number holds exactly (float64); "
    for target, mend in (("y", f"most cells are numbers{ROW}"), ("z", "declare the column as category, or drop it")):
        Path("c.yaml").write_text(f"data: {{path: a.csv, target: {target}, drop: [w]}}\nmodel: {{layers: [output]}}\n")
        with pytest.raises(DataError) as found:
            make_plan(load([Path("c.yaml")]))
        assert [problem.message for problem in found.value.problems] == [
            told + mend,
            *(() if mend.endswith(ROW) else (LEAVE_OUT,)),
        ]
