"""What flows from layer to layer before anything is built: the shape of one row, and what its positions mean."""

from __future__ import annotations

import math
from typing import NamedTuple, TypeAlias

Shape: TypeAlias = tuple[int, ...]
"""The axes of one row, without the axis of rows: `(width,)` for a table, `(steps, features)` for a sequence."""


class Slot(NamedTuple):
    """The positions `start <= i < start + width` of the input that one column of the CSV (or one sequence) fills.

    `codes` is how many codes (0, 1, 2, ...) the one position can hold; 0 where positions hold quantities.
    """

    column: str
    kind: str
    start: int
    width: int
    codes: int = 0


class Layout(NamedTuple):
    """The shape of one row; for the input of the first layer also which columns fill which positions."""

    shape: Shape
    slots: tuple[Slot, ...] = ()

    @property
    def size(self) -> int:
        """Numbers in one row."""
        return math.prod(self.shape)


class MisfitError(Exception):
    """A layer cannot take the shape that reaches it; `option` names the field at fault, where one is."""

    def __init__(self, message: str, option: str = "") -> None:
        super().__init__(message)
        self.option = option


def axes(inputs: Shape, count: int, meaning: str) -> None:
    """Refuse `inputs` unless it has `count` axes; `meaning` names them: "(steps, features)".

    Raises MisfitError.
    """
    if len(inputs) != count:
        raise MisfitError(f"takes rows of shape {meaning}, but rows of shape {shown(inputs)} reach it")


def shown(shape: Shape) -> str:
    """Return a shape as the user reads it: "(32)", "(24, 2)"."""
    return f"({', '.join(map(str, shape))})"
