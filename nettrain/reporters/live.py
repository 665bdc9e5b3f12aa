"""live: a progress bar on a terminal, and a table at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from typing import IO, Any, Literal, TextIO, cast

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.live import Live as Display
from rich.progress_bar import ProgressBar
from rich.table import Table as RichTable
from rich.text import Text

from nettrain.events import (
    Decided,
    EpochEnded,
    Event,
    Judged,
    Notice,
    PhaseStarted,
    RunEnded,
    RunOpened,
    RunStarted,
    StepsDone,
    TrainingEnded,
)
from nettrain.numbers import seconds
from nettrain.reporters import lines
from nettrain.reporters.outlet import Outlet
from nettrain.reporters.pace import Pace
from nettrain.reporters.scores import score_table
from nettrain.text import Table, encodable, printable, wrapped

REFRESHES = 8
"""A second."""
LEAST_BAR, MOST_BAR = 8, 40
"""Cells of the progress bar; where not even the least fits, there is none."""


class Live:
    """Shows how training goes below the lines that stay; at the end what moved is gone and a table stays.

    Colours only say what words say too; rich leaves them out where NO_COLOR is set.
    """

    def __init__(self, stream: TextIO, *, verbose: bool = False) -> None:
        self.outlet = Outlet(stream, apart=stream.isatty())
        self.console = Console(file=cast("IO[str]", self.outlet), highlight=False, emoji=False, markup=False)
        self.verbose = verbose
        self.pace: Pace | None = None
        self.phase, self.phase_began = "", 0.0
        self.display: Display | None = None
        self.redirect = stream is sys.stderr

    def __call__(self, event: Event) -> None:
        """Show an event."""
        match event:
            case RunStarted():
                self.pace = Pace(event)
                self._say(*lines.started(event, verbose=self.verbose))
            case RunOpened():
                self._say(lines.opened(event))
            case Notice():
                self._say(lines.notice(event), style="yellow")
            case PhaseStarted():
                self._phase(event)
            case StepsDone() if self.pace:
                self.pace.step(event)
            case EpochEnded() if self.pace:
                self.pace.epoch(event)
            case TrainingEnded():
                self._stop()
                self.pace = None
                self._say(lines.ended(event))
            case Decided():
                self._stop()
                self._say(*lines.decided(event))
            case Judged():
                self._stop()
                self._verdict(event)
            case RunEnded():
                self._stop()
                self._say(*lines.finished(event, verbose=self.verbose))
            case _:
                pass

    def close(self) -> None:
        """Take away what moves."""
        self._stop()
        self.outlet.close()

    def picture(self) -> RenderableType:
        """Return what moves, as it stands now: the phase, or the bar with the last and the best epoch below it."""
        pace = self.pace
        if pace is None or pace.done == 0:
            return self._cut(f"{self.phase}  {seconds(time.monotonic() - self.phase_began)}")
        width = self.console.width
        head, tail = pace.where(), pace.speed()
        table = [self._cut(line) for line in pace.table(width, verbose=self.verbose)]
        room = width - len(head) - len(tail) - 4
        if room < LEAST_BAR:
            return Group(self._cut(f"{head}  {tail}"), *table)
        bar = ProgressBar(
            total=pace.epochs,
            completed=pace.done,
            width=min(MOST_BAR, room),
            complete_style="default",
            finished_style="default",
        )
        grid = RichTable.grid(padding=(0, 2, 0, 0))
        grid.add_row(Text(head, no_wrap=True), bar, Text(tail, no_wrap=True))
        return Group(grid, *table)

    def _phase(self, event: PhaseStarted) -> None:
        if self.verbose:
            self._say(event.text, style="dim")
        self.phase, self.phase_began = encodable(printable(event.text), self.outlet.encoding), time.monotonic()
        if self.display is None and self.console.is_terminal:
            self.display = Display(  # a new one each time: a used one would go up over lines that were to stay
                get_renderable=self.picture,
                console=self.console,
                transient=True,
                refresh_per_second=REFRESHES,
                redirect_stdout=False,
                redirect_stderr=self.redirect,
            )
            self.display.start()

    def _stop(self) -> None:
        if self.display is not None:
            self.display.stop()
            self.display = None

    def _cut(self, line: str) -> Text:
        return Text(line[: self.console.width], no_wrap=True, overflow="crop")

    def _text(self, text: str, style: str = "") -> Text:
        return Text(encodable(printable(text), self.outlet.encoding), style)

    def _say(self, *told: str, style: str = "") -> None:
        for line in told:
            for part in wrapped(printable(line), self.console.width):
                self.console.print(self._text(part, style), soft_wrap=True)

    def _verdict(self, event: Judged) -> None:
        self._say(lines.judged(event))
        told = self._fitting(score_table(event.scores))
        table = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column(told.heads[0], overflow="fold")
        for word, right in [*zip(told.heads, told.right, strict=True)][1:]:
            justify: Literal["left", "right"] = "right" if right else "left"
            table.add_column(word, justify=justify, no_wrap=True, style="dim" if word == "baseline" else "")
        for row in told.rows:
            table.add_row(*map(self._text, row))
        self.console.print(table)
        self._say(*lines.sliced(event))
        for gate in event.gates:
            self._say(lines.gate(gate), style="green" if gate["passed"] else "bold red")

    def _fitting(self, table: Table) -> Table:
        """Leave the intervals out where the table would be wider than the screen."""
        whole = sum(max(map(len, column)) + 3 for column in zip(table.heads, *table.rows, strict=True)) - 3
        if whole <= self.console.width or len(table.heads) <= 3:
            return table
        return Table(_narrow(table.heads), [*map(_narrow, table.rows)], _narrow(table.right))


def _narrow(row: Sequence[Any]) -> list[Any]:
    """Return a row without its third cell, the interval."""
    return [*row[:2], *row[3:]]
