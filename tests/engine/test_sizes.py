"""Targets of any size: what is told of training is right, or the target is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

import nettrain
from nettrain.components.registries import METRICS
from nettrain.components.task import Task
from nettrain.config.load import load
from nettrain.engine.forms import precise
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import DataError
from nettrain.evaluation.predictions import judged
from nettrain.plan.making import make_plan
from nettrain.plan.rows import rows_of
from tests.making import write_config, write_table
from tests.surroundings import Unseen

LINEAR = ["root_mean_squared_error", "mean_absolute_error"]
SCALELESS = ["r2_score", "mean_absolute_percentage_error"]
TRAIN = f"{{epochs: 2, metrics: [{', '.join(LINEAR + SCALELESS)}]}}"


def resized(folder: Path, size: float, scale: str = "standard", shift: float = 0.0) -> Path:
    """Write a table with numbers around 100 times `size` and `shift`, and its config."""
    head, *lines = write_table(folder, "regression").read_text().splitlines()
    cells = [line.rpartition(",") for line in lines]
    made = [f"{rest},{float(number) * size + shift!r}" for rest, _, number in cells]
    (folder / "table.csv").write_text("\n".join([head, *made]) + "\n")
    data = {"path": "table.csv", "target": "y", "columns": {"y": {"number": {"scale": scale}}}}
    return write_config(folder, "[dense: 4, output]", TRAIN, data=data)


def trained(config: Path) -> tuple[str, dict[str, float]]:
    """Return what training computes its metrics in, and the values of its last epoch."""
    made = make_plan(load([config]))
    rows = rows_of(made.plan, made.dataset.drawn)
    training = Training(made.plan, Steps(*start(1, 3), made.plan), Unseen())
    training.prepare(rows["train"], rows["validation"])
    training.run()
    return precise(made.plan), training.history[-1]


@pytest.mark.parametrize(
    ("size", "kind"),
    [(1e-30, "float64"), (1e-6, "float32"), (1e6, "float32"), (1e23, "float64"), (1e43, "float64"), (1e120, "float64")],
)
def test_training_metrics_have_the_unit_of_the_target(tmp_path: Path, size: float, kind: str) -> None:
    _, plain = trained(resized(tmp_path, 1.0))
    computed, found = trained(resized(tmp_path, size))
    assert computed == kind
    for name in LINEAR:
        assert found[name] == pytest.approx(plain[name] * size, rel=1e-4), name
        assert found[f"val_{name}"] == pytest.approx(plain[f"val_{name}"] * size, rel=1e-4), name
    assert found["r2_score"] == pytest.approx(plain["r2_score"], rel=1e-3)
    if size > 1e-6:  # Keras and we divide by 1e-7 at least
        assert found["mean_absolute_percentage_error"] == pytest.approx(
            plain["mean_absolute_percentage_error"], rel=1e-4
        )


@pytest.mark.parametrize(("shift", "kind"), [(1e3, "float32"), (1e5, "float64"), (1e9, "float64")])
def test_training_metrics_of_numbers_that_differ_by_little(tmp_path: Path, shift: float, kind: str) -> None:
    """Such as moments in seconds since 1970, of one hour."""
    _, plain = trained(resized(tmp_path, 1.0))
    computed, found = trained(resized(tmp_path, 1.0, shift=shift))
    assert computed == kind
    for name in LINEAR:
        assert found[name] == pytest.approx(plain[name], rel=1e-4), name
        assert found[f"val_{name}"] == pytest.approx(plain[f"val_{name}"], rel=1e-4), name
    assert found["r2_score"] == pytest.approx(plain["r2_score"], abs=1e-3)


@pytest.mark.parametrize("size", [1e-30, 1.0, 1e25])
def test_every_metric_is_told_as_over_all_rows_at_once(tmp_path: Path, size: float) -> None:
    """The network stands still, so that both see the same predictions."""
    config = resized(tmp_path, size)
    record = yaml.safe_load(config.read_text())
    record["data"] = {"path": "table.csv", "target": ["y", "c0"]}
    names = [name for name, metric in METRICS.items() if Task.REGRESSION in metric.tasks]
    record["train"] = {"epochs": 1, "optimizer": {"sgd": 1e-30}, "batch_size": 16, "metrics": names}
    config.write_text(yaml.safe_dump(record))
    made = make_plan(load([config]))
    rows = rows_of(made.plan, made.dataset.drawn)
    training = Training(made.plan, steps := Steps(*start(1, 3), made.plan), Unseen())
    training.prepare(rows["train"], rows["validation"])
    training.run()
    whole = judged(made.plan, steps.outputs(rows["train"].inputs), rows["train"].truth, None)
    told = {name: value for name, value in training.history[0].items() if name in names}
    assert len(told) > 8
    running = told.pop("mean_squared_logarithmic_error")
    assert np.isfinite(running), (
        "truth below zero counts as 1e-7 while training, as Keras has it; over all rows it is nan"
    )
    for name, value in told.items():
        assert value == pytest.approx(made.plan.named[name].exact(whole), rel=1e-3, nan_ok=True), name


def test_numbers_that_are_learned_as_they_are(tmp_path: Path) -> None:
    """Their squares are beyond float32, their absolute errors are not."""
    config = resized(tmp_path, 1e23, "none")
    config.write_text(config.read_text().replace("epochs: 2", "epochs: 2\n  loss: mean_absolute_error"))
    computed, found = trained(config)
    assert computed == "float64"
    assert np.isfinite([found[name] for name in LINEAR + SCALELESS]).all()
    assert found["root_mean_squared_error"] > found["mean_absolute_error"] > 1e24


def test_targets_beyond_float32_are_refused_with_their_lines(tmp_path: Path) -> None:
    config = resized(tmp_path, 1e198)
    with pytest.raises(DataError) as refused:
        nettrain.check(config)
    first = refused.value.problems[0]
    cell = (tmp_path / "table.csv").read_text().splitlines()[first.span.line - 1].split(",")[-1]
    assert (first.path, first.message) == (
        "y",
        f"{float(cell)!r} is too large for a target: scaled for training it is beyond float32, whose largest number is "
        "3.4e+38; mend the cell, or divide the column by a power of ten",
    )
    assert len(refused.value.problems) == 20
    with pytest.raises(DataError):
        nettrain.fit(config, output=tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_so_are_those_whose_squares_are_beyond_float64(tmp_path: Path) -> None:
    """Their scaled numbers are small enough, but no metric of them is a number."""
    nettrain.check(resized(tmp_path, 1e147, "log1p"))
    config = resized(tmp_path, 1e152, "log1p")
    with pytest.raises(DataError, match=r"y: .* is too large for a target: its square is beyond float64"):
        nettrain.check(config)


@pytest.mark.parametrize("unit", [1e-153, 1e-250, 1e-300])
def test_so_are_those_that_differ_by_too_little(unit: float, tmp_path: Path) -> None:
    """The mean of their squared errors would be 0, and a gate at it pass."""
    nettrain.check(resized(tmp_path, 1e-149))
    with pytest.raises(DataError, match=r"y: the target differs by .* at most, and float64 does not hold the squares"):
        nettrain.check(resized(tmp_path, unit))


def test_of_several_targets_the_one_beyond_float32_is_named(tmp_path: Path) -> None:
    config = resized(tmp_path, 1e198)
    record = yaml.safe_load(config.read_text())
    record["data"] = {"path": "table.csv", "target": ["c0", "y"]}
    config.write_text(yaml.safe_dump(record))
    with pytest.raises(DataError) as refused:
        nettrain.check(config)
    assert {problem.path for problem in refused.value.problems} == {"y"}
