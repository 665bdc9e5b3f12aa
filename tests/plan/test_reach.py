"""A last layer whose outputs cannot be the target's numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.errors import ConfigError
from nettrain.plan.making import Planned, make_plan

ROWS = 200
LINEAR = "end it with linear, as `output` does"


def planned(folder: Path, target: list[float], layer: str, scale: str = "standard") -> Planned:
    """Plan for a target, the first half of whose rows is trained on; those above 1000 weigh nothing."""
    lines = [f"{row},{number},{int(number < 1000)}" for row, number in enumerate(target)]
    (folder / "t.csv").write_text("\n".join(["x,y,w", *lines]) + "\n")
    (folder / "c.yaml").write_text(
        f"data:\n  path: t.csv\n  target: y\n  weight: w\n  columns: {{y: {{number: {{scale: {scale}}}}}}}\n"
        "  split: {method: time, by: x, validation: 0.2, test: 0.3}\n"
        f"model:\n  layers:\n    - dense: 4\n    - {layer}\n"
    )
    return make_plan(load([folder / "c.yaml"]))


EVEN = [float(n % 100) for n in range(ROWS)]
"""0 to 99 in the training rows, once each: mean 49.5, deviation 28.9; log(100!) / 100 = 3.637 = log 38."""
DENSE = "dense: {{units: 1, activation: {}}}"
SCALED = "'y', which has the scale standard,"
MIN_MAX = ", or declare data.columns: {y: {number: {scale: min_max}}}"
REFUSED = {
    "relu": ("relu", "standard", "0 or more", SCALED, 50, MIN_MAX),
    "tanh": ("tanh", "standard", "-1 to 1", SCALED, 42, MIN_MAX),
    "log_sigmoid": ("log_sigmoid", "none", "0 or less", "'y'", 99, ""),
    "relu6 of numbers in their own unit": ("relu6", "none", "0 to 6", "'y'", 93, MIN_MAX),
    "a logarithm": ("softplus", "log1p", "0 or more", "'y', which has the scale log1p,", 37, MIN_MAX),
}


@pytest.mark.parametrize(("activation", "scale", "gives", "target", "count", "more"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused(  # noqa: PLR0913
    tmp_path: Path, activation: str, scale: str, gives: str, target: str, count: int, more: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        planned(tmp_path, EVEN, DENSE.format(activation), scale)
    assert str(refused.value) == (
        f"{tmp_path}/c.yaml:10:7: model.layers[1].dense: ends with {activation}, whose outputs are {gives}, but the "
        f"target {target} lies beyond in {count} of 100 training rows; {LINEAR}{more}"
    )


TAKEN = {
    "free numbers": (EVEN, "output", "standard"),
    "a slope below 0": (EVEN, DENSE.format("{relu: {negative_slope: 0.1}}"), "standard"),
    "counts in their own unit": (EVEN, DENSE.format("relu"), "none"),
    "shares": ([n / 99 for n in EVEN], DENSE.format("sigmoid"), "none"),
    "the range of the training rows": (EVEN, DENSE.format("sigmoid"), "min_max"),
    "rows that are not trained on": ([*EVEN[:100], *[-5.0] * 100], DENSE.format("relu"), "none"),
    "rows of weight 0": ([2000.0 if n == 7 else n / 100 for n in EVEN], DENSE.format("tanh"), "none"),
}


@pytest.mark.parametrize(("target", "layer", "scale"), TAKEN.values(), ids=TAKEN)
def test_what_is_within_reach_is_taken(tmp_path: Path, target: list[float], layer: str, scale: str) -> None:
    assert not [note for note in planned(tmp_path, target, layer, scale).notices if note.path.startswith("model")]


def test_an_outlier_is_told(tmp_path: Path) -> None:
    (told,) = planned(tmp_path, [-0.5, *EVEN[1:]], DENSE.format("relu"), "none").notices
    assert "whose outputs are 0 or more, but the target 'y' lies beyond in 1 of 100" in told.message
    with pytest.raises(ConfigError):
        planned(tmp_path, [-0.5, -1.0, *EVEN[2:]], DENSE.format("relu"), "none")


def test_a_gate_keeps_the_bounds(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b,y\n" + "".join(f"{n},{n * 7 % 10},{n % 50}\n" for n in range(ROWS)))
    (tmp_path / "c.yaml").write_text(
        "data: {path: t.csv, target: y, columns: {y: {number: {}}}}\n"
        "model: {layers: [dense: 4, reshape: [2, 2], lstm: 1]}\n"
    )
    with pytest.raises(ConfigError, match=r"lstm: ends with tanh, whose outputs are -1 to 1"):
        make_plan(load([tmp_path / "c.yaml"]))
