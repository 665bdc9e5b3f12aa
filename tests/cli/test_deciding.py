"""A threshold and a temperature, from the config to everything that predicts, judges and shows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import nettrain
from nettrain.commands.opening.decision import found
from nettrain.commands.opening.opened import open_run
from nettrain.errors import RunError
from nettrain.evaluation.predictions import decided
from nettrain.inference.network import Array
from nettrain.plan.rows import rows_of
from tests.cli.conftest import NETWORK
from tests.cli.conftest import nettrain as command
from tests.making import write_config, write_table

TRAIN = (
    "{epochs: 6, optimizer: {adam: 0.01}, monitor: val_f1_score_macro, "
    "metrics: [accuracy, f1_score, f1_score: macro, log_loss]}"
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run of rows with weights, whose threshold and temperature were found."""
    folder = tmp_path_factory.mktemp("deciding")
    head, *lines = write_table(folder, "binary", rows=400).read_text().splitlines()
    weighed = [f"{line},{number % 3}" for number, line in enumerate(lines)]
    (folder / "table.csv").write_text("\n".join([f"{head},w", *weighed]) + "\n")
    config = write_config(folder, NETWORK, TRAIN, slices={"y": {}}, gates={"f1_score_macro": {"min": 0.1}})
    text = config.read_text().replace("  target: y\n", "  target: y\n  weight: w\n")
    text = text.replace("model:\n", "model:\n  threshold: {maximize: f1_score}\n  calibrate: temperature\n")
    config.write_text(text)
    done = command(folder, "fit", "config.yaml", "-o", "run", "--report", "markdown:verdict.md")
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[0].startswith("temperature ")
    assert told[1].startswith("threshold ")
    assert told[2].startswith("judged on ")
    assert "threshold" in (folder / "verdict.md").read_text()
    return folder / "run"


def test_what_fit_found_is_what_the_validation_rows_tell(run: Path) -> None:
    opened = open_run(run)
    record = json.loads((run / "decision.json").read_text())
    assert list(record) == sorted(record)
    rows = rows_of(opened.plan, opened.drawn(), ["validation"])["validation"]
    assert rows.sample_weights is not None
    outputs = opened.network(lambda _: None)(Array(rows.inputs))
    again = found(opened.plan, outputs, rows)
    assert again["temperature"] == record["temperature"]
    assert {**again["threshold"], "label": "yes"} == record["threshold"]
    free = np.log(outputs[:, 0].astype(float)) - np.log1p(-outputs[:, 0].astype(float))
    t = record["temperature"]["value"]

    def f1(threshold: float) -> float:
        called, positive = 1 / (1 + np.exp(-free / t)) > threshold, rows.truth == 1
        hits = rows.sample_weights[called & positive].sum()
        return float(2 * hits / (rows.sample_weights[called].sum() + rows.sample_weights[positive].sum()))

    assert record["threshold"]["score"] == pytest.approx(f1(record["threshold"]["value"]), abs=1e-12)
    assert record["threshold"]["score"] >= max(f1(cut) for cut in np.linspace(0, 1, 501)) - 1e-12
    assert record["temperature"]["log_loss"] < record["temperature"]["before"]
    assert record["threshold"]["score"] > record["threshold"]["before"]


