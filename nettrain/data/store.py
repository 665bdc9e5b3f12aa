"""Encoded rows on disk: arrays in a folder named by the hash of all that they follow from, used again by the next run.

A store is written under another name and renamed when it is complete; what is found under its name is either whole or
not a store. Until all of it has reached the disk, which nobody waits for, it counts as long as the system runs: only a
crash of that could lose a part. Nothing lies beside the user's data, and nothing is deleted that nettrain did not make.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
import weakref
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from nettrain.atomic import reason
from nettrain.data.clearing import FACTS, PREFIX, Lock, evict, make_room, stores_folder
from nettrain.data.parallel import meanwhile
from nettrain.data.settling import booted, closed, lost, settle, unsettled
from nettrain.errors import RunError
from nettrain.numbers import byte_size

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA = 1


class Sink(Protocol):
    """Takes blocks of encoded rows, in any order and from several threads."""

    def room(self, first: int, count: int) -> NDArray[np.float32]:
        """Return an array (count, width) in which the rows from `first` on are put together."""

    def take(self, first: int, block: NDArray[np.float32]) -> None:
        """Take them: `block` is what `room` gave, filled."""


class Store(NamedTuple):
    """Arrays float32 (rows, width) by name, mapped from their files; `facts` are what the writer left beside them.

    As long as one of the arrays is in use, nobody makes room at the store's cost.
    """

    arrays: Mapping[str, NDArray[np.float32]]
    facts: Mapping[str, Any]


def key_of(parts: Iterable[str]) -> str:
    """Return the name of the store that follows from these."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:{part}".encode())
    return digest.hexdigest()[:32]


def open_store(key: str) -> Store | None:
    """Open a store, None where there is none. Raises RunError where what is there cannot be used."""
    folder = stores_folder() / key
    if lost(folder):
        _remove(folder)
    lock = _locked(folder)
    return _opened(folder, lock) if lock else None


def _locked(folder: Path) -> Lock | None:
    """Return a lock on a store, None where there is none. Raises RunError where what is there cannot be used."""
    for _ in range(2):  # where there was none, another process may have put it there just now
        try:
            return Lock(folder)
        except FileNotFoundError:
            if not folder.exists():
                return None
        except OSError as error:
            raise _unusable(folder, str(error.strerror)) from None
    raise _unusable(folder, "it is not complete")


def _opened(folder: Path, lock: Lock) -> Store:
    """Open a store that is locked. Raises RunError where it cannot be used."""
    import numpy as np

    try:
        record = json.loads((folder / FACTS).read_bytes())
        if (record["schema"], record["key"]) != (SCHEMA, folder.name):
            raise ValueError("it was made by another version")
        arrays = {}
        for name, told in record["arrays"].items():
            path = folder / f"{name}.f32"
            if path.stat().st_size != told["bytes"]:
                raise ValueError(f"{path.name} has {path.stat().st_size:,} bytes, expected {told['bytes']:,}")
            arrays[name] = np.memmap(path, np.float32, "r", shape=(told["rows"], told["width"]))
            if zlib.crc32(arrays[name][-1].tobytes()) != told["last"]:
                raise ValueError(f"the last row of {path.name} is another one")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unusable(folder, str(error)) from None
    os.utime(folder / FACTS)
    for array in arrays.values():
        weakref.finalize(array, _forget, lock)
    return Store(arrays, record["facts"])


def _remove(folder: Path) -> None:
    """Remove a store that the system may not have written before it went down. Raises RunError where it is in use."""
    try:
        evict(folder)
    except OSError as error:
        if not lost(folder):
            return  # another process has removed it
        if not isinstance(error, FileNotFoundError):
            raise _unusable(folder, f"another machine writes it: {error.strerror}") from None
        shutil.rmtree(folder, ignore_errors=True)


def _forget(lock: Lock) -> None:
    """Let go of a lock; the last array to go takes it along."""


def write_store(key: str, shapes: Mapping[str, tuple[int, int]], fill: Callable[[Mapping[str, Sink]], Any]) -> Store:
    """Write a store of arrays with these shapes (rows, width, rows at least 1) and open it.

    `fill` is called with a sink for each array and returns JSON facts. Raises RunError where the disk does not take it.
    """
    folder = stores_folder()
    need = sum(4 * rows * width for rows, width in shapes.values())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        make_room(key, need)
        building = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    except OSError as error:
        raise _unwritable(folder, need, error) from None
    try:
        handles = _write(building, key, shapes, fill)
        if not booted():
            settle(building, handles)
            handles = []
        return _placed(building, folder / key, handles)
    except OSError as error:
        raise _unwritable(folder, need, error) from None
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _placed(building: Path, folder: Path, handles: list[int]) -> Store:
    """Give a store that is complete its name and open it, or the one that another process has put there first.

    `handles` are the files that have yet to reach the disk.
    """
    own = False
    try:
        lock = Lock(building)
        while not (own := _renamed(building, folder)):
            if found := open_store(folder.name):
                return found
        return _opened(folder, lock)
    finally:
        if own and handles:
            meanwhile(_settle, folder, handles, lock)
        else:
            closed(handles)


def _settle(folder: Path, handles: list[int], lock: Lock) -> None:
    """Settle a store; nobody may put another one in its place before that is done."""
    settle(folder, handles)
    del lock


def _renamed(building: Path, folder: Path) -> bool:
    """Return whether a store was given its name, which may be taken."""
    try:
        building.rename(folder)
    except OSError as error:
        if error.errno not in (errno.EEXIST, errno.ENOTEMPTY):
            raise
        return False
    return True


class _File:
    """An array's file while it is written."""

    def __init__(self, path: Path, rows: int, width: int) -> None:
        self.handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        self.rows, self.width, self.last = rows, width, 0

    def room(self, first: int, count: int) -> NDArray[np.float32]:
        import numpy as np

        return np.empty((count, self.width), np.float32)

    def take(self, first: int, block: NDArray[np.float32]) -> None:
        if not len(block):
            return
        data, place = block.data.cast("B"), 4 * self.width * first
        while len(data):
            done = os.pwrite(self.handle, data, place)
            data, place = data[done:], place + done
        if first + len(block) == self.rows:
            self.last = zlib.crc32(block[-1].tobytes())


def _write(
    folder: Path, key: str, shapes: Mapping[str, tuple[int, int]], fill: Callable[[Mapping[str, Sink]], Any]
) -> list[int]:
    """Write the files of a store; return their handles."""
    unsettled(folder)
    files = {name: _File(folder / f"{name}.f32", *shape) for name, shape in shapes.items()}
    handles = [file.handle for file in files.values()]
    try:
        facts = fill(files)
        arrays = {
            name: {"rows": rows, "width": width, "bytes": 4 * rows * width, "last": files[name].last}
            for name, (rows, width) in shapes.items()
        }
        record = {"schema": SCHEMA, "key": key, "arrays": arrays, "facts": facts}
        with (folder / FACTS).open("w") as out:
            handles.append(os.dup(out.fileno()))
            json.dump(record, out, sort_keys=True)
    except BaseException:
        closed(handles)
        raise
    return handles


def _unusable(folder: Path, why: str) -> RunError:
    return RunError(f"{folder}: the encoded rows there cannot be used: {why}; remove the folder, it is made again")


def _unwritable(folder: Path, need: int, error: OSError) -> RunError:
    message = f"{folder}: {byte_size(need)} of encoded rows cannot be written: {reason(error.errno)}"
    return RunError(f"{message}; set NETTRAIN_CACHE to a folder with room, or raise data.memory")
