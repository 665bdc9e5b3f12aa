"""What needs rows of a side, and is refused or done without where there are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.errors import ConfigError
from nettrain.plan.making import make_plan
from tests.making import write_table

HEAD = "data: {path: table.csv, target: y}\nmodel:\n  layers:\n"


def test_gates_need_test_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path, "binary")
    head = HEAD.replace("target: y}", "target: y, split: {test: 0}}")
    (tmp_path / "c.yaml").write_text(head + "    - output\ngates: {accuracy: {min: 0.5}}\n")
    with pytest.raises(ConfigError, match=r"c.yaml:5:1: gates: are judged on test rows, and there are none"):
        make_plan(load([Path("c.yaml")]))


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (None, "there are none: raise data.split.validation, or give them files under data.validation"),
        ({"no"}, "all of them have the label 'no': give them rows of another one"),
        ({"no", "yes of no weight"}, "all of them have the label 'no': give them rows of another one"),
    ],
    ids=["no row", "one label", "one label that counts"],
)
def test_threshold_and_temperature_need_validation_rows_of_two_labels(
    cells: set[str] | None, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    head, *lines = write_table(tmp_path, "binary").read_text().splitlines()
    sides = []
    for number, line in enumerate(lines):
        label = line.rpartition(",")[2]
        weight = 0 if cells and label not in cells else 1
        watched = cells and (label in cells or f"{label} of no weight" in cells) and number % 3 == 0
        side = "validation" if watched else "train" if number % 2 else "test"
        sides.append(f"{line},{side},{weight if watched else 1}")
    (tmp_path / "table.csv").write_text("\n".join([f"{head},side,w", *sides]) + "\n")
    data = HEAD.replace("target: y}", "target: y, weight: w, split: {method: column, by: side}}")
    model = "    - output\n  threshold: {maximize: accuracy}\n  calibrate: temperature\n"
    (tmp_path / "c.yaml").write_text(data + model)
    with pytest.raises(ConfigError) as refused:
        make_plan(load([Path("c.yaml")]))
    assert list(map(str, refused.value.problems)) == [
        f"c.yaml:5:3: model.threshold: is found on the validation rows, but {said}; or give the threshold as a number",
        f"c.yaml:6:14: model.calibrate: the temperature is found on the validation rows, but {said}",
    ]


@pytest.mark.parametrize("split", ["{validation: 0}", "{validation: 0, test: 0}"])
def test_no_validation_rows(split: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    head = HEAD.replace("target: y}", f"target: y, split: {split}}}")
    write_table(tmp_path, "binary")
    (tmp_path / "c.yaml").write_text(head + "    - output\n")
    assert make_plan(load([Path("c.yaml")])).plan.monitor == "loss"
    (tmp_path / "c.yaml").write_text(head + "    - output\ntrain: {monitor: val_loss}\n")
    with pytest.raises(
        ConfigError, match="nothing is called 'val_loss'; there are no validation rows; choose from loss, accuracy"
    ):
        make_plan(load([Path("c.yaml")]))
