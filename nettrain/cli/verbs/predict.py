"""predict: rows of a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.completion import runs
from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet, Verbose

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="A run directory.", autocompletion=runs)],
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A CSV; no label is wanted.")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The CSV to write; stdout by default.")] = None,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="COLUMN", help="A column to put before the predictions.")
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Predict every row of a CSV; columns are matched by name."""

    def work() -> Outcome:
        from nettrain.commands import predict
        from nettrain.reporters.choose import reporting

        with reporting(results=False, quiet=quiet, verbose=verbose) as show:
            return predict.run(run, data, output, keep or (), show)

    carry_out(work, json=json, quiet=quiet and output is not None)
