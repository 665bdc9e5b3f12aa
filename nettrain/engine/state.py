"""A training run's state as one file: written to a temporary name, synced, renamed; read back only if it is whole."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"nettrain state 1\n"


@dataclass(slots=True)
class State:
    """Where a run stands: the values of all variables, the epoch, what came out so far.

    `variables` are those of `Steps.variables`; `best` the network's variables at the best epoch, None before the first.
    """

    variables: list[NDArray[Any]] = field(default_factory=list)
    best: list[NDArray[Any]] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """Epoch, step, patience, best value, history: JSON values."""

    def to_bytes(self) -> bytes:
        """Return the file: a line of magic, the SHA-256 of the rest, a JSON head, the arrays."""
        arrays = {f"v{n:05d}": array for n, array in enumerate(self.variables)}
        arrays |= {f"b{n:05d}": array for n, array in enumerate(self.best or [])}
        body = io.BytesIO()
        np.savez(body, **arrays)  # type: ignore[arg-type]
        head = json.dumps(
            {"variables": len(self.variables), "best": None if self.best is None else len(self.best), **self.facts},
            sort_keys=True,
        ).encode()
        rest = len(head).to_bytes(8, "big") + head + body.getvalue()
        return MAGIC + hashlib.sha256(rest).digest() + rest

    @classmethod
    def from_bytes(cls, content: bytes) -> State:
        """Return the state that `to_bytes` wrote. Raises ValueError if it is foreign or damaged."""
        if not content.startswith(MAGIC):
            raise ValueError("is not a state of nettrain")
        digest, rest = content[len(MAGIC) : len(MAGIC) + 32], content[len(MAGIC) + 32 :]
        if hashlib.sha256(rest).digest() != digest:
            raise ValueError("is damaged: its checksum does not hold")
        size = int.from_bytes(rest[:8], "big")
        facts = json.loads(rest[8 : 8 + size])
        with np.load(io.BytesIO(rest[8 + size :]), allow_pickle=False) as arrays:
            variables = [arrays[f"v{n:05d}"] for n in range(facts.pop("variables"))]
            count = facts.pop("best")
            best = None if count is None else [arrays[f"b{n:05d}"] for n in range(count)]
        return cls(variables, best, facts)


def values_of(variables: Sequence[Any]) -> list[NDArray[Any]]:
    """Return copies of the variables' values."""
    return [np.array(variable.numpy()) for variable in variables]


def assign(variables: Sequence[Any], values: Sequence[NDArray[Any]]) -> None:
    """Give the variables these values. Raises ValueError if they are of another network."""
    if [tuple(v.shape) for v in variables] != [value.shape for value in values]:
        raise ValueError("holds the variables of another network")
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value)


def weights_sha256(values: Sequence[NDArray[Any]]) -> str:
    """Return the SHA-256 over the bytes of all arrays, in order."""
    digest = hashlib.sha256()
    for value in values:
        digest.update(np.ascontiguousarray(value).tobytes())
    return digest.hexdigest()
