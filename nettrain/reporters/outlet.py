"""The stream behind a reporter: one that falls silent where it cannot be written any more."""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from nettrain.atomic import reason
from nettrain.quiet import heard
from nettrain.text import encodable, logged

GONE = (errno.EPIPE, errno.EIO)
"""How the system says that the reader of a pipe, or the terminal, is no more."""


class Outlet:
    """Writes to a stream as long as it takes anything, and nothing from then on: no run is lost for its log.

    `apart` writes through a descriptor of its own, so that text arrives while the stream's is turned elsewhere, as it
    is for the import of a chatty library.
    """

    def __init__(self, stream: TextIO, *, apart: bool = False) -> None:
        self.stream = self.out = stream
        self.encoding = stream.encoding or "utf-8"
        self.terminal, self.gone, self.lost = stream.isatty(), False, ""
        """Whether it is a terminal, whether nothing can be written any more, and why if not for want of a reader."""
        if apart:
            with self._until_gone(), contextlib.suppress(io.UnsupportedOperation):  # memory has no descriptor
                stream.flush()
                self.out = os.fdopen(os.dup(stream.fileno()), "w", encoding=self.encoding)

    def line(self, text: str) -> None:
        """Write a line at once, printable, and no command to a CI system."""
        self.verbatim(logged(text))

    def verbatim(self, line: str) -> None:
        """Write a line as it is at once: JSON, or a command that is meant."""
        self.write(f"{line}\n")
        self.flush()

    def write(self, text: str) -> int:
        """Write text as it is, but for what the encoding does not know: a renderer may draw what nobody gave it."""
        if not self.gone:
            with self._until_gone():
                self.out.write(encodable(text, self.encoding))
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        if not self.gone:
            with self._until_gone():
                self.out.flush()

    def isatty(self) -> bool:
        """Return whether the stream was a terminal when it was given."""
        return self.terminal

    def close(self) -> None:
        """Give the descriptor of its own back; what is still written goes to the stream itself."""
        if self.out is not self.stream:
            with self._until_gone():
                self.out.close()
            self.out = self.stream

    @contextmanager
    def _until_gone(self) -> Iterator[None]:
        """Turn the stream to nowhere once it has no reader: what it still holds would fail whoever flushes it next."""
        try:
            with heard() if self.out is self.stream else contextlib.nullcontext():
                yield
        except OSError as failed:
            self.gone = True
            if failed.errno not in GONE:
                self.lost = reason(failed.errno) if failed.errno else str(failed)
            with open(os.devnull, "w") as nowhere:
                for stream in (self.stream, self.out):
                    with contextlib.suppress(ValueError):  # closed, or memory without a descriptor
                        os.dup2(nowhere.fileno(), stream.fileno())
