"""What a column holds, in words: the same on the screen and on the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nettrain.commands import check, report
from nettrain.commands.profiles import profile_record
from nettrain.config.load import load
from nettrain.data import profile_text
from nettrain.plan.making import make_plan
from nettrain.rundir import PROFILE
from tests.html.runs import written
from tests.making import write_config

EMPTY = {"rows": 150, "missing": 0, "marks": {}, "top": [], "low": None, "high": None}


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, ""),
        ({"low": False, "high": True}, "no, yes"),
        ({"low": True, "high": True}, "yes"),
        ({"low": -0.5, "high": 123456.7}, "-0.5 to 123,457"),
        ({"low": "1970-01-01 00:00:00", "high": "1970-01-01 23:59:59.500000"}, "00:00:00 to 23:59:59.500000"),
        ({"low": "1970-01-01 00:00:00", "high": "2024-05-06 07:08:09"}, "1970-01-01 00:00:00 to 2024-05-06 07:08:09"),
        ({"top": [["a", 75], ["b", 1]]}, "a 50%, b 1%"),
    ],
)
def test_values(more: dict[str, Any], told: str) -> None:
    assert profile_text.values({**EMPTY, **more}) == told


@pytest.mark.parametrize(
    ("missing", "marks", "told"),
    [
        (0, {}, "0"),
        (30, {"": 30}, "30 (20%)"),
        (12, {"": 2, "NA": 10}, "12 (8%, 'NA')"),
        (4, dict.fromkeys("wxyz", 1), "4 (3%, 'w', 'x', 'y')"),
    ],
)
def test_missing(missing: int, marks: dict[str, int], told: str) -> None:
    assert profile_text.missing({**EMPTY, "missing": missing, "marks": marks}) == told


def test_a_time_without_a_day_on_the_screen_and_on_the_page(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    cells = [f"{8 + n // 20:02}:{n % 20 * 3:02}" for n in range(150)]
    (tmp_path / "table.csv").write_text("\n".join(["at,y", *(f"{c},{'ab'[n % 2]}" for n, c in enumerate(cells))]))
    config = write_config(tmp_path, "[output]")
    run.write_json(PROFILE, profile_record(make_plan(load([config]))))
    report.run(run.path)
    for shown in (check.run([config]).text, (run.path / "report.html").read_text()):
        assert "08:00 to 15:27" in shown
        assert "1970-01-01" not in shown
