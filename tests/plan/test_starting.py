"""A start from another run: which of its encoders are taken over, and how many of its layers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from nettrain.components.columns.date import Date
from nettrain.config.load import load
from nettrain.errors import ConfigError
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


def at(folder: Path, form: str, kind: object = None, earlier: Plan | None = None) -> Plan:
    """Return the plan of a network for a column of moments that are written in a format."""
    moments = [datetime(2024, 1, 1) + timedelta(days=n % 50, minutes=13 * n) for n in range(90)]
    rows = [f"{moment.strftime(form)},{n % 7},{n % 11}" for n, moment in enumerate(moments)]
    (folder / "table.csv").write_text("\n".join(["at,x,y", *rows]) + "\n")
    data = {"path": "table.csv", "target": "y", "columns": {"at": kind} if kind else {}}
    train = "{start_from: runs/config/1}" if earlier else "{}"
    config = write_config(folder, LAYERS, train, data=data)
    return make_plan(load([config], ["train.loss=mean_squared_error"]), earlier).plan


@pytest.mark.parametrize("form", ["%d.%m.%Y %H:%M", "%Y-%m-%dT%H:%M:%SZ"])
def test_the_same_moments_may_be_written_otherwise(form: str, tmp_path: Path) -> None:
    """They are read as they stand, and enter the network as in that run, all of it."""
    earlier = at(tmp_path, "%Y-%m-%d %H:%M", {"date": {"parts": ["elapsed", "week"]}})
    plan = at(tmp_path, form, {"date": {"parts": ["elapsed", "week"]}}, earlier)
    there, here = earlier.columns[0], plan.columns[0]
    assert here.kind == Date(format=form, parts=("elapsed", "week"))
    assert here.facts == there.facts
    assert plan.started == 2


OTHERWISE = {
    "other options": (
        "%d.%m.%Y",
        {"date": {"parts": ["week"]}},
        "date here, but date with other options there; "
        'declare data.columns: {at: {date: {format: "%d.%m.%Y", missing: drop}}}',
    ),
    "another kind": (
        "%Y-%m-%d",
        "category",
        'category here, but date there; declare data.columns: {at: {date: {format: "%Y-%m-%d", missing: drop}}}',
    ),
    "a time of day": ("%H:%M", None, "time of day here, but date there"),
}


@pytest.mark.parametrize(("form", "kind", "told"), OTHERWISE.values(), ids=OTHERWISE)
def test_a_column_of_other_options_is_told_with_its_declaration(
    form: str, kind: object, told: str, tmp_path: Path
) -> None:
    earlier = at(tmp_path, "%Y-%m-%d", {"date": {"missing": "drop"}})
    with pytest.raises(ConfigError) as refused:
        at(tmp_path, form, kind, earlier)
    assert [problem.message for problem in refused.value.problems] == [f"'at' is {told}"]
