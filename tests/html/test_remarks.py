"""What keeps a reader from taking a page for something else: sentences, the target among the data, the commands."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import polars as pl
import pytest
import yaml

from nettrain.commands import report
from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.registries import METRICS as METRIC_KINDS
from nettrain.components.task import Target, Task
from nettrain.data.encoding import FittedColumn
from nettrain.html.evidence import Evidence
from nettrain.html.remarks import of_the_targets
from nettrain.numbers import figure, percent
from nettrain.rundir import DECISION, EVENTS, MANIFEST, METRICS, PLAN, PREDICTIONS, TIMING
from tests.html.reading import Page, rows_under, verdict_of
from tests.html.runs import LAYERS, written
from tests.making import sealed

CHOSEN: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("validation", {}, {}, "epoch"),
    ("validation", {"calibrate": "temperature"}, {}, "epoch and the temperature"),
    (
        "validation",
        {"threshold": {"maximize": "f1_score"}, "calibrate": "temperature"},
        {"kept": "last"},
        "threshold and the temperature",
    ),
    ("validation", {"threshold": 0.3}, {"kept": "last"}, ""),
    ("validation", {}, {"best_epoch": 0}, ""),
    ("test", {"threshold": {"maximize": "f1_score"}}, {}, ""),
]
"""Which rows are judged, options of the model, how training ended, and what these rows are said to have chosen."""


@pytest.mark.parametrize(("side", "model", "ended", "chosen"), CHOSEN)
def test_rows_that_chose_the_epoch_are_no_test(
    side: str, model: dict[str, Any], ended: dict[str, Any], chosen: str, tmp_path: Path
) -> None:
    run = written(tmp_path, "binary", model={"layers": yaml.safe_load(LAYERS), **model})
    run.write_json(METRICS, {**run.read_json(METRICS), "judged": side})
    events = json.loads((run.path / EVENTS).read_text())
    run.write(EVENTS, json.dumps({**events, **ended}) + "\n")
    sealed(run)
    told = f"There are no test rows, and these also chose the {chosen}: expect less of other rows."
    assert verdict_of(run).endswith(told if chosen else f"measured on 22 {side} rows.")


def test_curves_that_know_no_threshold_say_so(tmp_path: Path) -> None:
    run = written(tmp_path, "weighed")
    report.run(run.path)
    found = run.read_json(DECISION)
    threshold, temperature = (figure(found[name]["value"]) for name in ("threshold", "temperature"))
    (told,) = [text for text in Page((run.path / "report.html").read_text()).of("p") if "training and" in text]
    assert told.endswith(
        f"The curves are without the threshold {threshold} and the temperature {temperature}, with labels decided for "
        "at 0.5: they differ from the verdict."
    )


UNITS = [
    ("regression", {"a": 1.0, "b": 100.0, "c": 2000.0}, ["mean_absolute_error"], "they tell of c, which spreads 2000 "),
    ("regression", {"a": 1.0, "b": 10.0}, ["mean_absolute_error"], ""),
    ("regression", {"a": 1.0, "b": 100.0}, ["r2_score"], ""),
    ("regression", {"a": 1.0}, ["mean_absolute_error"], ""),
    ("binary", {}, ["log_loss"], ""),
]
"""A task, the targets' standard deviations, the metrics, and what is said of errors over all targets."""


@pytest.mark.parametrize(("task", "spreads", "metrics", "told"), UNITS)
def test_errors_over_targets_of_other_units_say_so(
    task: str, spreads: dict[str, float], metrics: list[str], told: str
) -> None:
    """Where one target outweighs the others by far."""
    columns = [FittedColumn(name, Number(), {"std": spread}) for name, spread in spreads.items()]
    columns = columns or [FittedColumn("y", Category(), {"levels": ("no", "yes")})]
    target = Target(Task(task), tuple(column.name for column in columns), () if spreads else ("no", "yes"))
    plan = SimpleNamespace(targets=columns, target=target, named={name: METRIC_KINDS[name]() for name in metrics})
    said = of_the_targets(cast(Evidence, SimpleNamespace(plan=plan)))
    assert told in said
    assert bool(said) == bool(told)


def test_the_target_stands_among_the_data(tmp_path: Path) -> None:
    for kind in ("binary", "targets"):
        (tmp_path / kind).mkdir()
        run = written(tmp_path / kind, kind)
        plan = run.read_json(PLAN)
        run.write_json(PLAN, {**plan, "dropped": {"no target": 3} if kind == "binary" else {}})
        sealed(run)
        report.run(run.path)
        text = (run.path / "report.html").read_text()
        truth = pl.read_csv(run.path / PREDICTIONS)
        if kind == "binary":
            head, *labels = rows_under(text, "Labels of the target")
            assert head == ["label", "training rows", "test rows", ""]
            for (label, trained, judged, _), name, share in zip(labels, ("no", "yes"), plan["shares"], strict=True):
                assert label == name
                assert trained == percent(share, 1)
                assert judged == percent((truth["y"] == name).mean(), 1)
            assert "Left out: 3 rows (no target)." in text
        else:
            _, *targets = rows_under(text, "Numbers of the target; bars count test rows")
            for (name, mean, spread, least, greatest, *_), wanted in zip(targets, ("y", "z"), strict=True):
                facts = next(column["facts"] for column in plan["targets"] if column["name"] == wanted)
                assert (name, mean, spread) == (wanted, figure(facts["mean"]), figure(facts["std"]))
                assert (least, greatest) == (figure(truth[wanted].min()), figure(truth[wanted].max()))
            assert "No row is left out." in text
        assert ("<p>Errors over all targets are averages" in text) == (kind == "targets")


def test_bars_of_a_target_learned_by_its_logarithm_are_steps_of_that(tmp_path: Path) -> None:
    kinds = {"y": {"number": {"scale": "log1p"}}}
    for name, more, told in (("bent", {"columns": kinds}, True), ("straight", {}, False)):
        (tmp_path / name).mkdir()
        run = written(tmp_path / name, "regression", data={"path": "table.csv", "target": "y", **more})
        report.run(run.path)
        (caption,) = [c for c in Page((run.path / "report.html").read_text()).of("caption") if c.startswith("Numbers")]
        assert caption.endswith(", in equal steps of the logarithm where that is learned") == told


def test_commands_of_a_run_that_was_resumed(tmp_path: Path) -> None:
    """Each with the epoch that it went on from; of several overrulings the later ones hold."""
    run = written(tmp_path, "binary")
    made = run.read_json(MANIFEST)
    given = {"files": ["config.yaml"], "sets": ["train.epochs=9", "train.epochs=4"]}
    command = ["/bin/nettrain", "fit", "--resume", "runs/3"]
    run.write_json(MANIFEST, {**made, "command": command, "config": {**made["config"], **given}})
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert page.of("dd")[0] == "nettrain fit --resume runs/3; nothing of an earlier command is on record"
    assert ", each of them those before it." in page.of("p")
    began = {"command": ["/bin/nettrain", "fit", "a.yaml"], "epoch": 2, "step": 0}
    again = {"command": ["/bin/nettrain", "fit", "--resume", "."], "epoch": 3, "step": 17}
    run.write_json(TIMING, {**run.read_json(TIMING), "earlier": [began, again]})
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert list(zip(page.of("dt"), page.of("dd"), strict=True))[:3] == [
        ("command (the first)", "nettrain fit a.yaml"),
        ("resumed (1)", "after epoch 2: nettrain fit --resume ."),
        ("resumed (2)", "after epoch 3, step 17: nettrain fit --resume runs/3"),
    ]
