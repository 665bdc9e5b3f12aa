"""The CSVs that ship: the made ones are what their scripts write, and the table in data/README.md is true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

DATA = Path(__file__).parents[2] / "data"
LISTED = re.findall(r"^\| (\w+\.csv) \| (\d+) \| (\d+) \| (\w+) \((.+?)\)", (DATA / "README.md").read_text(), re.M)


@pytest.mark.parametrize("name", ["moons", "line", "sequence"])
def test_made_files(name: str, tmp_path: Path) -> None:
    subprocess.run([sys.executable, DATA / f"make_{name}.py", tmp_path / "made.csv"], check=True)
    assert (tmp_path / "made.csv").read_bytes() == (DATA / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(("file", "rows", "columns", "target", "kind"), LISTED, ids=[row[0] for row in LISTED])
def test_readme_tells_the_truth(file: str, rows: str, columns: str, target: str, kind: str) -> None:
    frame = pl.read_csv(DATA / file, infer_schema=False)
    assert (frame.height, frame.width) == (int(rows), int(columns))
    labels = re.match(r"(\d) labels", kind)
    if labels:
        assert frame[target].n_unique() == int(labels[1])
    else:
        assert target in frame.columns


def test_every_file_is_listed() -> None:
    assert sorted(row[0] for row in LISTED) == sorted(path.name for path in DATA.glob("*.csv"))
