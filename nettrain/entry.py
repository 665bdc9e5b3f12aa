"""The console script: start the command line fast, and leave it fast.

Measured with CPython 3.11: collecting garbage while modules are imported and taking all of them down at the end cost
more than a whole `nettrain check`. So garbage is collected only once a verb trains, and the process ends without
taking itself apart; everything is written and flushed by then.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn

MALLOC = "dirty_decay_ms:50,muzzy_decay_ms:0"
"""How soon Polars's allocator gives memory back: while rows are encoded, their values are let go of."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    gc.disable()
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for plugins reads every installed package
    os.environ.setdefault("_RJEM_MALLOC_CONF", MALLOC)
    from nettrain.cli import command_line

    code = command_line(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:  # the reader has gone: there is nobody to tell
            code = code or 141
    os._exit(code)
