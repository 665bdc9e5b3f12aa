"""The Python API: what `nettrain` names is there however much of the package is imported."""

from __future__ import annotations

import re
import signal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import polars
import pytest

import nettrain
from nettrain.errors import UsageError
from nettrain.events import EpochEnded, Event, Notice
from tests.making import write_config, write_table

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")  # of Keras with NumPy 2, when it saves


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a config, a run of it, and more.csv, which has a column that the network does not use."""
    folder = tmp_path_factory.mktemp("api")
    table = write_table(folder, "binary").read_text().splitlines()
    (folder / "more.csv").write_text("".join(f"{line},{'zz' if n == 0 else n}\n" for n, line in enumerate(table)))
    config = write_config(folder, "[output]", "{epochs: 1, compile: eager}", slices={"c7": {}})
    nettrain.fit(config, output=folder / "run")
    return folder


@pytest.mark.parametrize("name", nettrain.__all__)
def test_no_module_takes_the_place_of_a_function(name: str) -> None:
    """Python sets a package's attribute to each of its modules that is imported, over what stands there."""
    assert callable(getattr(nettrain, name))
    assert find_spec(f"nettrain.{name}") is None


def test_what_a_user_can_mend_is_caught_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(nettrain.NettrainError) as caught:
        nettrain.check(tmp_path / "none.yaml")
    (problem,) = caught.value.problems
    assert problem.span.file == str(tmp_path / "none.yaml")
    assert problem.to_json()["message"].startswith("there is no such file")


def test_a_signal_ends_more_than_one_training(tmp_path: Path) -> None:
    config = Path(__file__).parents[1] / "configs" / "gradient_descent.yaml"

    def stopping(event: Event) -> None:
        if isinstance(event, EpochEnded):
            signal.raise_signal(signal.SIGTERM)

    with pytest.raises(KeyboardInterrupt, match=r"stopped in epoch \d+, .* 'nettrain fit --resume ") as stopped:
        nettrain.fit(config, output=tmp_path / "run", show=stopping)
    assert not isinstance(stopped.value, nettrain.NettrainError)
    assert (tmp_path / "run" / "plan.json").exists()


REFUSED = {
    "no number": ({"accuracy": {"min": float("nan")}}, "gates: accuracy: min: expected a finite number, got nan"),
    "text for a number": ({"accuracy": {"max": "0.9"}}, "gates: accuracy: max: expected a finite number, got '0.9'"),
    "ends the wrong way round": ({"accuracy": {"min": 1, "max": 0}}, "gates: accuracy: expected min to be at most max"),
    "no baseline": ({"accuracy": {"beats_baseline": False}}, "gates: accuracy: expected min, max or beats_baseline"),
    "text": ({"accuracy": "0.9"}, "accuracy: expected {'min': NUMBER}"),
    "another end": ({"accuracy": {"least": 0.9}}, "got {'least': 0.9}"),
    "no end": ({"accuracy": {}}, "got {}"),
}


@pytest.mark.parametrize(("gates", "message"), REFUSED.values(), ids=REFUSED)
def test_gates_that_are_none(gates: Any, message: str) -> None:
    with pytest.raises(nettrain.NettrainError, match=re.escape(message)):
        nettrain.evaluate("run", gates=gates)


JUDGING = {
    "evaluate": lambda folder, **asked: nettrain.evaluate(folder / "run", **asked),
    "a new run": lambda folder, **asked: nettrain.fit(folder / "config.yaml", output=folder / "other", **asked),
    "a run that is finished": lambda folder, **asked: nettrain.fit(resume=folder / "run", **asked),
}


@pytest.mark.parametrize("judging", JUDGING.values(), ids=JUDGING)
def test_more_is_asked_of_a_verdict(folder: Path, judging: Any) -> None:
    asked = {"gates": {"auc": {"min": 0, "max": 0}}, "no_worse_than": folder / "run"}
    made = judging(folder, by="c0", margin={"log_loss": 9}, **asked)
    gates = made.document["gates"]
    assert sorted((gate["metric"], gate["kind"], gate["passed"]) for gate in gates) == [
        ("auc", "limit", False),
        ("auc", "reference", True),
        ("log_loss", "reference", True),
    ]
    assert not made.passed
    assert sorted(made.document["slices"]) == ["c0", "c7"]


