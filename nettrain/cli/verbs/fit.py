"""fit: train, judge, save."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Files, Json, Quiet, Reports, Seed, Sets, Verbose

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    files: Files,
    sets: Sets = None,
    seed: Seed = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The run directory itself; runs/NAME/NUMBER by default.")
    ] = None,
    progress: Annotated[
        Literal["auto", "live", "plain", "json", "none"],
        typer.Option("--progress", help="How progress is shown on stderr; auto looks at the stream."),
    ] = "auto",
    reports: Reports = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Train a network into a new run, judge it on its test rows, and save it."""

    def work() -> Outcome:
        gc.enable()
        from nettrain.commands import fit
        from nettrain.reporters.choose import reporting
        from nettrain.reporters.reports import both, reported

        with (
            reported(reports or (), "fit", " ".join(map(str, files))) as told,
            reporting(results=not json, quiet=quiet, verbose=verbose, progress=progress) as shown,
        ):
            return fit.run(files, sets or (), seed, output, both(told, shown))

    carry_out(work, json=json, told=True)