def test_every_way_of_predicting_goes_by_it(run: Path) -> None:
    opened = open_run(run)
    threshold = opened.deciding.threshold
    assert threshold is not None
    judged = json.loads(json.dumps(nettrain.evaluate(run).document))
    kept = json.loads((run / "metrics.json").read_text())
    assert judged["metrics"] == kept["metrics"]
    assert judged["slices"] == kept["slices"]
    made = pl.read_csv(run / "predictions.csv")
    whole = pl.DataFrame(nettrain.predict(run, run.parent / "table.csv").document["predictions"])
    for frame in (made, whole):
        called = frame.get_column("probability_yes") > threshold
        assert (frame.get_column("predicted") == "yes").equals(called.alias("predicted"))
    beside = whole[made.get_column("row") - 1]
    assert made.select(beside.columns).equals(beside)
    usual = decided(whole.select("probability_no", "probability_yes").to_numpy())
    assert ((whole.get_column("predicted") == "yes").to_numpy() != usual).any(), "the threshold changes something here"
    of_file = nettrain.evaluate(run, data=run.parent / "table.csv").document
    weights = pl.read_csv(run.parent / "table.csv").get_column("w").to_numpy()
    right = (whole.get_column("predicted") == pl.read_csv(run.parent / "table.csv").get_column("y")).to_numpy()
    assert of_file["metrics"]["accuracy"]["value"] == pytest.approx(float(np.average(right, weights=weights)))


def test_validation_rows_are_weighed_while_it_trains(run: Path) -> None:
    """The log loss of the best epoch is what the temperature began with; the loss, as Keras has it, is not divided by
    the weights but by the rows."""
    events = [json.loads(line) for line in (run / "events.jsonl").read_text().splitlines()]
    best = next(event["best_epoch"] for event in events if event["event"] == "TrainingEnded")
    history = pl.read_csv(run / "history.csv").row(best - 1, named=True)
    before = json.loads((run / "decision.json").read_text())["temperature"]["before"]
    opened = open_run(run)
    rows = opened.drawn().sides.validation
    mean = pl.read_csv(run.parent / "table.csv").get_column("w")[rows].mean()
    assert (history["val_loss"], history["val_log_loss"]) == pytest.approx((before * mean, before), rel=1e-5)


def test_one_metric_with_two_options_has_two_names(run: Path) -> None:
    kept = json.loads((run / "metrics.json").read_text())
    assert set(kept["metrics"]) == {"accuracy", "f1_score", "f1_score_macro", "log_loss"}
    assert kept["metrics"]["f1_score_macro"] != kept["metrics"]["f1_score"]
    by_label = [label["f1"] for label in kept["classes"].values()]
    assert kept["metrics"]["f1_score_macro"]["value"] == pytest.approx(sum(by_label) / 2)
    assert kept["gates"][0]["metric"] == "f1_score_macro"
    history = pl.read_csv(run / "history.csv")
    assert {"f1_score", "f1_score_macro", "val_f1_score", "val_f1_score_macro"} <= set(history.columns)
    ended = next(line for line in (run / "events.jsonl").read_text().splitlines() if "TrainingEnded" in line)
    best = history.get_column("val_f1_score_macro")
    assert (json.loads(ended)["best_value"], json.loads(ended)["best_epoch"]) == (best.max(), best.arg_max() + 1)
    asked = nettrain.evaluate(run, gates={"f1_score_macro": {"max": 0}})
    assert [gate["passed"] for gate in asked.document["gates"]] == [True, False]


def test_it_is_shown(run: Path) -> None:
    shown = nettrain.show(run)
    assert "\nthreshold " in shown.text
    assert shown.document["decision"]["threshold"]["label"] == "yes"
    checked = nettrain.check(run.parent / "config.yaml")
    assert "threshold: of the best f1_score on the 59 validation rows" in checked.text
    assert "temperature: of the smallest log loss on the 59 validation rows" in checked.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "cannot be read"),
        ("{}", "expected schema"),
        ('{"schema": 5, "temperature": null, "threshold": {"value": 0.5}}', "was changed by hand: its checksum does"),
    ],
)
def test_a_damaged_decision_is_refused(run: Path, tmp_path: Path, text: str | None, message: str) -> None:
    shutil.copytree(run, tmp_path / "run")
    (tmp_path / "run" / "decision.json").unlink()
    if text is not None:
        (tmp_path / "run" / "decision.json").write_text(text)
    with pytest.raises(RunError, match=message):
        nettrain.predict(tmp_path / "run", run.parent / "table.csv")
