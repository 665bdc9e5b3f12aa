"""Keeping what compiled libraries write to the standard error off the screen, and nobody else's words."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Iterator

TURNED = threading.RLock()
"""Held while descriptor 2, which is one for the whole process, is turned away."""


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what C++ code writes to descriptor 2 off the screen; replay it if the body fails."""
    import tempfile

    with TURNED, tempfile.TemporaryFile() as chatter:
        with contextlib.suppress(OSError):  # what takes no words is no reason to do without the body
            sys.stderr.flush()
        kept = os.dup(2)
        os.dup2(chatter.fileno(), 2)
        try:
            yield
        except BaseException:
            os.dup2(kept, 2)
            chatter.seek(0)
            os.write(2, chatter.read())
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


@contextlib.contextmanager
def heard() -> Iterator[None]:
    """Write to the standard error while no other thread has turned it away."""
    with TURNED:
        yield