@pytest.mark.parametrize(("margin", "told"), [(None, "not shown to be worse"), (0.5, "at most 0.5 worse")])
@pytest.mark.parametrize("each", [False, True])
def test_a_margin_is_a_number_or_one_for_each_metric(folder: Path, each: bool, margin: Any, told: str) -> None:
    given = {"accuracy": margin} if each and margin is not None else margin
    made = nettrain.evaluate(folder / "run", no_worse_than=folder / "run", margin=given)
    assert [gate["message"].partition("]: ")[2] for gate in made.document["gates"]] == [
        told,
        "not shown to be worse" if each else told,
    ]


@pytest.mark.parametrize("margin", [float("nan"), True, "0.1", {"accuracy": "0.1"}])
def test_margins_that_are_none(margin: Any) -> None:
    with pytest.raises(UsageError, match=r"^margin.*: expected a finite number, got "):
        nettrain.fit("none.yaml", no_worse_than="run", margin=margin)


@pytest.mark.parametrize("judging", JUDGING.values(), ids=JUDGING)
def test_what_cannot_be_asked_is_no_keyword(judging: Any, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match=r"^(fit|evaluate)\(\) got an unexpected keyword argument 'gate'"):
        judging(tmp_path, gate={"accuracy": {"min": 0.9}})


def test_seeds_of_numpy_are_seeds(folder: Path) -> None:
    splits = [nettrain.check(folder / "config.yaml", seed=seed).document["split"] for seed in (np.int64(3), 3, 4)]  # type: ignore[arg-type]
    assert splits[0] == splits[1] != splits[2]


def test_none_is_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("nettrain.commands.evaluate"), "run", lambda **given: given)
    given: Any = nettrain.evaluate("r", by=None, sets=None)  # type: ignore[arg-type]
    assert (given["asked"].by, given["sets"]) == ((), [])


NOTICED = {
    "check": (
        lambda at, show: nettrain.check(at / "config.yaml", sets="data.path=more.csv", show=show),
        "zz: is left out as identifier: ",
    ),
    "evaluate": (
        lambda at, show: nettrain.evaluate(at / "run", at / "table.csv", show=show),
        "/run was trained on this file",
    ),
    "predict": (
        lambda at, show: nettrain.predict(at / "run", at / "more.csv", show=show),
        "columns that the network does not use: zz",
    ),
}


@pytest.mark.parametrize(("call", "told"), NOTICED.values(), ids=NOTICED)
def test_what_is_noticed_is_shown(folder: Path, call: Any, told: str) -> None:
    events: list[Event] = []
    call(folder, events.append)
    assert [told in event.text for event in events if isinstance(event, Notice)] == [True]


