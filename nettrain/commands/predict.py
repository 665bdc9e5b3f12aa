"""predict: a CSV with predictions; columns are matched by name, no label is wanted, the order of the rows is kept."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from nettrain.commands.fit import silent
from nettrain.commands.opened import foreign_table, open_run
from nettrain.commands.outcome import Outcome
from nettrain.commands.predicted import predicted_frame
from nettrain.data.dataset import numbered
from nettrain.data.encoding import encode, refused
from nettrain.errors import DataError, RunError, UsageError, listing
from nettrain.events import Emit, Notice
from nettrain.rundir import write_atomically


def run(run: Path, data: Path, output: Path | None = None, keep: Sequence[str] = (), show: Emit = silent) -> Outcome:
    """Predict every row of `data`; the CSV is the outcome's text, or goes to `output`.

    `keep` names columns of the file that stand before the predictions. Raises UsageError, RunError, DataError.
    """
    opened = open_run(run)
    plan = opened.plan
    needed = {column.name: "an input of the network" for column in plan.columns}
    table = foreign_table(
        plan, data, {**needed, **{name: "asked for by --keep" for name in keep if name not in needed}}
    )
    frame = numbered(table)
    problems = refused(table, frame, plan.columns)
    if problems:
        raise DataError(*problems)
    extra = [n for n in table.frame.columns if n not in needed and n not in keep and n not in plan.target.columns]
    if extra:
        show(Notice(text=f"columns that the network does not use: {listing(extra)}", place=str(data)))
    encoded = encode(frame, plan.columns)
    for what, counts in (("missing", encoded.missing), ("never met in training", encoded.unseen)):
        if counts:
            listed = ", ".join(f"{name} {count:,}" for name, count in counts.items())
            show(Notice(text=f"cells that are {what}: {listed}", place=str(data)))
    made = predicted_frame(plan, opened.outputs(encoded.inputs))
    if taken := sorted(set(keep) & set(made.columns)):
        raise UsageError(f"--keep {taken[0]}: the predictions have a column of that name")
    kept = {name: table.frame.get_column(name) for name in keep}
    text = pl.DataFrame({**kept, **made.to_dict()}).write_csv()
    record = {
        "run": str(opened.directory),
        "rows": frame.height,
        "columns": [*kept, *made.columns],
        "filled": {"missing": dict(encoded.missing), "unseen": dict(encoded.unseen)},
    }
    if output is None:
        return Outcome(text.rstrip("\n"), {**record, "predictions": made.to_dicts()})
    try:
        write_atomically(output, text.encode())
    except OSError as error:
        raise RunError(f"{output} cannot be written: {error.strerror}") from None
    return Outcome(f"{output}: {frame.height:,} predictions", {**record, "output": str(output)})
