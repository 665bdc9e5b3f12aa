"""A start from another run: which of its encoders are taken over, and how many of its layers."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.plan.making import make_plan
from nettrain.plan.plan import Plan
from tests.making import write_config, write_table

LAYERS = "[dense: 4, output]"


def planned(folder: Path, scale: str, train: str = "{}", earlier: Plan | None = None) -> tuple[Plan, str]:
    """Return the plan of a network for a number of this scale, and its notices."""
    columns = {"y": {"number": {"scale": scale}}}
    data = {"path": "table.csv", "target": "y", "columns": columns}
    made = make_plan(load([write_config(folder, LAYERS, train, data=data)]), earlier)
    return made.plan, "\n".join(map(str, made.notices))


@pytest.mark.parametrize(("scale", "started"), [("standard", 2), ("log1p", 1), ("none", 1)])
def test_a_target_of_another_scale_is_another_target(scale: str, started: int, tmp_path: Path) -> None:
    """It keeps the scale that the config gives it, and the last layer starts anew, which is told with the reason."""
    write_table(tmp_path, "regression")
    earlier, _ = planned(tmp_path, "standard")
    plan, told = planned(tmp_path, scale, "{start_from: runs/config/1}", earlier)
    assert plan.targets[0].kind.scale.yaml_name() == scale
    assert plan.started == started
    assert ("the last one starts anew: 'y' has other options in that run" in told) == (started == 1)


def test_a_loss_in_the_targets_own_unit_goes_with_a_start_from_a_run_that_scaled_it(tmp_path: Path) -> None:
    write_table(tmp_path, "regression")
    earlier, _ = planned(tmp_path, "standard")
    own_unit = "{start_from: runs/config/1, loss: mean_absolute_percentage_error}"
    assert planned(tmp_path, "none", own_unit, earlier)[0].started == 1
