"""init: a config from a data file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet, dash

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(
    data: Annotated[str, typer.Argument(metavar="DATA", help="A CSV or Parquet file, or a pattern for several.")],
    targets: Annotated[
        list[str] | None,
        typer.Option("-t", "--target", metavar="COLUMN", help="The column to predict; again for several. Required."),
    ] = None,
    preset: Annotated[
        Literal["small", "standard"],
        typer.Option("--preset", help="small: seconds, to see what there is to learn. standard: a strong network."),
    ] = "small",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            callback=dash,
            help="The config; by default DATA's name with .yaml; - is stdout.",
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="A.B=VALUE", help="What the config begins with, as in name=first, data.format.quote=none."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the config if it is there.")] = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write a commented, checked config for a CSV."""

    def work() -> Outcome:
        from nettrain.commands import init

        return init.run(data, targets or (), output, preset, sets or (), force=force)

    carry_out(work, json=json, quiet=quiet)
