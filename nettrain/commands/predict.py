"""predict: what the network says of each row; columns are matched by name, the order of the rows is kept.

The file is gone through once, a few stretches at a time: read, encoded, put through the network and written, each while
others are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl
import polars.selectors as cs

from nettrain.commands.opening.opened import OpenedRun, open_run
from nettrain.commands.opening.own_files import places
from nettrain.commands.outcome import Outcome
from nettrain.commands.output import STREAM, Form
from nettrain.commands.predicting.handled import tell_handled
from nettrain.commands.predicting.streaming import Streaming, source_of
from nettrain.commands.predicting.writing import form_of, lines, write_csv, write_parquet
from nettrain.data.flow import Flow, Passing
from nettrain.data.parquet import as_text
from nettrain.data.table import ROW
from nettrain.errors import UsageError, listing
from nettrain.events import Emit, Notice, silent
from nettrain.numbers import counted
from nettrain.overwriting import refuse_overwriting

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Written(NamedTuple):
    """Where predictions go, and how; without an `output` they are the outcome's text and document.

    `kept` are columns of the file that stand before the predictions.
    """

    output: Path | None = None
    form: Form | None = None
    kept: tuple[str, ...] = ()


SHOWN = Written()
MOST_HELD = 1 << 23
"""Bytes of lines without any prediction that wait for the first one."""


def run(run: Path, data: Path, written: Written = SHOWN, show: Emit = silent, *, sets: Sequence[str] = ()) -> Outcome:
    """Predict every row of `data` ("-": standard input). A row that a policy drops has an empty prediction.

    `sets` say how `data` is read where that is otherwise than in training ("data.format.delimiter=;").

    Raises UsageError, ConfigError, RunError, DataError; a file is then not written, standard output perhaps up to the
    fault.
    """
    output = written.output
    if output is None and written.form == "parquet":
        raise UsageError("--format parquet needs a file: name it with -o FILE")
    opened = open_run(run, show).reading(sets)
    if output not in (None, STREAM):
        refuse_overwriting(output, data, *places(opened.directory))
    streaming = Streaming(opened, _flow(opened, data, written.kept, show), needed=True)
    from nettrain.commands.predicting.predicted import predicted_names  # NumPy comes while the first rows are read

    kept, names = streaming.flow.typing.kept, predicted_names(opened.plan)
    if taken := [name for name in kept if name in names]:
        raise UsageError(f"--keep {taken[0]}: the predictions have a column of that name")
    document: dict[str, Any] = {"run": str(opened.directory), "columns": [*kept, *names]}
    if output is None:
        made = pl.concat(streaming(partial(_framing, opened), show))
        document |= {"predictions": _entries(made, kept)}
        text = made.write_csv().rstrip("\n")
    else:
        if form_of(output, written.form) == "parquet":
            write_parquet(streaming(partial(_framing, opened), show), output)
        else:
            header = lines(pl.DataFrame(schema=[*kept, *names]), header=True)
            write_csv(_held_back(chain([header], streaming(partial(_lining, opened), show)), streaming), output)
        document |= {"output": str(output)}
        rows = f" in {counted(streaming.rows, 'row')}" if streaming.dropped else ""
        text = f"{output}: {counted(streaming.rows - streaming.dropped, 'prediction')}{rows}"
    tell_handled(show, streaming, "rows without a prediction")
    counts = {"rows": streaming.rows, "handled": streaming.handled, "dropped": streaming.dropped}
    return Outcome(text, {**document, **counts}, verbatim=output is None)


def _flow(opened: OpenedRun, data: Path, kept: Sequence[str], show: Emit) -> Flow:
    """Open the data, and say which columns are of no use."""
    kept = tuple(dict.fromkeys(kept))
    plan = opened.plan
    needed = {column.name: "an input of the network" for column in plan.columns}
    asked = {name: "asked for by --keep" for name in kept if name not in needed}
    source = source_of(data)
    flow = opened.flow(source, {**needed, **asked}, kept)
    data_config = plan.config.data
    known = {*needed, *kept, *plan.target.columns, *data_config.drop, data_config.weight, *data_config.split.by}
    if extra := [name for name in flow.opened.names if name not in known]:
        show(Notice(text=f"columns that the network does not use: {listing(extra)}", file=source.shown))
    return flow


def _entries(made: pl.DataFrame, kept: Sequence[str]) -> list[dict[str, Any]]:
    """Return the rows; kept cells that JSON has no type for (moments, decimals) are text, as the CSV has them."""
    cells = made.select(kept)
    others = cells.select(~(cs.numeric() | cs.boolean() | cs.string() | cs.temporal()) | cs.decimal())
    moments = map(_moments_as_written, cells.select(cs.temporal()))
    return made.with_columns(*as_text(others), *moments).to_dicts()


def _moments_as_written(cells: pl.Series) -> pl.Series:
    """Return moments, whose text has no commas or quotes, as the lines of a CSV have them."""
    text = cells.to_frame().write_csv(include_header=False, null_value="-")
    return pl.Series(cells.name, text.splitlines(), pl.String).replace("-", None)


def _held_back(parts: Iterator[bytes], streaming: Streaming) -> Iterator[bytes]:
    """Yield lines once a row could be used, or MOST_HELD bytes wait for one: it may be that no row can be, and an
    error all that is left to say."""
    held: list[bytes] = []
    for part in parts:
        held.append(part)
        if streaming.dropped < streaming.rows or sum(map(len, held)) > MOST_HELD:
            yield from held
            held.clear()
    yield from held


def _framing(opened: OpenedRun, some: Passing) -> Callable[[NDArray[Any]], pl.DataFrame]:
    return partial(_framed, opened, some)


def _lining(opened: OpenedRun, some: Passing) -> Callable[[NDArray[Any]], bytes]:
    return lambda outputs: lines(_framed(opened, some, outputs), header=False)


def _framed(opened: OpenedRun, some: Passing, outputs: NDArray[Any]) -> pl.DataFrame:
    """Return kept cells and predictions of all rows of a stretch; those without an output have no prediction."""
    from nettrain.commands.predicting.predicted import predicted_frame

    made = predicted_frame(opened.plan, outputs, opened.deciding)
    if some.usable.height < some.height:
        numbers = pl.select(pl.int_range(some.height, dtype=pl.UInt32).alias(ROW))
        found = made.with_columns(some.usable.get_column(ROW))
        made = numbers.join(found, on=ROW, how="left", maintain_order="left").drop(ROW)
    return some.kept.hstack(made) if some.kept.width else made
