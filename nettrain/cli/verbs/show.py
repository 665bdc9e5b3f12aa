"""show: a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet, Run

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    run: Run = None,
    plot: Annotated[bool, typer.Option("--plot", help="Draw the learning curves too.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Show what a run was, did and scored."""

    def work() -> Outcome:
        from nettrain.commands import show
        from nettrain.reporters.choose import reporting

        paper = None
        if plot:
            import sys

            from nettrain.reporters.chart import paper_of

            paper = paper_of(sys.stdout)
        with reporting(results=False, quiet=quiet, verbose=False) as told:
            return show.run(run, paper, told)

    carry_out(work, json=json, quiet=quiet)
