"""report: a page about a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import By, Json, Quiet, Run
from nettrain.commands.output import STREAM
from nettrain.errors import UsageError

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    run: Run = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="The page to write (-: stdout); report.html in the run by default."),
    ] = None,
    browse: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    by: By = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write one HTML page about a run.

    Verdict, curves, errors, network and data; it works offline and prints.
    """

    def work() -> Outcome:
        from nettrain.commands import report
        from nettrain.reporters.choose import reporting

        if browse and output == STREAM:
            raise UsageError("--open shows a file, and -o - makes none: leave one of them out")
        with reporting(results=False, quiet=quiet, verbose=False) as told:
            made = report.run(run, output, by or (), told)
        if browse:
            import webbrowser

            webbrowser.open(Path(made.document["report"]).resolve().as_uri())
        return made

    carry_out(work, json=json, quiet=quiet)
