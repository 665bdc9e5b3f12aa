"""show: a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Run

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(run: Run = None, json: Json = False) -> None:
    """Show what a run was, did and scored."""

    def work() -> Outcome:
        from nettrain.commands import show

        return show.run(run)

    carry_out(work, json=json)
