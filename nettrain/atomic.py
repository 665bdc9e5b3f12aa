"""Files that are written whole or not at all, and what the system says where they are not."""

from __future__ import annotations

import errno
import os
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO

from nettrain.data.settling import synced
from nettrain.errors import RunError

if TYPE_CHECKING:
    from typing_extensions import Buffer

REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EIO: "the disk fails",
    errno.ELOOP: "a symlink is in the way",
    errno.ENOTDIR: "a file is in the way, where a folder should be",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.EROFS: "the disk is read-only",
    errno.EMFILE: "too many files are open (ulimit -n)",
    errno.ENFILE: "too many files are open in the system",
}
"""Why a system may refuse a file, whatever a program does."""


def write_atomically(path: Path, *parts: Buffer, kept: Path | None = None) -> None:
    """Write a file whole or not at all, as `replacing` does. Raises OSError."""
    with replacing(path, kept=kept) as file:
        for part in parts:
            file.write(part)


@contextmanager
def replacing(path: Path, *, kept: Path | None = None) -> Iterator[BinaryIO]:
    """Write to a temporary name, sync, rename, sync the folder. Raises OSError; the old file stays until the rename.

    With `kept`, the old file goes on under this name; at every moment one of the two is there. A device or a pipe
    (/dev/null, a FIFO) is no file that could be replaced: it is written to as it stands.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        with path.open("wb") as stream:
            yield stream
        return
    temporary = path.with_name(f".{uuid.uuid4().hex}")
    second = path.with_name(f".{uuid.uuid4().hex}")
    with _tidied():
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            if kept is not None and path.exists():
                try:
                    second.hardlink_to(path)
                    second.replace(kept)
                except OSError:  # a file system without hard links
                    path.replace(kept)
            temporary.rename(path)
        finally:
            temporary.unlink(missing_ok=True)
            second.unlink(missing_ok=True)
    synced(path.parent)


class _Ended(BaseException):
    """A signal is about to end the process."""


@contextmanager
def _tidied() -> Iterator[None]:
    """Have a signal that would end the process at once leave the body first, with all that is done on the way out."""

    ended: list[int] = []

    def leave(number: int, frame: FrameType | None) -> None:
        ended.append(number)
        raise _Ended

    taken = []
    if threading.current_thread() is threading.main_thread():
        taken = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) is signal.SIG_DFL]
    try:
        for number in taken:
            signal.signal(number, leave)
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)
        for end in ended:
            signal.raise_signal(end)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Turn what the system says of a failed write into a RunError that begins with `what`."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{what}: {REASONS.get(error.errno or 0, os.strerror(error.errno or 0))}") from None
