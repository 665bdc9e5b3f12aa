"""schema: for editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet, dash
from nettrain.commands.output import STREAM

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", callback=dash, help="The file to write, - for standard output, the default."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file, whatever it holds.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the JSON Schema of a config, for editors.

    On standard output it stays what editors read, with --json as without: nothing stands beside it. With -o, --json
    tells what was written.
    """

    def work() -> Outcome:
        from nettrain.commands import schema

        return schema.run(file, force=force)

    file = None if output == STREAM else output
    carry_out(work, json=json and file is not None, quiet=quiet and file is not None)  # a schema is JSON by itself
