"""Columns, slices and labels with blanks and dots in their names: messages write them as --set takes them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nettrain.commands.judging.verdict import Verdict
from nettrain.config.load import load
from nettrain.errors import ConfigError, DataError
from nettrain.evaluation.gates import GateResult
from nettrain.plan.making import make_plan

DATA = "path: f.csv, target: y"
REFUSED = {
    "a label": (
        f"data: {{{DATA}}}\ntrain: {{class_weights: {{a b: 1, c.d: 1, e f: 2}}}}\n",
        "c.yaml:2:46: train.class_weights.'e f': no label is called 'e f'; choose from a b, c.d",
    ),
    "a slice": (
        f"data: {{{DATA}}}\nslices: {{on day: {{}}}}\n",
        "c.yaml:2:10: slices.'on day': the file has no column 'on day'; choose from x, x 1, y",
    ),
    "a gate of a slice": (
        f"data: {{{DATA}}}\nslices: {{x 1: {{auc: {{min: 1}}}}}}\n",
        "c.yaml:2:16: slices.'x 1'.auc: 'auc' is not among the metrics of this run; add it to train.metrics",
    ),
    "a sequence": (
        f"data: {{{DATA}, columns: {{of it: {{sequence: [x, no]}}}}}}\n",
        "c.yaml:1:42: data.columns.'of it': f.csv:1: the file has no column 'no'; choose from x, x 1, y",
    ),
    "a date": (
        f"data: {{{DATA}, columns: {{x 1: date}}}}\n",
        "c.yaml:1:42: data.columns.'x 1': no format of dates fits nearly all cells, such as '0 q'; declare it: "
        "{date: {format: '%d.%m.%Y'}}",
    ),
}


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(f"{n},{n} q,{'a b' if n % 3 else 'c.d'}\n" for n in range(60))
    Path("f.csv").write_text(f"x,x 1,y\n{rows}")


@pytest.mark.parametrize(("config", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(config: str, message: str) -> None:
    Path("c.yaml").write_text(f"{config}model: {{layers: [output]}}\n")
    with pytest.raises((ConfigError, DataError)) as refused:
        make_plan(load([Path("c.yaml")]))
    assert str(refused.value.problems[0]) == message


@pytest.mark.parametrize("train", ["{loss: poisson}", "{}"])
def test_what_is_to_be_declared_is_yaml(train: str) -> None:
    """Where the loss wants the target's own unit, and where the last layer cannot give the target."""
    Path("f.csv").write_text("x,'a: b'\n" + "".join(f"{n % 7},{n}\n" for n in range(60)))
    Path("c.yaml").write_text(
        "data: {path: f.csv, target: \"'a: b'\", columns: {\"'a: b'\": number}}\n"
        f"model: {{layers: [{{dense: {{units: 1, activation: softplus}}}}]}}\ntrain: {train}\n"
    )
    with pytest.raises(ConfigError) as refused:
        make_plan(load([Path("c.yaml")]))
    told = str(refused.value).partition("declare data.columns: ")[2]
    assert list(yaml.safe_load(told)) == ["'a: b'"]


def test_told() -> None:
    columns = "columns: {x 1: category, s t: {sequence: ['x*']}}"
    Path("f.csv").write_text(
        "x10,x2,x3,x 1,y\n" + "".join(f"{n},{n % 7},{n % 5},{n} q,{'ab'[n % 2]}\n" for n in range(60))
    )
    Path("c.yaml").write_text(f"data: {{{DATA}, drop: [x 1], {columns}}}\nmodel: {{layers: [flatten, output]}}\n")
    told = [problem.path for problem in make_plan(load([Path("c.yaml")])).notices]
    assert {"data.columns.'x 1'", "data.columns.'s t'"} <= set(told)


def test_a_gate_of_a_slice_in_a_verdict() -> None:
    Path("c.yaml").write_text(
        f"data: {{{DATA}}}\nmodel: {{layers: [output]}}\nslices: {{x 1: {{accuracy: {{min: 1}}}}}}\n"
    )
    loaded = load([Path("c.yaml")])
    gate = GateResult("accuracy", 1.0, 1.0, None, passed=True, message="", key=("slices", "x 1", "accuracy"))
    made = Verdict("test", 60, {}, (gate,), {"slices": {}, "unheld": ["x 1"]})
    assert made.places(loaded.problem) == (
        {"file": "c.yaml", "line": 3, "column": 16, "where": "slices.'x 1'.accuracy"},
    )
    assert made.notices[0].text.startswith("slices.'x 1': its gates are held against no group")
