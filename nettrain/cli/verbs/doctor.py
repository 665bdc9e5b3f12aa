"""doctor: this machine and this installation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.cli.exits import carry_out
from nettrain.cli.options import Json, Quiet

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome


def verb(json: Json = False, quiet: Quiet = False) -> None:
    """Tell what works here, what does not, and how to mend it."""

    def work() -> Outcome:
        import gc

        gc.enable()
        from nettrain.commands import doctor

        return doctor.run()

    carry_out(work, json=json, quiet=quiet)
