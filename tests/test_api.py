"""The Python API: what `nettrain` names is there however much of the package is imported."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import nettrain
from nettrain.errors import UsageError


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


REFUSED = {
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
