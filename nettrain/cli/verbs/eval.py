"""eval: judge a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet, Run, Verbose

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    run: Run = None,
    data: Annotated[Path | None, typer.Option("--data", help="Judge all rows of this file instead.")] = None,
    json: Json = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Judge a run on its test rows; the exit code says whether every gate holds."""

    def work() -> Outcome:
        from nettrain.commands import evaluate
        from nettrain.reporters.choose import reporting

        with reporting(results=not json, quiet=quiet, verbose=verbose) as show:
            return evaluate.run(run, data, show)

    carry_out(work, json=json, told=True)
