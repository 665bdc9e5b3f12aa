"""predict: rows of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.completion import runs
from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet, Reading, Verbose, dash
from nettrain.commands.output import STREAM, Form
from nettrain.errors import UsageError

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run directory, or latest.", autocompletion=runs)],
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A CSV or Parquet file, - for standard input.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", callback=dash, help="The file to write, - for standard output, the default."),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            help="Of the output; by the file's ending by default: .parquet, CSV otherwise (.gz and .zst are packed).",
        ),
    ] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="COLUMN", help="A column to put before the predictions.")
    ] = None,
    sets: Reading = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Predict every row of a file.

    Columns are matched by name; no label is wanted.
    """

    def work() -> Outcome:
        from nettrain.commands import predict
        from nettrain.reporters.choose import reporting

        if json and output == STREAM:
            raise UsageError("--json and -o - both want the standard output: leave one of them out")
        with reporting(results=False, quiet=quiet, verbose=verbose) as show:
            written = predict.Written(output if json or output else STREAM, form, tuple(keep or ()))
            return predict.run(run, data, written, show, sets=sets or ())

    carry_out(work, json=json, quiet=quiet, told=output in (None, STREAM))
