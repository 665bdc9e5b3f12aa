"""compare: runs side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli import completion
from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet
from nettrain.errors import UsageError

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN",
            help="Run directories, or latest, at least two; held against the first.",
            autocompletion=completion.runs,
        ),
    ],
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="METRIC", help="Put the best run first.", autocompletion=completion.metrics),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="One line of CSV a run.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare runs side by side.

    Metrics, what differs in their configs, and how sure the differences are.
    """

    def work() -> Outcome:
        from nettrain.commands import compare
        from nettrain.reporters.choose import reporting

        if csv and json:
            raise UsageError("--csv and --json both want the standard output: leave one of them out")
        with reporting(results=False, quiet=quiet, verbose=False) as told:
            return compare.run(runs, sort, told, as_csv=csv)

    carry_out(work, json=json, quiet=quiet)
