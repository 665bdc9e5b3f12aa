"""fit, eval and predict where Parquet stands beside text with a decimal comma: the same rows are judged alike."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.cli.conftest import nettrain

CODES = [n % 3 * 1.25 + 0.125 for n in range(120)]
AMOUNTS = [(n * 7919 % 999_000 + 1) / 1000 for n in range(120)]
"""With three decimals, which a decimal point would make three more digits beside a comma."""
CONFIG = "data: {{train: {}, test: {}, target: {}, columns: {{code: category}}, split: {{validation: 0.2}}}}\n"
OTHERS = ((), ("--data", "b.csv"), ("--data", "b.parquet"))


@pytest.mark.parametrize("files", [("a.csv", "b.parquet"), ("a.parquet", "b.csv")], ids=["trained", "judged"])
@pytest.mark.parametrize("target", ["code", "amount"])
def test_rows_are_judged_alike_from_both(tmp_path: Path, files: tuple[str, str], target: str) -> None:
    table = pl.DataFrame({"code": CODES, "x": range(120), "amount": AMOUNTS})
    for name, part in (("a", table[:60]), ("b", table[60:])):
        part.write_parquet(tmp_path / f"{name}.parquet")
        part.write_csv(tmp_path / f"{name}.csv", separator=";", decimal_comma=True)
    (tmp_path / "c.yaml").write_text(
        CONFIG.format(*files, target) + "model: {layers: [output]}\ntrain: {epochs: 1, compile: graph}\n"
    )
    assert nettrain(tmp_path, "fit", "c.yaml").returncode == 0
    judged = [json.loads(nettrain(tmp_path, "eval", *more, "--json").stdout) for more in OTHERS]
    assert judged[0]["metrics"] == judged[1]["metrics"] == judged[2]["metrics"]
    rows = [nettrain(tmp_path, "predict", "runs/c/1", name).stdout for name in ("b.csv", "b.parquet")]
    assert rows[0] == rows[1] != ""
