"""eval: judge a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import By, Json, Margins, Over, Quiet, Reading, Reference, Reports, Run, Under, Verbose

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome
    from nettrain.reporters.reports import Read


def verb(
    run: Run = None,
    data: Annotated[
        Path | None, typer.Option("--data", help="Judge all rows of this file instead, - for standard input.")
    ] = None,
    sets: Reading = None,
    under: Under = None,
    over: Over = None,
    reference: Reference = None,
    margins: Margins = None,
    by: By = None,
    reports: Reports = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Judge a run on its test rows; the exit code is the verdict."""

    def reading() -> Read:
        from nettrain.commands import inputs

        return inputs.of_run(run, data)

    def work() -> Outcome:
        from nettrain.reporters.reports import both, reported

        with reported(reports or (), "eval", "" if run is None else str(run), reading) as told:
            from nettrain.commands import evaluate
            from nettrain.commands.judging.demands import Demands
            from nettrain.reporters.choose import reporting

            with reporting(results=not json, quiet=quiet, verbose=verbose) as shown:
                asked = Demands(under or (), over or (), by or (), reference, margins or ())
                outcome = evaluate.run(run, data, asked, both(told, shown), sets=sets or ())
        return outcome._replace(unwritten=told.unwritten)

    carry_out(work, json=json, told=True)
