"""list: what a config can name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.completion import names
from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    asked: Annotated[
        str | None,
        typer.Argument(
            metavar="KIND|NAME", help="A kind such as layers, or a name such as dense.", autocompletion=names
        ),
    ] = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """List what a config can name, with options and defaults."""

    def work() -> Outcome:
        from nettrain.commands.list import run

        return run(asked)

    carry_out(work, json=json, quiet=quiet)
