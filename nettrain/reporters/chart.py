"""Curves by epoch as lines of text: Braille dots where a stream can show them, else ASCII; no control characters."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from nettrain.numbers import figure
from nettrain.text import shows

ROWS = 9
"""Lines of a chart without its head and its feet; an odd number has one in the middle."""
MARGIN = 12
"""Columns to the left of a chart, for the values."""
LEAST, MOST = 16, 100
"""Columns of a chart."""
SPAN = 50
"""Largest over smallest value from which the axis is logarithmic."""
DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Bits of a Braille sign by row and column of its dots."""
BLANK = 0x2800


class Paper(NamedTuple):
    """What is drawn on: columns of text, and whether it takes letters of ASCII only."""

    width: int = 80
    ascii: bool = False


class Chart(NamedTuple):
    """Curves over the same epochs, counted from 1; the first is drawn solid, before the others, which are dotted.

    `curves` are names with values; what is not finite leaves a gap. `best` is the epoch to be marked.
    """

    title: str
    curves: Sequence[tuple[str, Sequence[float]]]
    best: int | None = None


class Signs(NamedTuple):
    """What stands for walls, ticks, the corner, the floor and the mark on it, and for the two kinds of lines."""

    wall: str
    tick: str
    corner: str
    floor: str
    mark: str
    lines: tuple[str, str]


BRAILLE = Signs("│", "┤", "└", "─", "┴", ("⠒⠒⠒", "⠂⠂⠂"))
ASCII = Signs("|", "+", "+", "-", "^", ("***", "..."))


def paper_of(stream: TextIO) -> Paper:
    """Return the width of the terminal, 80 where there is none, and what the stream's encoding can show."""
    width = shutil.get_terminal_size().columns
    return Paper(width, ascii=not shows("⠿│┤└─┴", stream))


def drawn(chart: Chart, paper: Paper) -> list[str]:
    """Return a chart as lines, each at most as wide as the paper: a head with the legend, the curves, the epochs."""
    signs, columns = (ASCII if paper.ascii else BRAILLE), min(MOST, max(LEAST, paper.width - MARGIN - 1))
    known = [value for _, values in chart.curves for value in values if math.isfinite(value)]
    if not known:
        return [f"{chart.title}: no epoch has a finite value"]
    axis = Axis(min(known), max(known))
    head = f"{chart.title} (logarithmic)" if axis.curved else chart.title
    legend = [f"{signs.lines[min(n, 1)]} {name}" for n, (name, _) in enumerate(chart.curves)]
    legend += [f"{signs.mark} best epoch {chart.best}"] if chart.best else []
    across, down = (1, 1) if paper.ascii else (2, 4)
    field = [bytearray(columns * across) for _ in range(ROWS * down)]
    for number, (_, values) in reversed(list(enumerate(chart.curves))):
        for x, y in _dots(values, axis, columns * across, ROWS * down):
            if number == 0 or x % across == 0:
                field[y][x] = 1 if number == 0 else 2
    told = {0: axis.high, ROWS // 2: axis.at(0.5), ROWS - 1: axis.low} if axis.high > axis.low else {0: axis.high}
    lines = ["   ".join([head, *legend])]
    for row in range(ROWS):
        cells = field[row * down : (row + 1) * down]
        text = cells[0].translate(LETTERS).decode() if paper.ascii else _braille(cells)
        value = figure(told[row]) if row in told else ""
        lines.append(f"{value:>{MARGIN - 1}} {signs.tick if row in told else signs.wall}{text}".rstrip())
    return [*lines, *_epochs(chart, signs, columns)]


class Axis:
    """The vertical axis from the smallest to the largest value: logarithmic where they lie far apart."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high
        self.curved = low > 0 and high / low > SPAN

    def place(self, value: float) -> float:
        """Return where a value lies, from 0 (low) to 1 (high)."""
        low, high, here = map(math.log, (self.low, self.high, value)) if self.curved else (self.low, self.high, value)
        return (here - low) / (high - low) if high > low else 1.0

    def at(self, place: float) -> float:
        """Return the value at a place."""
        if self.curved:
            return math.exp((1 - place) * math.log(self.low) + place * math.log(self.high))
        return (1 - place) * self.low + place * self.high


LETTERS = bytes.maketrans(b"\0\1\2", b" *.")
"""What stands in ASCII for nothing, a solid and a dotted line."""


def _dots(values: Sequence[float], axis: Axis, columns: int, rows: int) -> Iterator[tuple[int, int]]:
    """Yield the dots of a curve by column and row, from the top; neighbours are joined."""
    before: tuple[int, int] | None = None
    for epoch, value in enumerate(values):
        if not math.isfinite(value):
            before = None
            continue
        here = _column(epoch, len(values), columns), round((1 - axis.place(value)) * (rows - 1))
        yield from _joined(before or here, here)
        before = here


def _joined(start: tuple[int, int], end: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the dots on the way from one to another, both included."""
    steps = max(abs(end[0] - start[0]), abs(end[1] - start[1]), 1)
    for step in range(steps + 1):
        yield tuple(round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True))  # type: ignore[misc]


def _column(epoch: int, epochs: int, columns: int) -> int:
    return round(epoch * (columns - 1) / max(epochs - 1, 1))


def _braille(cells: Sequence[bytearray]) -> str:
    """Return four rows of dots as Braille signs, a blank where there is no dot."""
    signs = []
    for x in range(0, len(cells[0]), 2):
        bits = sum(DOTS[y][dx] for y in range(4) for dx in (0, 1) if cells[y][x + dx])
        signs.append(chr(BLANK + bits) if bits else " ")
    return "".join(signs)


def _epochs(chart: Chart, signs: Signs, columns: int) -> list[str]:
    """Return the floor with the mark of the best epoch, and the first and the last epoch below it."""
    epochs = len(chart.curves[0][1])
    floor = [signs.floor] * columns
    if chart.best:
        floor[_column(chart.best - 1, epochs, columns)] = signs.mark
    ends = f"epoch 1{str(epochs).rjust(columns - 7)}" if epochs > 1 else "epoch 1"
    return [" " * MARGIN + signs.corner + "".join(floor), " " * (MARGIN + 1) + ends]
