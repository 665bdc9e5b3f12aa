"""predict: what the network says of each row; columns are matched by name, the order of the rows is kept.

The file is gone through once, a few stretches at a time: read, encoded, put through the network and written, each while
others are read.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from nettrain.commands.handled import tell_handled
from nettrain.commands.opened import OpenedRun, Predicting, open_run
from nettrain.commands.outcome import Outcome
from nettrain.commands.predicted import predicted_frame
from nettrain.commands.writing import STREAM, Form, form_of, write
from nettrain.data.encoding import Encoder, Handled, added, handled, refused
from nettrain.data.flow import Flow, Passing
from nettrain.data.foreign import named
from nettrain.data.parallel import WORKERS, in_turn
from nettrain.data.reading import MOST_PROBLEMS
from nettrain.data.sources import piped
from nettrain.data.streams import AHEAD
from nettrain.data.table import ROW
from nettrain.errors import DataError, UsageError, listing
from nettrain.events import Emit, Notice, silent


class Written(NamedTuple):
    """Where predictions go, and how; without an `output` they are the outcome's text and document.

    `kept` are columns of the file that stand before the predictions.
    """

    output: Path | None = None
    form: Form | None = None
    kept: tuple[str, ...] = ()


SHOWN = Written()


def run(run: Path, data: Path, written: Written = SHOWN, show: Emit = silent) -> Outcome:
    """Predict every row of `data` ("-": standard input). A row that a policy drops has an empty prediction.

    Raises UsageError, RunError, DataError; a file is then not written, standard output perhaps up to the fault.
    """
    output, kept = written.output, tuple(dict.fromkeys(written.kept))
    if output is None and written.form == "parquet":
        raise UsageError("--format parquet needs a file: name it with -o FILE")
    opened = open_run(run)
    flow = _flow(opened, data, kept, show)
    network = opened.network(show, WORKERS)
    making = _Making(opened, flow, network)
    if taken := [name for name in kept if name in making.names]:
        raise UsageError(f"--keep {taken[0]}: the predictions have a column of that name")
    document: dict[str, Any] = {"run": str(opened.directory), "columns": [*kept, *making.names]}
    frames = making.frames()
    if output is None:
        made = pl.concat(frames)
        document |= {"predictions": made.drop(kept).to_dicts()}
        text = made.write_csv().rstrip("\n")
    else:
        write(frames, output, form_of(output, written.form))
        document |= {"output": str(output)}
        text = f"{output}: {making.rows:,} predictions"
    tell_handled(show, making.handled, making.dropped, flow.opened.source.shown)
    counts = {"rows": making.rows, "handled": making.handled, "dropped": making.dropped}
    return Outcome(text, {**document, **counts})


def _flow(opened: OpenedRun, data: Path, kept: Sequence[str], show: Emit) -> Flow:
    """Open the data, and say which columns are of no use."""
    plan = opened.plan
    needed = {column.name: "an input of the network" for column in plan.columns}
    asked = {name: "asked for by --keep" for name in kept if name not in needed}
    source = piped(sys.stdin.buffer, "stdin", AHEAD) if data == STREAM else named(data)
    flow = opened.flow(source, {**needed, **asked}, kept)
    known = {*needed, *kept, *plan.target.columns, *plan.config.data.drop, plan.config.data.weight}
    if extra := [name for name in flow.opened.names if name not in known]:
        show(Notice(text=f"columns that the network does not use: {listing(extra)}", place=source.shown))
    return flow


@dataclass(slots=True)
class _Making:
    """Rows -> predictions, and the count of what was met."""

    opened: OpenedRun
    flow: Flow
    network: Predicting
    encoder: Encoder = field(init=False)
    names: list[str] = field(init=False)
    rows: int = 0
    dropped: int = 0
    handled: Handled = field(default_factory=dict)

    def __post_init__(self) -> None:
        plan = self.opened.plan
        self.encoder = Encoder(plan.columns)
        self.names = predicted_frame(plan, np.empty((0, plan.outputs), np.float32)).columns

    def frames(self) -> Iterator[pl.DataFrame]:
        """Yield kept cells and predictions of all rows. Raises DataError."""
        for frame, met, dropped in in_turn(self._made, ((some,) for some in self.flow)):
            self.rows += frame.height
            self.dropped += dropped
            self.handled = added(self.handled, met)
            yield frame

    def _made(self, some: Passing) -> tuple[pl.DataFrame, Handled, int]:
        columns = self.opened.plan.columns
        strict = [column for column in columns if column.kind.refuses]
        if problems := refused(self.flow, some.usable, strict):
            raise DataError(*problems[:MOST_PROBLEMS])
        outputs = self.network(self.encoder.tiles(some.usable))
        made = predicted_frame(self.opened.plan, outputs, self.opened.deciding)
        dropped = some.height - some.usable.height
        if dropped:
            numbers = pl.select(pl.int_range(some.start, some.start + some.height, dtype=pl.UInt32).alias(ROW))
            found = made.with_columns(some.usable.get_column(ROW))
            made = numbers.join(found, on=ROW, how="left", maintain_order="left").drop(ROW)
        return pl.DataFrame({**some.kept.to_dict(), **made.to_dict()}), handled(some.usable, columns), dropped
