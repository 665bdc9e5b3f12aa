"""Losses and metrics that mean nothing for some numbers of a target, and those that divide by it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.errors import ConfigError
from nettrain.plan.making import Planned, make_plan

MEASURES = ("poisson", "mean_squared_logarithmic_error", "mean_absolute_percentage_error")
ROWS = 40


def made(folder: Path, numbers: dict[int, float], train: str, weight: bool = False) -> Planned:
    """Plan for a target of 5 to 7 in all rows but some, which may weigh 0; the last eight rows are the test."""
    targets = [numbers.get(row, 5 + row % 3) for row in range(ROWS)]
    rows = [f"{row},{y},{int(row not in numbers)}\n" for row, y in enumerate(targets)]
    (folder / "t.csv").write_text("x,y,w\n" + "".join(rows))
    (folder / "c.yaml").write_text(
        f"data:\n  path: t.csv\n  target: y\n  {'weight' if weight else 'drop'}: w\n"
        "  columns: {y: {number: {scale: none}}}\n  split: {method: time, by: x, validation: 0.2, test: 0.2}\n"
        "model: {layers: [{dense: {units: 1, activation: softplus}}]}\n"
        f"train: {{{train}}}\n"
    )
    return make_plan(load([folder / "c.yaml"]))


@pytest.mark.parametrize("loss", MEASURES[:2])
@pytest.mark.parametrize(("strange", "found"), [({3: -1.5, 9: -0.25}, "2 rows"), ({30: -1e-9}, "1 row")])
def test_a_loss_is_refused_for_targets_below_its_lowest(
    loss: str, strange: dict[int, float], found: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError) as raised:
        made(tmp_path, strange, f"loss: {loss}")
    row, number = next(iter(strange.items()))
    assert str(raised.value).replace(f"{tmp_path}/", "") == (
        f"c.yaml:8:15: train.loss.{loss}: means nothing for a target below 0, as it is in {found} of 'y', first at "
        f"t.csv:{row + 2}: {number!r}; choose a loss for all numbers, such as mean_squared_error, or mend "
        "the cells"
    )


@pytest.mark.parametrize("loss", MEASURES)
@pytest.mark.parametrize(("strange", "weight"), [({3: 0.5}, False), ({3: -1.0, 30: 0.0}, True), ({35: -1.0}, False)])
def test_a_loss_takes_what_it_is_for_and_what_it_never_sees(
    loss: str, strange: dict[int, float], weight: bool, tmp_path: Path
) -> None:
    """Rows of weight 0 count nothing, and on the test rows no loss is computed."""
    assert not [n for n in made(tmp_path, strange, f"loss: {loss}", weight).notices if n.path.startswith("train")]


@pytest.mark.parametrize("loss", MEASURES[:2])
def test_zero_is_no_fault_of_counts(loss: str, tmp_path: Path) -> None:
    assert made(tmp_path, {3: 0.0}, f"loss: {loss}").plan.loss.yaml_name() == loss


def test_a_target_of_zero_is_told_where_errors_are_divided_by_it(tmp_path: Path) -> None:
    measure = MEASURES[2]
    notices = made(tmp_path, {3: 0.0, 35: 0.0}, f"loss: {measure}, metrics: [r2_score, {measure}]").notices
    near = "divides by the target, and by 1e-07 where it is nearer to 0: that outweighs all else in"
    assert [(n.path, n.message) for n in notices if n.path.startswith("train")] == [
        (f"train.loss.{measure}", f"{near} 1 row of 'y', first at {tmp_path}/t.csv:5: 0.0"),
        (f"train.metrics[1].{measure}", f"{near} 2 rows of 'y', first at {tmp_path}/t.csv:5: 0.0"),
    ]


@pytest.mark.parametrize("metric", MEASURES[:2])
def test_metrics_that_mean_nothing_for_a_target_are_told(metric: str, tmp_path: Path) -> None:
    notices = made(tmp_path, {36: -2.0}, f"metrics: [{metric}]").notices
    assert [(n.path, n.message) for n in notices if n.path.startswith("train")] == [
        (
            f"train.metrics[0].{metric}",
            f"means nothing for a target below 0, as it is in 1 row of 'y', first at {tmp_path}/t.csv:38: -2.0",
        )
    ]
