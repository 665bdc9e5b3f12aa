"""What is told of rows that are no fault: numbered columns out of order, labels that count as missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data.dataset import prepare
from nettrain.errors import DataError


def ordered(folder: Path, names: list[str], of: tuple[str, ...]) -> list[str]:
    """Return what is told of the order of a sequence's columns."""
    rows = (
        ",".join([*(str(n * k % 101) for k in range(7, 7 + len(names))), "no" if n % 3 else "yes"]) for n in range(90)
    )
    (folder / "f.csv").write_text("\n".join([",".join([*names, "y"]), *rows]) + "\n")
    data = {"path": ("f.csv",), "target": ("y",), "columns": {"s": {"sequence": {"of": of}}}}
    made = prepare(DataConfig.model_validate(data), folder, 0, EVERY_TASK)
    return [notice.message for notice in made.notices if notice.path == "data.columns.s"]


NUMBERED = [f"t{n}" for n in range(12)]
ORDERS: dict[str, tuple[list[str], tuple[str, ...], bool]] = {
    "as text": (sorted(NUMBERED), ("t*",), True),
    "by number": (NUMBERED, ("t*",), False),
    "from the last": (NUMBERED[::-1], ("t*",), False),
    "as named": (sorted(NUMBERED), tuple(sorted(NUMBERED)), False),
    "named out of order beside others in order": (sorted(NUMBERED), tuple(NUMBERED), False),
    "two features": ([f"{a}{n}" for n in range(12) for a in "pq"], ("p*", "q*"), False),
    "one of two features": ([*NUMBERED, *sorted(f"q{n}" for n in range(12))], ("t*", "q*"), True),
    "what stands behind": (sorted(f"at {n} h" for n in range(12)), ("at*",), True),
    "zeros": ([f"t{n:02}" for n in range(12)], ("t*",), False),
    "not all numbered": (["t", *sorted(NUMBERED)], ("t*",), False),
}


@pytest.mark.parametrize(("names", "of", "told"), ORDERS.values(), ids=ORDERS)
def test_numbered_columns_out_of_order(tmp_path: Path, names: list[str], of: tuple[str, ...], told: bool) -> None:
    assert bool(ordered(tmp_path, names, of)) == told


def test_how_it_is_told(tmp_path: Path) -> None:
    assert ordered(tmp_path, sorted(NUMBERED), ("t*",)) == [
        "takes the steps as t0, t1, t10, t11, t2, t3 and 6 more, which is not in the order of their numbers;"
        " name them under of"
    ]


READS = "the target has no value, expected a label: its cell {}, which counts as missing by data.missing; leave it out"
MISSING = {
    "NA,null": READS.format("reads 'NA' or 'null'"),
    "NA,": READS.format("is empty, or reads 'NA'"),
    "": "the target has no value, expected a label; take the row out",
}


@pytest.mark.parametrize("cells", MISSING)
def test_labels_that_count_as_missing(tmp_path: Path, cells: str) -> None:
    words = ["yes", "no", *cells.split(",")]
    rows = "".join(f"{n * 37 % 101},{words[n % len(words)]}\n" for n in range(60))
    (tmp_path / "f.csv").write_text(f"x,y\n{rows}")
    data = DataConfig.model_validate({"path": ("f.csv",), "target": ("y",)})
    with pytest.raises(DataError) as found:
        prepare(data, tmp_path, 0, EVERY_TASK)
    assert found.value.problems[0].message.startswith(MISSING[cells])
    assert found.value.problems[0].span.line == 4


def test_no_label_that_does_not(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("x,y\n" + "".join(f"{n},NA\n" for n in range(60)))
    data = DataConfig.model_validate({"path": ("f.csv",), "target": ("y",), "on_bad_row": "drop"})
    with pytest.raises(DataError, match=r"\(60 rows: no target\); the target reads 'NA', which counts as missing by"):
        prepare(data, tmp_path, 0, EVERY_TASK)
