"""The Python API: what `nettrain` names is there however much of the package is imported."""

from __future__ import annotations

import re
import signal
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polars
import pytest

import nettrain
from nettrain.errors import UsageError
from nettrain.events import EpochEnded, Event


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
    "a preset that is none": (
        lambda: nettrain.init("none.csv", "y", preset="huge"),  # type: ignore[arg-type]
        "there is no preset 'huge': expected 'small' or 'standard'",
    ),
}


@pytest.mark.parametrize(("call", "message"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_calls_that_are_refused(call: Any, message: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(message)}$"):
        call()


LONE = {
    "init": (lambda: nettrain.init("f.csv", "xy"), lambda given: given[1]),
    "check": (lambda: nettrain.check("c.yaml", sets="xy"), lambda given: given[1]),
    "fit": (lambda: nettrain.fit("c.yaml", sets="xy"), lambda given: given[1]),
    "evaluate": (lambda: nettrain.evaluate("r", by="xy"), lambda given: given[2].by),
    "evaluate, sets": (lambda: nettrain.evaluate("r", sets="xy"), lambda given: given[-1]),
    "predict": (lambda: nettrain.predict("r", "f.csv", keep="xy"), lambda given: given[2].kept),
    "predict, sets": (lambda: nettrain.predict("r", "f.csv", sets="xy"), lambda given: given[-1]),
    "report": (lambda: nettrain.report("r", by="xy"), lambda given: given[2]),
}


@pytest.mark.parametrize("verb", LONE)
def test_a_lone_text_is_a_list_of_one(monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    call, taken = LONE[verb]
    command = import_module(f"nettrain.commands.{verb.partition(',')[0]}")
    monkeypatch.setattr(command, "run", lambda *given, **options: (*given, *options.values()))
    assert list(taken(call())) == ["xy"]