IMPOSSIBLE = {
    "a run that is new and goes on": (
        lambda: nettrain.fit("none.yaml", output="new", resume="latest"),
        "output (-o) makes a new run, resume (--resume) goes on with one: leave one of them out",
    ),
    "a seed of text": (
        lambda: nettrain.check("none.yaml", seed="a"),  # type: ignore[arg-type]
        "seed: expected a whole number from 0 to 2147483647; got 'a'",
    ),
    "a seed below 0": (
        lambda: nettrain.fit("none.yaml", seed=-1),
        "seed: expected a whole number from 0 to 2147483647; got -1",
    ),
    "a table": (
        lambda: nettrain.predict("run", polars.DataFrame()),  # type: ignore[arg-type]
        "data: expected a path, as text or a Path; got a value of type DataFrame",
    ),
    "no run": (
        lambda: nettrain.predict(None, "none.csv"),  # type: ignore[arg-type]
        "run: expected a path, as text or a Path; got None",
    ),
    "a number for a run": (
        lambda: nettrain.compare("a", 1),  # type: ignore[arg-type]
        "run: expected a path, as text or a Path; got a value of type int",
    ),
    "an empty path": (lambda: nettrain.check("none.yaml", ""), "config: the path is empty"),
    "a preset that is none": (
        lambda: nettrain.init("none.csv", "y", preset="huge"),  # type: ignore[arg-type]
        "there is no preset 'huge': expected 'small' or 'standard'",
    ),
    "settings by name": (
        lambda: nettrain.check("none.yaml", sets={"train.epochs": 2}),  # type: ignore[arg-type]
        "sets: expected a text such as 'train.epochs=5', or several; got a value of type dict",
    ),
    "settings in pairs": (
        lambda: nettrain.fit("none.yaml", sets=[("train.epochs", 2)]),  # type: ignore[list-item]
        "sets: expected a text such as 'train.epochs=5', or several; got a value of type tuple",
    ),
    "a number for columns": (
        lambda: nettrain.predict("run", "none.csv", keep=3),  # type: ignore[arg-type]
        "keep: expected a text such as 'a column', or several; got a value of type int",
    ),
    "a number among columns": (
        lambda: nettrain.evaluate("run", by=["a", 3]),  # type: ignore[list-item]
        "by: expected a text such as 'a column', or several; got a value of type int",
    ),
    "bytes for a column": (
        lambda: nettrain.report("run", by=b"a"),  # type: ignore[arg-type]
        "by: expected a text such as 'a column', or several; got a value of type bytes",
    ),
    "gates in pairs": (
        lambda: nettrain.fit("none.yaml", gates=[("accuracy", {"min": 1})]),  # type: ignore[arg-type]
        "gates: expected them by metric, as in {'accuracy': {'min': 0.9}}, got [('accuracy', {'min': 1})]",
    ),
    "a gate of a number": (
        lambda: nettrain.evaluate("run", gates={3: {"min": 1}}),  # type: ignore[dict-item]
        "gates: expected them by metric, as in {'accuracy': {'min': 0.9}}, got {3: {'min': 1}}",
    ),
    "a number to sort by": (
        lambda: nettrain.compare("a", "b", sort=3),  # type: ignore[arg-type]
        "sort: expected a text, got a value of type int",
    ),
    "nothing that could be called": (
        lambda: nettrain.fit("none.yaml", show="x"),  # type: ignore[arg-type]
        "show: expected a function that takes an event, such as print; got a value of type str",
    ),
}


@pytest.mark.parametrize(("call", "message"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_calls_that_are_refused(call: Any, message: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        call()


LONE = {
    "init": (lambda: nettrain.init("f.csv", "xy"), lambda given: given["targets"]),
    "check": (lambda: nettrain.check("c.yaml", sets="xy"), lambda given: given["sets"]),
    "fit": (lambda: nettrain.fit("c.yaml", sets="xy"), lambda given: given["sets"]),
    "fit, by": (lambda: nettrain.fit("c.yaml", by="xy"), lambda given: given["asked"].by),
    "evaluate": (lambda: nettrain.evaluate("r", by="xy"), lambda given: given["asked"].by),
    "evaluate, sets": (lambda: nettrain.evaluate("r", sets="xy"), lambda given: given["sets"]),
    "predict": (lambda: nettrain.predict("r", "f.csv", keep="xy"), lambda given: given["written"].kept),
    "predict, sets": (lambda: nettrain.predict("r", "f.csv", sets="xy"), lambda given: given["sets"]),
    "report": (lambda: nettrain.report("r", by="xy"), lambda given: given["by"]),
}


@pytest.mark.parametrize("verb", LONE)
def test_a_lone_text_is_a_list_of_one(monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    call, taken = LONE[verb]
    command = import_module(f"nettrain.commands.{verb.partition(',')[0]}")
    monkeypatch.setattr(command, "run", lambda **given: given)
    assert list(taken(call())) == ["xy"]
