"""What is told of sides that get far fewer rows than their shares ask for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data.dataset import prepare
from nettrain.numbers import counted

ROWS = 200
LABELS = (
    "the first row of each label is trained on, and there are 180 labels; write rare ones as one label, take their "
    "rows out, or declare the target number if it is one"
)
SHARES = {"validation": 0.2, "test": 0.2}
BOTH = {"validation": 40, "test": 40}
TIMES = "rows alike in t stay together, and there are 3 values; choose what has more, or another data.split.method"
TOLD: dict[str, tuple[dict[str, Any], dict[str, int], str]] = {
    "labels": ({"columns": {"y": "category"}, "split": SHARES}, BOTH, LABELS),
    "no test": ({"columns": {"y": "category"}, "split": SHARES | {"test": 0}}, {"validation": 40}, LABELS),
    "ranges": (
        {"split": SHARES | {"method": "stratified", "bins": 180}},
        BOTH,
        "the first row of each of 164 ranges is trained on; lower data.split.bins",
    ),
    "groups": (
        {"split": SHARES | {"method": "group", "by": "g"}},
        BOTH,
        "rows alike in g stay together, and there are 3 values; choose what has more, or another data.split.method",
    ),
    "times": ({"split": SHARES | {"method": "time", "by": "t"}}, {"train": 120}, TIMES),
    "times, beside a file of validation rows": (
        {"path": (), "train": "f.csv", "validation": "f.csv", "split": {"test": 0.5, "method": "time", "by": "t"}},
        {"train": 100},
        TIMES,
    ),
    "random": ({"split": SHARES}, {}, ""),
    "small groups": ({"split": SHARES | {"method": "group", "by": "x"}}, {}, ""),
}


@pytest.mark.parametrize(("data", "short", "reason"), TOLD.values(), ids=TOLD)
def test_told(data: dict[str, Any], short: dict[str, int], reason: str, tmp_path: Path) -> None:
    rows = (f"{n * 37 % 211},{min(n, 2)},{n % 7},{(n >= 40) + (n >= 180)},{n % 180}" for n in range(ROWS))
    (tmp_path / "f.csv").write_text("\n".join(["x,g,z,t,y", *rows]) + "\n")
    config = DataConfig.model_validate({"path": ("f.csv",), "target": ("y",), **data})
    made = prepare(config, tmp_path, 0, EVERY_TASK)
    counts = made.drawn.sides.counts()
    assert all(counts[side] < wanted / 2 for side, wanted in short.items())
    gets = [f"{side} gets {counted(counts[side], 'row')} of about {wanted} asked for" for side, wanted in short.items()]
    told = [notice.message for notice in made.notices if "asked for" in notice.message]
    assert told == ([f"{' and '.join(gets)}: {reason}"] if short else [])
