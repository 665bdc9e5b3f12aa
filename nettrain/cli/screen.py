"""The terminal that a person watches, and how wide it is."""

from __future__ import annotations

import os
from typing import TextIO


def width_of(stream: TextIO) -> int | None:
    """Return the columns of a terminal that is watched; None for a pipe, a file, an editor, a CI system's log."""
    if not stream.isatty():
        return None
    from nettrain.reporters.choose import on_terminal

    if not on_terminal(stream, os.environ):
        return None
    asked = os.environ.get("COLUMNS", "")
    try:
        columns = int(asked) if asked.isdecimal() else os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return None
    return columns or None
