"""check: config and data against each other."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Files, Json, Quiet, Reports, Seed, Sets
from nettrain.cli.screen import width_of
from nettrain.text import shows

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome
    from nettrain.events import Emit
    from nettrain.reporters.reports import Read


def verb(
    files: Files,
    sets: Sets = None,
    seed: Seed = None,
    print_config: Annotated[
        bool, typer.Option("--print-config", help="Show the resolved config, each value with where it comes from.")
    ] = False,
    each: Annotated[
        bool, typer.Option("--each", help="Check every file on its own, instead of one config out of all.")
    ] = False,
    reports: Reports = None,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check config and data against each other, and show the plan. Trains nothing."""

    def planned(show: Emit | None = None) -> Outcome:
        if print_config:
            from nettrain.commands import resolved

            return resolved.run(files, sets or (), seed)
        from nettrain.commands import check
        from nettrain.commands.profiles import ASCII_BARS, BARS

        if each:
            return check.run_each(files, sets or (), seed, show)
        signs = BARS if shows(BARS, sys.stdout) else ASCII_BARS
        return check.run(files, sets or (), seed, show, width_of(sys.stdout), signs)

    def reading() -> Read:
        from nettrain.commands import inputs

        return inputs.of_configs(files, sets or (), each=each)

    def work() -> Outcome:
        if not reports:
            return planned()
        from nettrain.reporters.reports import reported

        with reported(reports, "check", " ".join(map(str, files)), reading) as told:
            outcome = planned(told)
        return outcome._replace(unwritten=told.unwritten)

    carry_out(work, json=json, quiet=quiet)
