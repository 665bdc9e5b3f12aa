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

        if not plot:
            return show.run(run)
        import sys

        from nettrain.reporters.chart import paper_of

        return show.run(run, paper_of(sys.stdout))

    carry_out(work, json=json, quiet=quiet)
