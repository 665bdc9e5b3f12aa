"""The console script: start the command line fast, and leave it fast.

Measured with CPython 3.11: collecting garbage while modules are imported and taking all of them down at the end cost
more than a whole `nettrain check`. So garbage is collected only once a verb trains, and the process ends without
taking itself apart; everything is written and flushed by then.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import NoReturn

from nettrain.signals import hear, interruption

ENVIRONMENT = {
    # Looking for plugins reads every installed package.
    "PYDANTIC_DISABLE_PLUGINS": "__all__",
    # How soon Polars's allocator gives memory back: while rows are encoded, their values are let go of. And one pool a
    # core instead of four, so that what one thread let go of is what the next one takes.
    "_RJEM_MALLOC_CONF": f"dirty_decay_ms:200,muzzy_decay_ms:0,narenas:{os.cpu_count() or 2}",
    # No pages of 2 MB for NumPy: on a virtual machine whose host takes free memory back, the first write to such a page
    # took 3 ms, and encoding 1,000,000 rows 0.6 s instead of 0.3 s. Small pages cost the same everywhere.
    "NUMPY_MADVISE_HUGEPAGE": "0",
    # NumPy multiplies no matrices here; threads that wait for some only take time from others.
    "OPENBLAS_NUM_THREADS": "1",
}
"""What the libraries below are told before they are imported, unless the user has told them something else."""

PASSING_ON = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:5000,muzzy_decay_ms:0,narenas:1"}
"""And for predict: every stretch of rows takes as much memory as the one before, so giving it back is of no use, and
what one thread let go of is soonest what another takes where there is one pool for all."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    try:
        code = _run()
        _flush()
    except BaseException as stopped:  # by a signal, while modules were imported or when all was done
        if interruption(stopped) is None:
            raise
        code = _interrupted(stopped)
    os._exit(code)


def _run() -> int:
    """Run the command line; return its exit code."""
    hear()
    gc.disable()
    _open_streams()
    if not sys.warnoptions or any(option.startswith("error") for option in sys.warnoptions):
        import warnings

        warnings.simplefilter("ignore")  # what a library warns of is nothing that a command could mend
    for name, value in (ENVIRONMENT | PASSING_ON if "predict" in sys.argv else ENVIRONMENT).items():
        os.environ.setdefault(name, value)
    from nettrain.cli import command_line

    return command_line(sys.argv[1:])


def _interrupted(stopped: BaseException) -> int:
    """Say what ended the process outside of a verb; return the exit code."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from nettrain.cli.exits import failed

    code = failed(stopped, json="--json" in sys.argv)
    _flush()
    return code


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # what stdout did not take is told; a lost log is no failure
            stream.flush()


def _open_streams() -> None:
    """Open the standard streams that the process came without: the next files would take their places, and text.

    Nothing can be read, and what is said of progress is lost; but stdout takes nothing, so that no result is lost
    unnoticed: it is opened for reading, which makes every write to it fail.
    """
    for number, (name, way) in enumerate((("stdin", os.O_RDONLY), ("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY))):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, way)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            os.set_inheritable(number, True)  # a child is to find its streams open too
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115
