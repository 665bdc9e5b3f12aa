"""Runs written by the code that writes them, but for the network: its outputs are drawn at random."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import yaml
from numpy.typing import NDArray

from nettrain.commands.fitting.saving import history_csv, save_predictions
from nettrain.commands.judging.demands import NOTHING, terms
from nettrain.commands.judging.verdict import Case, verdict
from nettrain.commands.opening.decision import settle
from nettrain.commands.opening.hashing import sha256
from nettrain.commands.predicting.predicted import predicted_frame
from nettrain.commands.profiles import profile_record
from nettrain.components.task import Task
from nettrain.config.load import load
from nettrain.data.sources import Source
from nettrain.evaluation.predictions import judged, probabilities_from_logits
from nettrain.events import TrainingEnded, event_json
from nettrain.plan.making import Planned, make_plan
from nettrain.plan.rows import rows_of
from nettrain.rundir import BEST, CONFIG, EVENTS, HISTORY, MANIFEST, METRICS, PLAN, PROFILE, TIMING, RunDir
from tests.making import sealed, write_config, write_table

LAYERS = "[dense: {units: 4, activation: relu}, dropout: 0.5, output]"
HEBREW = "שלום עולם"
HOSTILE = (
    "<script>alert(1)</script>",
    '" onload="x',
    "$x^2$ & {{7*7}} {% raw %}",
    "日本語 \u202eabc",
    "a" * 300,
    "]]>\x07",
    HEBREW,
)


def written(folder: Path, kind: str, rows: int = 150, **more: object) -> RunDir:
    """Write the files of a run of one of `write_table`'s kinds, "targets" for two of them, "plenty" for a hundred, or
    "many" or "hostile" labels.

    "weighed" has two labels, a weight column, a threshold and a temperature.
    """
    if kind == "targets":
        frame = pl.read_csv(write_table(folder, "regression", rows)).with_columns(z=pl.col("y") ** 2)
        frame.write_csv(folder / "table.csv")
        more = {"data": {"path": "table.csv", "target": ["y", "z"]}, **more}
    elif kind == "plenty":
        names = ["y", *(f"y{n}" for n in range(99))]
        frame = pl.read_csv(write_table(folder, "regression", rows))
        frame.with_columns((pl.col("y") * n).alias(name) for n, name in enumerate(names[1:], 2)).write_csv(
            folder / "table.csv"
        )
        more = {"data": {"path": "table.csv", "target": names}, **more}
    elif kind == "hostile":
        rng = np.random.default_rng(0)
        labels = [HOSTILE[n] for n in rng.integers(len(HOSTILE), size=rows)]
        columns = {name: rng.normal(size=rows) for name in HOSTILE}
        pl.DataFrame({**columns, "words": labels[::-1], "y<i>": labels}).write_csv(folder / "table.csv")
        more = {"data": {"path": "table.csv", "target": "y<i>"}, "name": "hostile", **more}
    elif kind == "many":
        pl.DataFrame({"x": range(rows), "y": [f"label {n % (rows // 10)}" for n in range(rows)]}).write_csv(
            folder / "table.csv"
        )
        more = {"data": {"path": "table.csv", "target": "y"}, **more}
    elif kind == "weighed":
        frame = pl.read_csv(write_table(folder, "binary", rows)).with_columns(w=pl.int_range(pl.len()) % 4 / 2)
        frame.write_csv(folder / "table.csv")
        model = {"layers": yaml.safe_load(LAYERS), "threshold": {"maximize": "f1_score"}, "calibrate": "temperature"}
        more = {"data": {"path": "table.csv", "target": "y", "weight": "w"}, "model": model, **more}
    else:
        write_table(folder, kind, rows)
    train = "{metrics: [accuracy]}" if kind in ("binary", "hostile", "weighed") else "{}"
    config = write_config(folder, LAYERS, train, **more)
    return _run(folder / "run", config, make_plan(load([config])))


def _run(path: Path, config: Path, planned: Planned) -> RunDir:
    (path / BEST).parent.mkdir(parents=True)
    run, plan, drawn = RunDir(path), planned.plan, planned.dataset.drawn
    encoded = rows_of(plan, drawn)
    rng = np.random.default_rng(1)

    def drawn_outputs(inputs: NDArray[Any]) -> NDArray[Any]:
        free = rng.normal(size=(len(inputs), plan.outputs)) + inputs[:, :1]
        return (free if plan.target.task is Task.REGRESSION else probabilities_from_logits(free)).astype("float32")

    rows, outputs = encoded["test"], drawn_outputs(encoded["test"].inputs)
    deciding = settle(run, plan, drawn_outputs, encoded["validation"], lambda _: None)
    names = [metric.yaml_name() for metric in plan.metrics]
    epochs = [{"loss": 1 / n, **dict.fromkeys(names, n / 9), "val_loss": 2 / n} for n in range(1, 9)]
    ended = TrainingEnded(
        reason="all epochs", epoch=8, best_epoch=8, best_value=0.25, monitor="val_loss", kept="best", seconds=1.0
    )
    run.write(CONFIG, config.read_bytes())
    run.write(HISTORY, history_csv(epochs))
    run.write(EVENTS, event_json(ended) + "\n")
    save_predictions(run, drawn, "test", predicted_frame(plan, outputs, deciding))
    run.write_json(PLAN, plan.to_json())
    run.write_json(PROFILE, profile_record(planned))
    timing = {"seconds": {"read": 0.5, "train": 61.0}, "total": 61.5, "rows_per_second": 12345.6, "earlier": []}
    run.write_json(TIMING, timing)
    source = Source(config.parent / "table.csv", "table.csv")
    data = [{"side": "all", "file": "table.csv", "path": str(source.path), "sha256": sha256(source)}]
    given = {"files": [config.name], "sets": [], "seed": None, "path": str(config.parent), "from_run": ".."}
    made = {
        "config": given,
        "command": ["/bin/nettrain", "fit"],
        "seed": 0,
        "versions": {"nettrain": "0"},
        "platform": "here",
    }
    run.write_json(
        MANIFEST, {**made, "threads": 2, "devices": ["CPU"], "data": data, "git": None, "weights_sha256": 64 * "0"}
    )
    case = Case(judged(plan, outputs, rows.truth, rows.sample_weights, deciding), "test")
    run.write_json(METRICS, verdict(plan, case, terms(plan, NOTHING)).to_json())
    sealed(run)
    return run
