"""live: a progress bar on a terminal, and a table at the end."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from nettrain.events import (
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
from nettrain.reporters import lines
from nettrain.reporters.numbers import count, figure

REFRESHES = 8
"""A second, at the most."""
BAR = 16
"""Cells of the progress bar."""


class Live:
    """Shows how training goes below the lines that stay.

    Colours only say what words say too; rich leaves them out where NO_COLOR is set.
    """

    def __init__(self, stream: TextIO, *, verbose: bool = False, width: int | None = None) -> None:
        self.console = Console(file=stream, highlight=False, width=width, emoji=False, markup=False)
        self.verbose = verbose
        self.progress: Progress | None = None
        self.task: TaskID | None = None
        self.epochs, self.best, self.values = 0, "", ""

    def __call__(self, event: Event) -> None:
        """Show an event."""
        match event:
            case RunStarted():
                self.epochs = event.epochs
                self._say(lines.started(event))
            case Notice():
                self._say(lines.notice(event), "yellow")
            case PhaseStarted():
                self._phase(event)
            case StepsDone():
                done = event.epoch - 1 + event.step / event.steps
                self._move(done, f"{count(event.rows_per_second)} rows/s", f"loss {figure(event.loss)}")
            case EpochEnded():
                self._epoch(event)
            case TrainingEnded():
                self.close()
                self._say(lines.ended(event))
            case Judged():
                self.close()
                self._verdict(event)
            case RunEnded():
                self._say(lines.finished(event))
            case _:
                pass

    def close(self) -> None:
        """Take the progress bar away."""
        if self.progress is not None:
            self.progress.stop()
            self.progress = self.task = None

    def _say(self, line: str, style: str = "") -> None:
        self.console.print(Text(line, style), soft_wrap=True)

    def _phase(self, event: PhaseStarted) -> None:
        if self.verbose:
            self._say(event.text, "dim")
        if event.phase in ("judge", "save"):
            return
        if self.progress is None:
            self.progress = Progress(
                TextColumn("{task.description}"),
                BarColumn(bar_width=BAR),
                TextColumn("{task.fields[speed]}"),
                TimeRemainingColumn(compact=True),
                console=self.console,
                transient=True,
                refresh_per_second=REFRESHES,
            )
            self.task = self.progress.add_task("", total=None, speed="")
            self.progress.start()
        assert self.task is not None
        self.progress.update(self.task, description=event.text)

    def _epoch(self, event: EpochEnded) -> None:
        values = lines.watched(event.values, verbose=self.verbose)
        self.values = "  ".join(f"{name} {figure(value)}" for name, value in values.items())
        if event.best:
            self.best = f"  best {event.epoch}"
        self._move(float(event.epoch), f"{count(event.rows_per_second)} rows/s", self.values)

    def _move(self, epochs: float, speed: str, values: str) -> None:
        if self.progress is None or self.task is None:
            return
        number = min(int(epochs) + 1, self.epochs)
        told = f"epoch {number}/{self.epochs}  {self.values or values}{self.best}"
        room = max(self.console.width - BAR - len(speed) - 12, 20)
        told = told if len(told) <= room else told[: room - 3] + "..."
        self.progress.update(self.task, total=self.epochs, completed=epochs, description=told, speed=speed)

    def _verdict(self, event: Judged) -> None:
        gates = {gate["metric"]: gate for gate in event.gates}
        table = Table(title=lines.verdict(event)[0], title_justify="left", title_style="")
        table.add_column("metric")
        table.add_column("value", justify="right")
        table.add_column("baseline", justify="right")
        if gates:
            table.add_column("gate")
        for name, score in event.scores.items():
            row = [Text(name), Text(figure(score["value"])), Text(figure(score["baseline"]), "dim")]
            if name in gates:
                passed = gates[name]["passed"]
                row.append(Text("pass" if passed else "FAIL", "green" if passed else "bold red"))
            table.add_row(*row)
        self.console.print(table)
        for gate in event.gates:
            if not gate["passed"]:
                self._say(f"FAIL  {gate['message']}", "bold red")
