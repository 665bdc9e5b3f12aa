"""The constants that are best by a metric of their own come from the training rows, as they weigh, and stay known."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from nettrain.config.load import load
from nettrain.plan.constants import with_constants
from nettrain.plan.making import make_plan
from nettrain.plan.plan import Plan
from tests.making import write_config

WEIGHTS = {"data": {"path": "table.csv", "target": ["y", "z"], "weight": "w", "split": {"test": 0.5}}}


def plan_of(folder: Path, metrics: str, **more: object) -> Plan:
    """Return the plan for 200 rows whose target is skewed, z being ten times y."""
    y = np.random.default_rng(0).gamma(1.0, 2.0, 200).round(3) + 0.5
    lines = [f"{n % 7},{number},{10 * number},{n % 3}" for n, number in enumerate(y)]
    (folder / "table.csv").write_text("\n".join(["x,y,z,w", *lines]) + "\n")
    config = write_config(folder, "[output]", f"{{metrics: [{metrics}]}}", **more)
    return with_constants(make_plan(load([config]))).plan


def test_each_metric_finds_its_own_by_its_name(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "{pinball_loss: 0.1}, {pinball_loss: 0.9}, r2_score", **WEIGHTS)
    found = plan.trivial.constants
    low, middle, high = (
        found[name][0] for name in ("pinball_loss_quantile_0.1", "pinball_loss", "pinball_loss_quantile_0.9")
    )
    assert low < middle < high
    assert middle == plan.trivial.medians[0]
    assert all(ten == pytest.approx(10 * one) for name, (one, ten) in found.items() if "log" not in name)
    assert "r2_score" not in found
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))).trivial == plan.trivial


def test_a_verdict_may_ask_for_metrics_besides(tmp_path: Path) -> None:
    found = plan_of(tmp_path, "r2_score").trivial.constants
    assert sorted(found) == [
        "mean_absolute_percentage_error",
        "mean_squared_logarithmic_error",
        "median_absolute_error",
        "pinball_loss",
    ]


def test_one_metric_of_a_kind_has_its_plain_name(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, "{pinball_loss: 0.9}")
    assert list(plan.named) == ["pinball_loss"]
    assert plan.trivial.constants["pinball_loss"][0] > plan.trivial.means[0]
