"""live: a progress bar on a terminal, and a table at the end."""

from __future__ import annotations

import sys
import time
from typing import IO, TextIO, cast

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.live import Live as Display
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from nettrain.events import (
    Decided,
    EpochEnded,
    Event,
    Judged,
    Notice,
    PhaseStarted,
    RunEnded,
    RunStarted,
    StepsDone,
    TrainingEnded,
)
from nettrain.numbers import seconds
from nettrain.reporters import lines
from nettrain.reporters.outlet import Outlet
from nettrain.reporters.pace import Pace
from nettrain.reporters.scores import score_rows
from nettrain.text import encodable, printable

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
        grid = Table.grid(padding=(0, 2, 0, 0))
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
            self.console.print(self._text(line, style), soft_wrap=True)

    def _verdict(self, event: Judged) -> None:
        self._say(lines.judged(event))
        head, *rows = self._fitting(score_rows(event.scores))
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        table.add_column(head[0], overflow="fold")
        for word in head[1:]:
            table.add_column(word, justify="right", no_wrap=True, style="dim" if word == "baseline" else "")
        for row in rows:
            table.add_row(*map(self._text, row))
        self.console.print(table)
        self._say(*lines.sliced(event))
        for gate in event.gates:
            self._say(lines.gate(gate), style="green" if gate["passed"] else "bold red")

    def _fitting(self, rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """Leave the intervals out where the table would be wider than the screen."""
        whole = sum(max(map(len, column)) + 3 for column in zip(*rows, strict=True)) - 3
        narrow = whole > self.console.width and len(rows[0]) > 3
        return [(*row[:2], *row[3:]) for row in rows] if narrow else rows
