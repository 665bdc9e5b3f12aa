"""Arguments and options that several verbs take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from nettrain.cli.completion import configs, readings, reports, runs, settings
from nettrain.commands.output import STREAM


def dash(output: Path | None) -> Path | None:
    """Return - for an output that is the standard output by another name, such as /dev/stdout."""
    from nettrain.atomic import own_stream

    return STREAM if output is not None and own_stream(output) == 1 else output


Files = Annotated[
    list[Path], typer.Argument(metavar="CONFIG", help="YAML files; a later one overrules.", autocompletion=configs)
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="A.B=VALUE", help="Overrule one key, as in train.epochs=5.", autocompletion=settings),
]
Reading = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="A.B=VALUE",
        help="Read the file otherwise than in training, as in data.format.delimiter=;.",
        autocompletion=readings,
    ),
]
Seed = Annotated[int | None, typer.Option("--seed", help="Overrule the config's seed.")]
Under = Annotated[
    list[str] | None, typer.Option("--fail-under", metavar="METRIC=MIN", help="A gate more: the least that passes.")
]
Over = Annotated[
    list[str] | None, typer.Option("--fail-over", metavar="METRIC=MAX", help="A gate more: the most that passes.")
]
Reference = Annotated[
    Path | None,
    typer.Option(
        "--no-worse-than",
        metavar="RUN|latest",
        help="A gate more: not shown to be worse than this run.",
        autocompletion=runs,
    ),
]
Margins = Annotated[
    list[str] | None,
    typer.Option(
        "--margin", metavar="[METRIC=]NUMBER", help="Shown to be at most so much worse than the run of --no-worse-than."
    ),
]
By = Annotated[list[str] | None, typer.Option("--by", metavar="COLUMN", help="Judge each group of its values too.")]
Json = Annotated[bool, typer.Option("--json", help="Make stdout one JSON document.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Say nothing but what failed.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Say more.")]
Run = Annotated[
    Path | None, typer.Argument(metavar="RUN", help="A run directory, or latest, the default.", autocompletion=runs)
]
Reports = Annotated[
    list[str] | None,
    typer.Option(
        "--report",
        metavar="FORM[:FILE]",
        autocompletion=reports,
        help="Also write junit:FILE or markdown:FILE, or annotate for github; may come several times.",
    ),
]
