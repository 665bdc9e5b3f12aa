"""list: what can stand in a config."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.completion import names
from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet
from nettrain.cli.screen import width_of

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    asked: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND|NAME",
            help="A kind such as layers, a name such as dense, or a key such as train.warmup.",
            autocompletion=names,
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List what can stand in a config, with options and defaults."""

    def work() -> Outcome:
        from nettrain.commands.list import run

        return run(asked, width_of(sys.stdout))

    carry_out(work, json=json, quiet=quiet)
