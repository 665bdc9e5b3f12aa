"""The Python API: what `nettrain` names is there however much of the package is imported."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

import nettrain


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
