"""Inputs beyond float32 are told by check, with their lines; what a scale or a clip brings within is taken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nettrain.config.load import load
from nettrain.errors import DataError
from nettrain.plan.making import Planned, make_plan
from tests.making import write_config

TOO_LARGE = (
    "is too large for an input: as the network gets it, it is beyond float32, whose largest number is 3.4e+38; "
    "mend it, clip the column, or give it another scale"
)


def made(folder: Path, cells: list[str], kind: dict[str, Any]) -> Planned:
    """Return the plan for rows that are all trained on, whose first column has these cells again and again."""
    rows = [f"{cells[n % len(cells)]},{n * 7 % 40},{'no' if n % 3 else 'yes'}" for n in range(40)]
    (folder / "t.csv").write_text("\n".join(["a,b,y", *rows, ""]))
    split = {"validation": 0, "test": 0}
    data = {"path": "t.csv", "target": "y", "columns": {"s" if "sequence" in kind else "a": kind}, "split": split}
    return make_plan(load([write_config(folder, "[output]", data=data)]))


@pytest.mark.parametrize(
    ("cells", "kind", "told"),
    [
        (["1", "2", "1e39", "-1e39"], {"number": {"scale": "none"}}, ["4: a: 1e+39", "5: a: -1e+39"]),
        (
            ["1", "2", "", "4"],
            {"number": {"missing": "constant", "constant": 1e300}},
            ["4: a: 1e+300, which stands in for no value,", "8: a: 1e+300, which stands in for no value,"],
        ),
        (
            ["1", "2", "3", "1e40"],
            {"sequence": {"of": "a", "scale": "none"}},
            ["5: a: 1e+40", "9: a: 1e+40"],
        ),
    ],
)
def test_told(tmp_path: Path, cells: list[str], kind: dict[str, Any], told: list[str]) -> None:
    with pytest.raises(DataError) as found:
        made(tmp_path, cells, kind)
    problems = [f"{p.span.line}: {p.path}: {p.message}" for p in found.value.problems]
    assert problems[: len(told)] == [f"{each} {TOO_LARGE}" for each in told]
    assert len(problems) == min(20, 10 * len({each.split()[2] for each in told}))


@pytest.mark.parametrize(
    ("cells", "options"),
    [
        (["1", "2", "1e39", "-1e39"], {"scale": "standard"}),
        (["1", "2", "1e39", "-1e39"], {"scale": "robust"}),
        (["1", "2", "1e39", "-1e39"], {"scale": "none", "clip": [-10.0, 10.0]}),
        (["1", "2", "1e38", "-1e38"], {"scale": "none"}),
        (["1", "2", "3", "4"], {"missing": "constant", "constant": 1e300}),
    ],
)
def test_taken(tmp_path: Path, cells: list[str], options: dict[str, Any]) -> None:
    assert made(tmp_path, cells, {"number": options}).plan.rows["train"] == 40
