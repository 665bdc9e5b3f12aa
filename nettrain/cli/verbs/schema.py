"""schema: for editors."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Quiet

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="The file to write; stdout by default.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file, whatever it holds.")] = False,
    quiet: Quiet = False,
) -> None:
    """Write the JSON Schema of a config, for editors."""

    def work() -> Outcome:
        from nettrain.commands import schema

        return schema.run(output, force=force)

    carry_out(work, quiet=quiet and output is not None)
