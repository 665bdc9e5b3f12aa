"""Gates that hardly mean what they say are told before anything is trained."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.commands.judging.demands import Demands, gates_of, terms
from nettrain.config.load import load
from nettrain.errors import UsageError
from nettrain.plan.making import make_plan
from tests.making import write_table

HEAD = "data: {path: table.csv, target: y}\nmodel: {layers: [output]}\n"

DOUBTFUL = {
    "accuracy: {min: 95}": "gates.accuracy: is at most 1: with min 95.0 no run passes; a share is written as 0.95",
    "accuracy: {min: 2.5, beats_baseline: true}": (
        "gates.accuracy: is at most 1: with min 2.5 no run passes; a share is written as 0.025"
    ),
    "accuracy: {min: 1.01}": "gates.accuracy: is at most 1: with min 1.01 no run passes",
    "accuracy: {min: 950}": "gates.accuracy: is at most 1: with min 950.0 no run passes",
    "log_loss: {max: -1}": "gates.log_loss: is at least 0: with max -1.0 no run passes",
    "accuracy: {min: -1}": "gates.accuracy: is at least 0 in any case: with min -1.0 every run passes",
    "accuracy: {max: 1}": "gates.accuracy: is at most 1 in any case: with max 1.0 every run passes",
    "log_loss: {min: 0.3}": (
        "gates.log_loss: is better the smaller it is: min 0.3 keeps the better runs from passing; max was meant?"
    ),
    "accuracy: {max: 0.3}": (
        "gates.accuracy: is better the larger it is: max 0.3 keeps the better runs from passing; min was meant?"
    ),
}
PLAIN = [
    "accuracy: {min: 0.9}",
    "accuracy: {min: 1}",
    "log_loss: {max: 0.3}",
    "log_loss: {min: 0.001, max: 0.3}",
    "accuracy: {min: 0, beats_baseline: true}",
    "accuracy: {beats_baseline: true}",
]


def told(folder: Path, gates: str) -> list[str]:
    """Return the notices of a config about its gates, with their lines."""
    write_table(folder, "binary")
    (folder / "c.yaml").write_text(HEAD + gates)
    notices = make_plan(load([folder / "c.yaml"])).notices
    return [f"{n.span.line}: {n.path}: {n.message}" for n in notices if n.path.startswith(("gates", "slices"))]


@pytest.mark.parametrize(("gate", "doubt"), DOUBTFUL.items(), ids=DOUBTFUL)
def test_a_gate_in_doubt(gate: str, doubt: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"gates:\n  {gate}\n") == [f"4: {doubt}"]


@pytest.mark.parametrize("gate", PLAIN)
def test_a_gate_that_means_something(gate: str, tmp_path: Path) -> None:
    assert told(tmp_path, f"gates:\n  {gate}\n") == []


def test_a_gate_of_a_slice(tmp_path: Path) -> None:
    column = (write_table(tmp_path, "binary").read_text().partition("\n")[0]).split(",")[0]
    doubt = "is at most 1: with min 90.0 no run passes; a share is written as 0.9"
    slices = f"slices:\n  {column}:\n    accuracy: {{min: 90}}\n"
    assert told(tmp_path, slices) == [f"5: slices.{column}.accuracy: {doubt}"]


OPTIONS: list[tuple[dict[str, list[str]], list[str]]] = [
    (
        {"under": ["accuracy=95", "log_loss=0.3"]},
        [
            "--fail-under accuracy: is at most 1: with --fail-under 95.0 no run passes; a share is written as 0.95",
            "--fail-under log_loss: is better the smaller it is: --fail-under 0.3 keeps the better runs from passing; "
            "--fail-over was meant?",
        ],
    ),
    (
        {"over": ["auc=0.3", "log_loss=-1"]},
        [
            "--fail-over auc: is better the larger it is: --fail-over 0.3 keeps the better runs from passing; "
            "--fail-under was meant?",
            "--fail-over log_loss: is at least 0: with --fail-over -1.0 no run passes",
        ],
    ),
    (
        {"under": ["accuracy=-1"], "over": ["f1_score=1"]},
        [
            "--fail-under accuracy: is at least 0 in any case: with --fail-under -1.0 every run passes",
            "--fail-over f1_score: is at most 1 in any case: with --fail-over 1.0 every run passes",
        ],
    ),
    ({"under": ["accuracy=0.9"], "over": ["log_loss=0.3"]}, []),
    ({"under": ["log_loss=0.001"], "over": ["log_loss=0.3"]}, []),
    ({"under": ["brier_score=0.001"]}, []),
]
"""Options, and what is said of them where the config holds brier_score at its upper end."""


@pytest.mark.parametrize(("asked", "told"), OPTIONS, ids=[str(asked) for asked, _ in OPTIONS])
def test_an_option_in_doubt(asked: dict[str, list[str]], told: list[str], tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    (tmp_path / "c.yaml").write_text(
        HEAD + "train: {metrics: [accuracy, log_loss, brier_score]}\ngates: {brier_score: {max: 0.2}}\n"
    )
    plan = make_plan(load([tmp_path / "c.yaml"])).plan
    assert [str(doubt) for doubt in terms(plan, Demands(**asked)).doubts] == told


def test_gates_as_a_config_has_them(tmp_path: Path) -> None:
    """What is said of them is said in the words of a config."""
    write_table(tmp_path, "binary")
    (tmp_path / "c.yaml").write_text(HEAD)
    plan = make_plan(load([tmp_path / "c.yaml"])).plan
    held = terms(plan, Demands(gates=gates_of({"accuracy": {"min": 95}, "auc": {"beats_baseline": True}})))
    assert [(name, gate.min, gate.beats_baseline) for name, gate in held.gates] == [
        ("accuracy", 95.0, False),
        ("auc", None, True),
    ]
    assert "auc" in held.metrics
    assert [str(doubt) for doubt in held.doubts] == [
        "gates: accuracy: is at most 1: with min 95.0 no run passes; a share is written as 0.95"
    ]
    with pytest.raises(UsageError, match=r"^gates: pr_auc: no metric is called 'pr_auc'; did you mean 'average_prec"):
        terms(plan, Demands(gates=gates_of({"pr_auc": {"min": 0.9}})))
    with pytest.raises(UsageError, match=r"^gates: acuracy: no metric is called 'acuracy'; did you mean 'accuracy'"):
        terms(plan, Demands(gates=gates_of({"acuracy": {"min": 0.9}})))


def test_a_metric_of_the_run_may_have_been_meant(tmp_path: Path) -> None:
    """precision_macro is a name that the run gave, and in no list of metrics."""
    write_table(tmp_path, "binary")
    (tmp_path / "c.yaml").write_text(HEAD + "train: {metrics: [precision, {precision: {average: macro}}]}\n")
    plan = make_plan(load([tmp_path / "c.yaml"])).plan
    told = r"^--fail-under precision_makro: no metric is called 'precision_makro'; did you mean 'precision_macro'\?$"
    with pytest.raises(UsageError, match=told):
        terms(plan, Demands(under=["precision_makro=0.9"]))
