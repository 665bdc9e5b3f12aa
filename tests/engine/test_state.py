"""State files that hold together and still are none, and weights of another network."""

from __future__ import annotations

import hashlib
import json
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from nettrain.engine.starting import take_over
from nettrain.engine.state import MAGIC, State
from nettrain.errors import RunError

HEAD = {"arrays": [["<f4", [2]]], "variables": 1, "facts": {}, "best": False}
STRANGE = {
    "no head": b"{",
    "no arrays": json.dumps({key: value for key, value in HEAD.items() if key != "arrays"}).encode(),
    "no mapping": b"[]",
    "a type of no array": json.dumps({**HEAD, "arrays": [["none", [2]]]}).encode(),
    "more than is there": json.dumps({**HEAD, "arrays": [["<f4", [3]]]}).encode(),
}


def sealed(head: bytes) -> bytes:
    """Return the file of a head and of two numbers, with the checksum of both."""
    rest = len(head).to_bytes(8, "big") + head + np.zeros(2, "<f4").tobytes()
    return MAGIC + hashlib.sha256(rest).digest() + rest


@pytest.mark.parametrize("head", STRANGE.values(), ids=STRANGE)
def test_a_file_of_another_make_is_refused_as_promised(head: bytes) -> None:
    assert State.from_bytes(sealed(json.dumps(HEAD).encode())).variables[0].shape == (2,)
    with pytest.raises(ValueError, match=r"^is not a state of this nettrain$"):
        State.from_bytes(sealed(head))


class Variable:
    """A variable as Keras has it."""

    def __init__(self, path: str, shape: tuple[int, ...]) -> None:
        self.path, self.shape = path, shape
        self.value: Any = None

    def assign(self, value: Any) -> None:
        self.value = value


def network(*variables: Variable) -> Any:
    layers = [SimpleNamespace(variables=[variable]) for variable in variables]
    return SimpleNamespace(network=SimpleNamespace(layers=layers))


def test_the_first_weights_are_taken_over_but_no_seed() -> None:
    kernel, seed, last = Variable("kernel", (2,)), Variable("seed_generator_state", (2,)), Variable("last", (3,))
    take_over(network(kernel, seed, last), 2, [np.ones(2), np.ones(2), np.ones(3)])
    assert (list(kernel.value), seed.value, last.value) == ([1, 1], None, None)


@pytest.mark.parametrize("weights", [[np.ones(3), np.ones(3)], [np.ones(2)]], ids=["another shape", "too few"])
def test_weights_of_another_network(weights: list[np.ndarray]) -> None:
    with pytest.raises(RunError, match=r"^checkpoints/best.state holds the variables of another network$"):
        take_over(network(Variable("kernel", (2,)), Variable("bias", (3,))), 2, weights)
