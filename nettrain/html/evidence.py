"""What a report is made of: the files of a run, read and typed; nothing of it is computed anew."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from nettrain.components.task import Task
from nettrain.errors import RunError
from nettrain.numbers import counted
from nettrain.plan.plan import Plan
from nettrain.reporters.history import history_of, training_ended
from nettrain.reporters.scores import scores_of
from nettrain.rundir import MANIFEST, METRICS, PREDICTIONS, PROFILE, TIMING, RunDir, config_name


@dataclass(frozen=True)
class Classes:
    """Judged rows of a classification: codes (rows,) of the true and the predicted label.

    `scores` (rows, labels) are probabilities, or margins where `probable` is False.
    """

    labels: tuple[str, ...]
    truth: NDArray[np.int64]
    decided: NDArray[np.int64]
    scores: NDArray[np.float64]
    probable: bool
    weights: NDArray[np.float64] | None = None
    """What each row counts (rows,), where the run has a weight column."""

    def finite(self) -> Classes:
        """Return the rows whose scores are finite numbers: what a curve can show."""
        held = np.isfinite(self.scores).all(axis=1)
        weights = None if self.weights is None else self.weights[held]
        rows = replace(self, truth=self.truth[held], decided=self.decided[held])
        return replace(rows, scores=self.scores[held], weights=weights)


@dataclass(frozen=True)
class Numbers:
    """Judged rows of a regression: truth and predictions (rows, targets) in their own unit."""

    targets: tuple[str, ...]
    truth: NDArray[np.float64]
    predicted: NDArray[np.float64]
    weights: NDArray[np.float64] | None = None

    def finite(self) -> Numbers:
        """Return the rows whose predictions are finite numbers: what a figure can show."""
        held = np.isfinite(self.predicted).all(axis=1)
        weights = None if self.weights is None else self.weights[held]
        return replace(self, truth=self.truth[held], predicted=self.predicted[held], weights=weights)


@dataclass(frozen=True)
class Evidence:
    """The files of a run. `rows` are the numbers of the judged rows in the data, from 1."""

    run: str
    plan: Plan
    metrics: Mapping[str, Any]
    manifest: Mapping[str, Any]
    timing: Mapping[str, Any]
    history: Mapping[str, NDArray[np.float64]]
    ended: Mapping[str, Any]
    """The event that told the end of training: reason, best_epoch, kept, ..."""
    profile: Mapping[str, Any] | None
    """None in a run of a version that kept none."""
    configs: Mapping[str, str]
    """The config files as they were given, by name."""
    rows: NDArray[np.int64]
    judged: Classes | Numbers
    decision: Mapping[str, Any]
    """Threshold and temperature as decision.json has them; empty where the config asks for none."""


def evidence(run: RunDir, plan: Plan, decision: Mapping[str, Any]) -> Evidence:
    """Read the files of a finished run that decided so. Raises RunError for one that is missing or damaged."""
    table, metrics, manifest = _table(run), run.read_json(METRICS), run.read_json(MANIFEST)
    scores, targets = scores_of(metrics, plan.named, plan.target.columns)
    metrics |= {"metrics": scores, "targets": targets}
    if table.height != metrics["rows"]:
        rows = f"it has {counted(table.height, 'row')}, {metrics['rows']:,} were judged"
        raise RunError(f"{run.path / PREDICTIONS} is damaged: {rows}")
    try:
        return Evidence(
            str(run),
            plan,
            metrics,
            manifest,
            run.read_json(TIMING),
            {name: np.array(values) for name, values in history_of(run).items()},
            training_ended(run),
            run.read_json(PROFILE) if (run.path / PROFILE).is_file() else None,
            _configs(run, manifest["config"]["files"]),
            table.to_series(0).cast(pl.Int64).to_numpy(),
            _classes(table, plan) if plan.target.task is not Task.REGRESSION else _regression(table, plan),
            decision,
        )
    except (pl.exceptions.PolarsError, IndexError) as error:
        raise RunError(f"{run.path / PREDICTIONS} is damaged: {error}") from None


def _configs(run: RunDir, names: Sequence[str]) -> dict[str, str]:
    return {name: run.read(config_name(n)).decode("utf-8", "replace") for n, name in enumerate(names, start=1)}


def _table(run: RunDir) -> pl.DataFrame:
    """Return the run's predictions, every cell as text."""
    try:
        return pl.read_csv(io.BytesIO(run.read(PREDICTIONS)), infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise RunError(f"{run.path / PREDICTIONS} is damaged: {error}") from None


def _numbers(cells: pl.Series) -> NDArray[np.float64]:
    return cells.cast(pl.Float64, strict=False).fill_null(float("nan")).to_numpy()


def _classes(table: pl.DataFrame, plan: Plan) -> Classes:
    labels = list(plan.target.labels)
    codes = {label: code for code, label in enumerate(labels)}
    truth, decided = (table.to_series(n).replace_strict(codes, return_dtype=pl.Int64) for n in (1, -1 - len(labels)))
    scores = [table.to_series(code - len(labels)) for code in range(len(labels))]
    return Classes(
        tuple(labels),
        truth.to_numpy(),
        decided.to_numpy(),
        np.column_stack([_numbers(cells) for cells in scores]),
        scores[0].name.startswith("probability_"),
        _weights(table, plan),
    )


def _regression(table: pl.DataFrame, plan: Plan) -> Numbers:
    width = plan.target.width
    columns = [_numbers(table.to_series(n)) for n in (*range(1, 1 + width), *range(-width, 0))]
    truth, predicted = np.column_stack(columns[:width]), np.column_stack(columns[width:])
    return Numbers(plan.target.columns, truth, predicted, _weights(table, plan))


def _weights(table: pl.DataFrame, plan: Plan) -> NDArray[np.float64] | None:
    return _numbers(table.to_series(1 + len(plan.target.columns))) if plan.config.data.weight else None
