"""What a report is made of: the files of a run, read and typed; nothing of it is computed anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.columns.number import Number
from nettrain.components.metric import Judged, taken
from nettrain.components.task import Link
from nettrain.evaluation.recorded import Recorded
from nettrain.plan.plan import Plan
from nettrain.reporters.history import history_of, training_ended
from nettrain.reporters.scores import scores_of
from nettrain.rundir import MANIFEST, METRICS, PROFILE, TIMING, RunDir, config_name


@dataclass(frozen=True)
class Classes:
    """Judged rows of a classification, whose scores are margins where they are not `probable`: no probabilities."""

    rows: Judged
    probable: bool

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels by their codes."""
        return self.rows.target.labels

    @property
    def truth(self) -> NDArray[np.int64]:
        """The code of each row's label (rows,)."""
        return self.rows.truth

    @property
    def decided(self) -> NDArray[np.int64]:
        """The code of the label decided for (rows,)."""
        assert self.rows.decided is not None
        return self.rows.decided

    @property
    def scores(self) -> NDArray[np.float64]:
        """Probabilities or margins (rows, labels)."""
        return self.rows.predicted

    @property
    def weights(self) -> NDArray[np.float64] | None:
        """What each row counts (rows,), where the run has a weight column."""
        return self.rows.weights

    def finite(self) -> Classes:
        """Return the rows whose scores are finite numbers: what a curve can show."""
        return replace(self, rows=taken(self.rows, np.flatnonzero(np.isfinite(self.scores).all(axis=1))))


@dataclass(frozen=True)
class Numbers:
    """Judged rows of a regression: truth and predictions (rows, targets) in their own unit."""

    targets: tuple[str, ...]
    truth: NDArray[np.float64]
    predicted: NDArray[np.float64]
    weights: NDArray[np.float64] | None = None
    bent: frozenset[str] = frozenset()
    """The targets that are learned by their logarithm."""

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
    """None where its file is gone."""
    configs: Mapping[str, str]
    """The config files as they were given, by name."""
    rows: NDArray[np.int64]
    judged: Classes | Numbers
    decision: Mapping[str, Any]
    """Threshold and temperature as decision.json has them; empty where the config asks for none."""


def evidence(run: RunDir, plan: Plan, decision: Mapping[str, Any], made: Recorded) -> Evidence:
    """Read the other files of a finished run that decided so and predicted what is `made`.

    Raises RunError for one that is missing or damaged.
    """
    metrics, manifest = run.read_own(METRICS), run.read_json(MANIFEST)
    scores, targets = scores_of(metrics, plan.named, plan.target.columns)
    metrics |= {"metrics": scores, "targets": targets}
    return Evidence(
        run=str(run),
        plan=plan,
        metrics=metrics,
        manifest=manifest,
        timing=run.read_json(TIMING),
        history={name: np.array(values) for name, values in history_of(run).items()},
        ended=training_ended(run),
        profile=run.read_json(PROFILE) if (run.path / PROFILE).is_file() else None,
        configs=_configs(run, manifest["config"]["files"]),
        rows=made.rows.to_numpy().astype(np.int64),
        judged=_judged(made.judged, plan),
        decision=decision,
    )


def _configs(run: RunDir, names: Sequence[str]) -> dict[str, str]:
    return {name: run.read_held(config_name(n)).decode() for n, name in enumerate(names, start=1)}


def _judged(made: Judged, plan: Plan) -> Classes | Numbers:
    if made.decided is None:
        bent = (t.name for t in plan.targets if isinstance(t.kind, Number) and t.kind.scale.curve == "log1p")
        return Numbers(plan.target.columns, made.truth, made.predicted, made.weights, frozenset(bent))
    return Classes(made, plan.loss.link(plan.target) is not Link.MARGIN)
