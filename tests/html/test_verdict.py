"""What the page says of the verdict: gates, intervals, slices, threshold and temperature."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from nettrain.commands import report
from nettrain.errors import DataError
from nettrain.numbers import figure, percent
from nettrain.rundir import DECISION, METRICS, PREDICTIONS
from tests.html.reading import Page, verdict_of
from tests.html.runs import written
from tests.making import sealed


def test_intervals_gates_and_slices_are_shown(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    metrics = run.read_json(METRICS)
    score = {"value": 0.5, "baseline": 0.6, "goal": "max", "interval": [0.4, 0.7], "beats_baseline": False}
    metrics["metrics"] = {"accuracy": score}
    gate = {"metric": "accuracy", "min": 0.9, "max": None, "value": 0.5, "kind": "limit"}
    metrics["gates"] = [{**gate, "passed": False, "message": "too low"}, {**gate, "passed": True, "message": "fine"}]
    metrics["slices"] = {"sex": [{"group": "f", "rows": 9, "small": True, "metrics": {"accuracy": score}}]}
    run.write_json(METRICS, metrics)
    sealed(run)
    report.run(run.path)
    text = " ".join((run.path / "report.html").read_text().split())
    for part in ("1 of 2 gates does not hold on 22 test rows.", "✗ FAIL", "too low", "[0.4, 0.7]", "not better"):
        assert part in text
    assert 'href="#slices"' in text
    assert "few rows" in text


SMALL, LARGE = ({"group": word, "rows": 9, "small": word == "f", "metrics": {}} for word in ("f", "g"))
GATE = {"metric": "accuracy", "min": 0.9, "max": None, "value": 0.5, "kind": "limit", "message": "so it is"}
VERDICTS: list[tuple[list[bool], dict[str, Any], str]] = [
    ([], {}, "No gates. The config asks nothing of the metrics; they were measured on 22 test rows."),
    (
        [],
        {"c0": [SMALL, SMALL]},
        "No gate was held. The metrics were measured on 22 test rows. The gates of slice c0 are held against no group: "
        "none says as much as 30 rows.",
    ),
    (
        [True],
        {"c0": [SMALL], "c1": [SMALL], "c2": [SMALL]},
        "✓ Passed. The gate holds on 22 test rows. The gates of the slices c0, c1 are held against no group: none "
        "says as much as 30 rows.",
    ),
    ([True, False], {"c0": [SMALL, LARGE]}, "✗ Failed. 1 of 2 gates does not hold on 22 test rows."),
]
"""Whether the gates hold, groups by column (c0 and c1 have gates), and what the page says first."""


@pytest.mark.parametrize(("gates", "slices", "told"), VERDICTS, ids=[told for *_, told in VERDICTS])
def test_the_verdict_in_words(gates: list[bool], slices: dict[str, Any], told: str, tmp_path: Path) -> None:
    asked = {column: {"accuracy": {"min": 0.9}} for column in slices if column != "c2"}
    run = written(tmp_path, "binary", slices={**asked, **({"c2": {}} if "c2" in slices else {})})
    more = {"gates": [{**GATE, "passed": passed} for passed in gates], "slices": slices}
    run.write_json(METRICS, {**run.read_json(METRICS), **more})
    sealed(run)
    assert verdict_of(run) == told


def test_one_row_is_one_row(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    pl.read_csv(run.path / PREDICTIONS, infer_schema=False).head(1).write_csv(run.path / PREDICTIONS)
    sealed(run)
    metrics = {**run.read_json(METRICS), "rows": 1, "confusion": [[1, 0], [0, 0]]}
    run.write_json(METRICS, metrics)
    sealed(run)
    report.run(run.path)
    text = (run.path / "report.html").read_text()
    assert "they were measured on 1 test row." in text
    assert "Metrics on 1 test row, beside" in text
    assert not re.findall(r"\b1 (?:\w+ )?rows", text)


def test_names_of_metrics_break_where_a_table_is_printed(tmp_path: Path) -> None:
    """Only there: the screen lets a wide table scroll."""
    run = written(tmp_path, "binary")
    metrics = run.read_json(METRICS)
    score = {"value": 0.5, "baseline": 0.6, "goal": "max", "interval": None, "beats_baseline": None}
    for many, kind in ((8, "slices"), (9, "slices many")):
        names = {f"expected_calibration_error_{n}": score for n in range(many)}
        slices = {"sex": [{"group": "f", "rows": 9, "small": True, "metrics": names}]}
        run.write_json(METRICS, {**metrics, "slices": slices})
        sealed(run)
        report.run(run.path)
        text = (run.path / "report.html").read_text()
        assert f'<table class="{kind}">' in text
        assert ">expected_<wbr>calibration_<wbr>error_<wbr>0" in text
    screen, _, printed = text.partition("<style>")[2].partition("@media print {\n  @page")
    assert ".slices wbr { display: none; }" in screen
    assert ".slices wbr { display: inline; }" in printed


def test_threshold_temperature_and_weights_are_shown(tmp_path: Path) -> None:
    run = written(tmp_path, "weighed")
    report.run(run.path)
    text = (run.path / "report.html").read_text()
    page = Page(text)
    found = run.read_json(DECISION)
    threshold = figure(found["threshold"]["value"])
    assert f"threshold {threshold} for yes: f1_score of the 22 validation rows" in text
    assert sum(told == f"threshold {threshold}" for told in page.of("text")) == 2, "on both curves"
    assert {"before the temperature", "with the temperature", "weight"} <= set(page.of("text"))
    table = pl.read_csv(run.path / PREDICTIONS)
    called, positive = table["probability_yes"] > found["threshold"]["value"], table["y"] == "yes"
    hits, every = table.filter(called & positive)["w"].sum(), table.filter(positive)["w"].sum()
    (told,) = [caption for caption in page.of("figcaption") if caption.startswith("Area below the curve of yes")]
    assert f"{percent(hits / every, 1)} of the rows with this label are found" in told
    right, whole = table.filter(called == positive)["w"].sum(), table["w"].sum()
    assert (
        f"{figure(right)} of {figure(whole)} ({percent(right / whole, 1)}) are right, by the weight of the rows" in text
    )


def test_slices_that_the_report_is_asked_for(tmp_path: Path) -> None:
    run = written(tmp_path, "weighed")
    report.run(run.path, by=["c0", "y"])
    page = Page((run.path / "report.html").read_text())
    assert page.of("caption")[2:4] == ["By c0", "By y"]
    assert len([head for head in page.of("th") if " to " in head]) == 4
    table = pl.read_csv(run.path / PREDICTIONS)
    for label in ("yes", "no"):
        rows = table.filter(pl.col("y") == label)
        accuracy = rows.filter(pl.col("predicted") == label)["w"].sum() / rows["w"].sum()
        assert figure(accuracy) in page.of("strong")
    with pytest.raises(DataError, match="no column 'c9'"):
        report.run(run.path, by=["c9"])
    (tmp_path / "table.csv").write_text("changed\n1\n")
    with pytest.raises(DataError, match="has changed since"):
        report.run(run.path, by=["c0"])


def test_slices_where_labels_need_quotes(tmp_path: Path) -> None:
    run = written(tmp_path, "hostile")
    report.run(run.path, by=["words"])
    assert "By words" in Page((run.path / "report.html").read_text()).of("caption")
