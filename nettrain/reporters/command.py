"""The command that made a run, as a person would give it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nettrain.text import command


def spoken_command(arguments: Sequence[str]) -> str:
    """Return the command line of a run from the arguments of its process; other programs called nettrain.fit."""
    program = Path(arguments[0])
    if program.name == "nettrain" or program.parts[-2:] == ("nettrain", "__main__.py"):
        return command(*arguments[1:])
    return "nettrain.fit(...)" + (f" in {program.name}" if program.suffix == ".py" else "")
