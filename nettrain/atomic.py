"""Files that are written whole or not at all, and what the system says where they are not."""

from __future__ import annotations

import errno
import os
import re
import signal
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, BinaryIO

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


def reason(number: int | None) -> str:
    """Return why the system refused a file, by the number of its error."""
    return REASONS.get(number or 0, os.strerror(number or 0))


MOST_LINKS = 40
"""Links behind one another that are followed, as many as Linux follows."""


def write_atomically(path: Path, *parts: Buffer, kept: Path | None = None, follow: bool = True) -> None:
    """Write a file whole or not at all, as `replacing` does. Raises OSError."""
    with replacing(path, kept=kept, follow=follow) as file:
        for part in parts:
            file.write(part)


@contextmanager
def replacing(path: Path, *, kept: Path | None = None, follow: bool = True) -> Iterator[BinaryIO]:
    """Write to a temporary name, sync, rename, sync the folder. Raises OSError; the old file stays until the rename.

    The new file has the permissions of the old one, and its owner where the system allows that. With `kept`, the old
    file goes on under this name; at every moment one of the two is there. A link stays, and what it leads to is
    replaced, unless the path is not to be followed. What is no file that could be replaced is written to as it stands:
    a device, a pipe (/dev/null, a FIFO), a stream of this process (/dev/stdout).
    """
    stream = _stream(path) if follow else None
    if stream is not None:
        with stream as file:
            yield file
        return
    if follow:
        path = followed(path)
    temporary = path.with_name(f".{uuid.uuid4().hex}")
    second = path.with_name(f".{uuid.uuid4().hex}")
    with _tidied():
        try:
            with os.fdopen(_begun(temporary, path), "wb") as file:
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


def _begun(temporary: Path, path: Path) -> int:
    """Open a new file for the place of what is at `path`: at no time may anybody read it who may not read the old."""
    new = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    if path.is_symlink() or not path.is_file():
        return os.open(temporary, new, 0o666)
    old = path.stat()
    descriptor = os.open(temporary, new, old.st_mode & 0o700)
    for owner in (old.st_uid, -1):
        with suppress(OSError):  # only root gives files away, others to their own groups
            os.fchown(descriptor, owner, old.st_gid)
            break
    with suppress(OSError):  # a file system without permissions
        os.fchmod(descriptor, old.st_mode & 0o777)
    return descriptor


def followed(path: Path) -> Path:
    """Return what links finally lead to, be it there or not. Raises OSError for links in a circle."""
    if not path.is_symlink():
        return path
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return real


def own_stream(path: Path) -> int | None:
    """Return the descriptor of this process that a path names, perhaps by links: 1 for /dev/stdout."""
    own = re.compile(rf"/dev/fd|/proc/{os.getpid()}(/task/\d+)?/fd")
    for _ in range(MOST_LINKS):
        folder = os.path.realpath(path.parent)
        if own.fullmatch(folder) and path.name.isdecimal():
            return int(path.name)
        if not path.is_symlink():
            return None
        path = Path(folder, os.readlink(path))
    return None


def passes(path: Path) -> bool:
    """Return whether a path is written to as it stands: no file that could be replaced, nor a name for one."""
    return own_stream(path) is not None or (path.exists() and not (path.is_file() or path.is_dir()))


def _stream(path: Path) -> BinaryIO | None:
    """Open what is written to as it stands, None for any other path."""
    if not passes(path):
        return None
    number = own_stream(path)  # not opened anew, which would begin a file that it leads to from the start
    return path.open("wb") if number is None else os.fdopen(os.dup(number), "wb")


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


def synced(path: Path) -> None:
    """Wait until a file, or what a folder names, has reached the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def as_run_error(what: str) -> Iterator[None]:
    """Turn what the system says of a failed write into a RunError that begins with `what`."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{what}: {reason(error.errno)}") from None
