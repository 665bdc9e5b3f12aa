"""fit: train, judge, save."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.completion import configs, runs
from nettrain.cli.exits import carry_out
from nettrain.cli.options import By, Json, Margins, Over, Quiet, Reference, Reports, Seed, Sets, Under, Verbose
from nettrain.reporters.progress import Progress

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome
    from nettrain.reporters.reports import Read


def verb(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="CONFIG", autocompletion=configs, help="YAML files; a later one overrules."),
    ] = None,
    sets: Sets = None,
    seed: Seed = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The run directory itself; runs/NAME/NUMBER by default.")
    ] = None,
    resume: Annotated[
        str | None,
        typer.Option(
            "--resume",
            metavar="RUN|latest",
            help="Go on with a run where its last checkpoint stands.",
            autocompletion=runs,
        ),
    ] = None,
    progress: Annotated[
        Progress,
        typer.Option("--progress", help="How progress is shown on stderr; auto looks at the stream."),
    ] = "auto",
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
    """Train a network into a new run, judge it, and save it."""

    def reading() -> Read:
        from nettrain.commands import inputs

        configs = files or (), sets or ()
        return inputs.of_configs(*configs) if resume is None else inputs.of_resumed(resume, *configs)

    def work() -> Outcome:
        gc.enable()
        from nettrain.reporters.reports import both, reported

        subject = " ".join(map(str, files)) if files else f"--resume {resume}"
        with reported(reports or (), "fit", subject, reading) as told:
            from nettrain.commands import fit
            from nettrain.commands.judging.demands import Demands
            from nettrain.reporters.choose import reporting

            with reporting(results=not json, quiet=quiet, verbose=verbose, progress=progress) as shown:
                show = both(told, shown)
                asked = Demands(under or (), over or (), by or (), reference, margins or ())
                fit.refuse_both(output, resume)
                if resume is None:
                    outcome = fit.run(files or (), sets or (), seed, output, asked, show)
                else:
                    outcome = fit.resume(resume, files or (), sets or (), seed, asked, show)
        return outcome._replace(unwritten=told.unwritten)

    carry_out(work, json=json, told=True)
