"""The store of encoded rows: found by all that they follow from, and by nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.config.load import load
from nettrain.data.clearing import stores_folder
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.rows import rows_of
from nettrain.plan.stored import stored_rows
from tests.making import write_config

KNOWN = "".join(
    f"{n};{n % 7};0{n % 9 + 1}/0{n % 9 + 1}/2024;{'ab'[n % 2]};a;{'no' if n % 3 else 'yes'}\n" for n in range(40)
)
"""Rows that every config below reads alike: only the last file tells them apart."""
OTHERS = "-999;3;02/02/2024;a;a;no\n4;1,500;03/03/2024;b;a;yes\n5;6;03/04/2024;'a';a;no\n7;2;02/02/2024;a;é;yes\n"
DATA: dict[str, Any] = {
    **{side: f"{side}.csv" for side in ("train", "validation", "test")},
    "target": "y",
    "format": {"delimiter": ";", "decimal": ",", "thousands": "none", "quote": '"', "encoding": "utf-8"},
    "columns": {
        **{name: {"number": {"scale": "standard", "missing": "median"}} for name in "ab"},
        "d": {"date": {"format": "%d/%m/%Y"}},
        "c": "category",
        "h": {"category": {"coding": {"hashing": {"buckets": 64}}}},
    },
}
CHANGES: dict[str, dict[str, Any]] = {
    "a mark for no value": {"missing": ["-999"]},
    "how numbers are written": {"format": {"decimal": ".", "thousands": ","}},
    "the quote": {"format": {"quote": "'"}},
    "the encoding": {"format": {"encoding": "latin-1"}},
    "how dates are written": {"columns": {"d": {"date": {"format": "%m/%d/%Y"}}}},
    "a scale": {"columns": {"b": {"number": {"scale": "min_max", "missing": "median"}}}},
    "a column less": {"drop": ["b"]},
}


def made(folder: Path, change: dict[str, Any]) -> Planned:
    """Return the plan of DATA with some keys changed, those below `format` and `columns` one by one."""
    data = {**DATA, **change}
    data |= {key: {**DATA[key], **change.get(key, {})} for key in ("format", "columns")}
    data["columns"] = {name: kind for name, kind in data["columns"].items() if name not in data.get("drop", ())}
    return make_plan(load([write_config(folder, "[output]", data=data)]))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    for side, rows in {"train": KNOWN, "validation": KNOWN, "test": OTHERS}.items():
        (tmp_path / f"{side}.csv").write_text(f"a;b;d;c;h;y\n{rows}", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changes_the_rows_leads_to_another_store(folder: Path, change: dict[str, Any]) -> None:
    plan, dataset, _ = made(folder, {})
    before = stored_rows(plan, dataset.drawn, ["file"])["test"].inputs
    plan, dataset, _ = made(folder, change)
    held, stored = rows_of(plan, dataset.drawn)["test"], stored_rows(plan, dataset.drawn, ["file"])["test"]
    assert not np.array_equal(before, held.inputs), "the change changes the rows"
    np.testing.assert_array_equal(stored.inputs, held.inputs)
    assert stored.handled == held.handled


def test_what_changes_no_row_leads_to_the_same_store(folder: Path) -> None:
    (folder / "test.csv").rename(folder / "moved.csv")
    for change in ({"test": "moved.csv"}, {"test": "*oved.csv", "memory": "1kB"}):
        plan, dataset, _ = made(folder, change)
        stored_rows(plan, dataset.drawn, ["file"])
    assert len(list(stores_folder().iterdir())) == 1
