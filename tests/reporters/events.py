"""One small run as a stream of events, with every kind of event that it can have, and the others."""

from __future__ import annotations

from typing import Any

from nettrain.errors import Problem, Span
from nettrain.events import (
    Checked,
    Decided,
    Diverged,
    EpochEnded,
    Event,
    Judged,
    Notice,
    PhaseStarted,
    RunEnded,
    RunOpened,
    RunStarted,
    StepsDone,
    TrainingEnded,
)


def epoch(number: int, epochs: int = 3, *, best: bool = False, loss: float = 0.5) -> EpochEnded:
    return EpochEnded(
        epoch=number,
        epochs=epochs,
        values={"loss": loss, "accuracy": 0.75, "val_loss": loss + 0.1, "val_accuracy": 0.7, "learning_rate": 0.001},
        best=best,
        seconds=0.5,
        rows_per_second=12345.6,
    )


def score(
    value: float | None, baseline: float | None, goal: str, interval: tuple[float, float] | None, *, beats: bool | None
) -> dict[str, Any]:
    return {"value": value, "baseline": baseline, "goal": goal, "interval": interval, "beats_baseline": beats}


ENDED = TrainingEnded(
    reason="all epochs",
    epoch=3,
    best_epoch=3,
    best_value=0.1000025,
    monitor="val_loss",
    kept="best",
    seconds=190.4,
)
STREAM: tuple[Event, ...] = (
    RunStarted(
        run="runs/demo/1",
        name="demo",
        epochs=3,
        rows={"train": 2100, "validation": 450, "test": 0},
        layers=2,
        params=1234,
        monitor="val_loss",
    ),
    Notice(text="data.target: 'y' is taken for labels: jä, nein", file="demo.yaml", line=4, column=11),
    Notice(text="a bell \a, a colour \x1b[31m and a\nbreak"),
    PhaseStarted(phase="compile", text="compiling"),
    PhaseStarted(phase="train", text="training"),
    StepsDone(epoch=1, step=10, steps=66, loss=0.7, rows_per_second=99999.9),
    epoch(1, best=True),
    epoch(2, loss=float("nan")),
    epoch(3, best=True, loss=2.5e-7),
    ENDED,
    PhaseStarted(phase="judge", text="judging"),
    Decided(
        rows=450,
        temperature={"value": 1.25, "found": True, "log_loss": 0.31234, "before": 0.32},
        threshold={"value": 0.375, "label": "jä", "metric": "f1_score", "score": 0.75, "before": 0.7},
    ),
    Judged(
        side="test",
        rows=450,
        scores={
            "accuracy": score(0.71239, 0.5, "max", (0.668, 0.7523), beats=True),
            "auc": score(None, float("nan"), "max", None, beats=None),
            "mean_absolute_error": score(123456.78, 125000.5, "min", (1e5, 2e9), beats=False),
        },
        gates=(
            {
                "kind": "limit",
                "metric": "accuracy",
                "value": 0.71239,
                "min": 0.8,
                "max": None,
                "passed": False,
                "message": "accuracy 0.7124 is below the gate's 0.8",
            },
            {
                "kind": "limit",
                "metric": "mean_absolute_error",
                "value": 123456.78,
                "min": None,
                "max": 2e5,
                "passed": True,
                "message": "mean_absolute_error 1.235e+05 passes the gate: max 200000.0",
            },
        ),
    ),
    Diverged(text="training diverged in epoch 1, at step 3 of 9: the loss is nan", mend="try clipnorm: 1"),
    RunEnded(run="runs/demo/1", passed=False, seconds=3725.0, timing={"import": 3.25, "compile": 1.3, "train": 190.4}),
)
OPENED = RunOpened(run="runs/demo/1", name="demo")
CHECKED: tuple[Event, ...] = (
    Checked(config="good.yaml"),
    Checked(config="a|b.yaml", problems=(Problem(Span("a|b.yaml", 6, 7), "model", "is wrong"),), error="ConfigError"),
    Checked(config="lost.yaml", problems=(Problem(Span("x.csv"), "", "no such file"),), error="DataError"),
)
OTHERS = (OPENED, *CHECKED)
