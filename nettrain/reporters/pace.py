"""How far a training is, how fast it goes, and how its last epoch stands beside the best: in words."""

from __future__ import annotations

from nettrain.events import EpochEnded, RunStarted, StepsDone
from nettrain.names import TRAIN
from nettrain.numbers import count, figure, left
from nettrain.reporters.lines import watched

FIGURE = 9
"""Cells that nearly every figure fits into: a column of this width does not move."""
MEMORY = 0.8
"""Share of the old in the running mean of an epoch's seconds."""


class Pace:
    """Follows the training of one run.

    One thread tells it what happens while another draws: what is drawn reads each event once.
    """

    def __init__(self, run: RunStarted) -> None:
        self.epochs, self.rows = run.epochs, run.rows.get(TRAIN, 0)
        self.done = 0.0
        """Epochs done, with the part of the present one."""
        self.now: StepsDone | None = None
        self.last: EpochEnded | None = None
        self.best: EpochEnded | None = None
        self.rate = 0.0
        """Rows a second."""
        self.epoch_seconds: float | None = None
        """Running mean over the epochs but the first, which compiles."""

    def step(self, event: StepsDone) -> None:
        """Take in a part of an epoch."""
        self.now, self.rate = event, event.rows_per_second
        self.done = event.epoch - 1 + event.step / event.steps

    def epoch(self, event: EpochEnded) -> None:
        """Take in an epoch."""
        before = self.epoch_seconds
        if self.last is not None:
            self.epoch_seconds = event.seconds if before is None else MEMORY * before + (1 - MEMORY) * event.seconds
        self.now, self.last, self.rate, self.done = None, event, event.rows_per_second, float(event.epoch)
        self.best = event if event.best else self.best

    def where(self) -> str:
        """Return "epoch 12/100  step 40/66"."""
        now = self.now
        epoch = f"epoch {min(int(self.done) + 1, self.epochs)}/{self.epochs}"
        return f"{epoch}  step {now.step}/{now.steps}" if now else epoch

    def speed(self) -> str:
        """Return "12,346 rows/s  12 s left"; an epoch that was not yet timed is guessed from its rows."""
        epoch, rate = self.epoch_seconds, self.rate
        if epoch is None:
            epoch = self.rows / rate if rate else 0.0
        return f"{count(rate)} rows/s  {left(max(self.epochs - self.done, 0.0) * epoch)} left"

    def table(self, width: int, *, verbose: bool) -> list[str]:
        """Return the values of the last epoch above those of the best so far, as many as fit into `width` cells."""
        now, last, best = self.now, self.last, self.best
        if last is None:
            return [f"loss {figure(now.loss)}"] if now else []
        told = [watched(event.values, verbose=verbose) for event in (last, best) if event]
        rows = [f"{row:<{len(f'epoch {self.epochs}')}}" for row in ("", f"epoch {last.epoch}")]
        if best:
            rows.append(f"{f'best  {best.epoch}':<{len(rows[0])}}")
        for name in told[0]:
            column = [name, *(figure(values[name]) for values in told)]
            size = max(FIGURE, *map(len, column))
            if len(rows[0]) + 2 + size > width:
                break
            rows = [f"{row}  {cell:>{size}}" for row, cell in zip(rows, column, strict=True)]
        return rows
