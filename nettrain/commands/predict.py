"""predict: a CSV with predictions; columns are matched by name, no label is wanted, the order of the rows is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from nettrain.commands.fit import silent
from nettrain.commands.handled import tell_handled
from nettrain.commands.opened import open_run
from nettrain.commands.outcome import Outcome
from nettrain.commands.predicted import predicted_frame
from nettrain.data.foreign import kept_cells
from nettrain.errors import RunError, UsageError, listing
from nettrain.events import Emit, Notice
from nettrain.plan.rows import foreign_inputs
from nettrain.rundir import write_atomically


def run(run: Path, data: Path, output: Path | None = None, keep: Sequence[str] = (), show: Emit = silent) -> Outcome:
    """Predict every row of `data`; the CSV is the outcome's text, or goes to `output`.

    `keep` names columns of the file that stand before the predictions. A row that a policy drops has an empty
    prediction. Raises UsageError, RunError, DataError.
    """
    opened = open_run(run)
    plan = opened.plan
    needed = {column.name: "an input of the network" for column in plan.columns}
    asked = {name: "asked for by --keep" for name in keep if name not in needed}
    read = opened.foreign(data, {**needed, **asked}, judged=False)
    known = {*needed, *keep, *plan.target.columns, *plan.config.data.drop, plan.config.data.weight}
    extra = [name for name in read.names if name not in known]
    if extra:
        show(Notice(text=f"columns that the network does not use: {listing(extra)}", place=str(data)))
    encoded = foreign_inputs(plan, read)
    tell_handled(show, encoded.handled, read.dropped, str(data))
    made = predicted_frame(plan, opened.network(show)([encoded.inputs]))
    if taken := sorted(set(keep) & set(made.columns)):
        raise UsageError(f"--keep {taken[0]}: the predictions have a column of that name")
    if read.dropped:
        every = pl.select(row=pl.int_range(read.table.rows, dtype=pl.UInt32))
        made = every.join(made.with_columns(read.keep.alias("row")), on="row", how="left", maintain_order="left")
        made = made.drop("row")
    kept = kept_cells(plan.config.data, data, list(keep)).to_dict() if keep else {}
    text = pl.DataFrame({**kept, **made.to_dict()}).write_csv()
    record = {
        "run": str(opened.directory),
        "rows": read.table.rows,
        "columns": [*kept, *made.columns],
        "handled": encoded.handled,
        "dropped": read.dropped,
    }
    if output is None:
        return Outcome(text.rstrip("\n"), {**record, "predictions": made.to_dicts()})
    try:
        write_atomically(output, text.encode())
    except OSError as error:
        raise RunError(f"{output} cannot be written: {error.strerror}") from None
    return Outcome(f"{output}: {read.table.rows:,} predictions", {**record, "output": str(output)})
