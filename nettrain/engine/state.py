"""A training run's state as one file: a checksum, a head in JSON, the arrays as they lie in memory."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.errors import RunError
from nettrain.rundir import BEST

MAGIC = b"nettrain state 2\n"
DIGEST = 32
"""Bytes of a SHA-256."""


@dataclass(slots=True)
class State:
    """Where a run stands: the values of all variables, the epoch, what came out so far.

    `variables` are those of `Steps.variables`; `best` the network's variables at the best epoch, None before the first.
    """

    variables: list[NDArray[Any]] = field(default_factory=list)
    best: list[NDArray[Any]] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """Epoch, step, history, and what the run is: JSON values, numbers that are not finite among them."""

    def parts(self) -> list[Any]:
        """Return the file in pieces that need not be copied: magic, SHA-256 of the rest, size of the head, head,
        arrays."""
        arrays = [np.asarray(array, order="C") for array in (*self.variables, *(self.best or ()))]
        head = json.dumps(
            {
                "arrays": [[array.dtype.str, list(array.shape)] for array in arrays],
                "variables": len(self.variables),
                "facts": self.facts,
                "best": self.best is not None,
            }
        ).encode()  # keys as they come: the order of the values in the history is that of the columns in its file
        raw: list[Any] = [array.reshape(-1).view(np.uint8).data for array in arrays]
        rest = [len(head).to_bytes(8, "big"), head, *raw]
        digest = hashlib.sha256()
        for part in rest:
            digest.update(part)
        return [MAGIC, digest.digest(), *rest]

    def to_bytes(self) -> bytes:
        """Return the file as a whole."""
        return b"".join(self.parts())

    @classmethod
    def from_bytes(cls, content: bytes) -> State:
        """Return the state that `to_bytes` wrote. Raises ValueError if it is foreign or damaged."""
        if not content.startswith(MAGIC):
            raise ValueError("is not a state of this nettrain")
        begin = len(MAGIC) + DIGEST
        rest = memoryview(content)[begin:]
        if hashlib.sha256(rest).digest() != content[len(MAGIC) : begin]:
            raise ValueError("is damaged: its checksum does not hold")
        at = 8 + int.from_bytes(rest[:8], "big")
        arrays: list[NDArray[Any]] = []
        try:
            head = json.loads(bytes(rest[8:at]))
            for kind, shape in head["arrays"]:
                count = math.prod(shape)
                arrays.append(np.frombuffer(rest, np.dtype(kind), count, at).reshape(shape))
                at += arrays[-1].nbytes
            split = head["variables"]
            return cls(arrays[:split], arrays[split:] if head["best"] else None, head["facts"])
        except (ValueError, KeyError, TypeError):
            raise ValueError("is not a state of this nettrain") from None


def network_of(content: bytes, expected: str) -> list[NDArray[Any]]:
    """Return the network's variables from a state that `to_bytes` wrote.

    `expected` is the SHA-256 that `weights_sha256` gives of them. Raises ValueError if the state is foreign or damaged,
    or of another run.
    """
    values = State.from_bytes(content).variables
    if weights_sha256(values) != expected:
        raise ValueError("holds the weights of another run: their sha256 is not the one in manifest.json")
    return values


def values_of(variables: Sequence[Any]) -> list[NDArray[Any]]:
    """Return copies of the variables' values."""
    return [np.array(variable.numpy()) for variable in variables]


def assign(variables: Sequence[Any], values: Sequence[NDArray[Any]]) -> None:
    """Give the variables these values. Raises ValueError if they are of another network."""
    if [tuple(v.shape) for v in variables] != [value.shape for value in values]:
        raise ValueError("holds the variables of another network")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def give(variables: Sequence[Any], weights: Sequence[NDArray[Any]]) -> None:
    """Give the variables the weights of a finished run. Raises RunError if they are of another network."""
    try:
        assign(variables, weights)
    except ValueError as error:
        raise RunError(f"{BEST} {error}") from None


def weights_sha256(values: Sequence[NDArray[Any]]) -> str:
    """Return the SHA-256 over the bytes of all arrays, in order, in hexadecimal digits."""
    digest = hashlib.sha256()
    for value in values:
        digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()
