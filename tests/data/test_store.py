"""The store of encoded rows: whole or not there, never in the way, never anybody else's."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nettrain.atomic import reason
from nettrain.data import settling, store
from nettrain.data.clearing import FACTS, make_room
from nettrain.data.store import Sink, key_of, open_store, write_store
from nettrain.errors import RunError
from tests.data.stores import KEY, ROWS, fill, made, put

pytestmark = pytest.mark.usefixtures("folder")


def test_written_and_read_back(folder: Path) -> None:
    assert open_store(KEY) is None
    made()
    found = open_store(KEY)
    assert found is not None
    np.testing.assert_array_equal(found.arrays["train"], ROWS)
    assert not found.arrays["train"].flags.writeable
    assert found.facts == {"answer": 42}
    assert [path.name for path in folder.iterdir()] == [KEY]


def test_keys_do_not_run_together() -> None:
    assert len({key_of(["a", "b"]), key_of(["ab"]), key_of(["", "ab"]), key_of(["a", "b", ""])}) == 4


def test_what_fails_leaves_nothing(folder: Path) -> None:
    def failing(sinks: Mapping[str, Sink]) -> None:
        put(sinks["train"], 0, ROWS)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_store(KEY, {"train": ROWS.shape}, failing)
    assert list(folder.iterdir()) == []


def test_a_full_disk(folder: Path) -> None:
    def full(sinks: Mapping[str, Sink]) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(RunError, match=r"48 bytes of encoded rows cannot be written: the disk is full; set NETT"):
        write_store(KEY, {"train": ROWS.shape}, full)
    assert list(folder.iterdir()) == []


def test_two_writers_at_once(folder: Path) -> None:
    def slower(sinks: Mapping[str, Sink]) -> dict[str, int]:
        made()
        return fill(sinks)

    found = write_store(KEY, {"train": ROWS.shape}, slower)
    np.testing.assert_array_equal(found.arrays["train"], ROWS)
    assert [path.name for path in folder.iterdir()] == [KEY]


def shortened(path: Path) -> None:
    (path / "train.f32").write_bytes(b"12")


def changed(path: Path) -> None:
    (path / "train.f32").write_bytes(b"\0" * ROWS.nbytes)


def gone(path: Path) -> None:
    (path / "train.f32").unlink()


def foreign(path: Path) -> None:
    (path / FACTS).write_text("{}")


def garbled(path: Path) -> None:
    (path / FACTS).write_text("no json")


def older(path: Path) -> None:
    record = json.loads((path / FACTS).read_text())
    (path / FACTS).write_text(json.dumps({**record, "schema": 0}))


def incomplete(path: Path) -> None:
    (path / FACTS).unlink()


@pytest.mark.parametrize("damage", [shortened, changed, gone, foreign, garbled, older, incomplete])
def test_what_is_damaged_is_neither_used_nor_deleted(folder: Path, damage: object) -> None:
    made()
    damage(folder / KEY)  # type: ignore[operator]
    there = sorted((folder / KEY).iterdir())
    with pytest.raises(RunError, match=r"cannot be used: .*; remove the folder, it is made again"):
        open_store(KEY)
    assert sorted((folder / KEY).iterdir()) == there


def test_what_the_system_may_have_lost_is_made_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store counts before it has reached the disk; when the system was started anew meanwhile, it does not."""
    monkeypatch.setattr(store, "meanwhile", lambda *work: None)  # the system goes down first
    made()
    assert (folder / KEY / settling.UNSETTLED).exists()
    assert open_store(KEY) is not None
    monkeypatch.setattr(settling, "BOOT", tmp_path / "boot")
    settling.BOOT.write_text("another")
    (folder / KEY / "train.f32").write_bytes(b"\0" * ROWS.nbytes)
    assert open_store(KEY) is None
    assert list(folder.iterdir()) == []
    monkeypatch.setattr(store, "meanwhile", lambda work, *given: work(*given))
    made()
    settling.BOOT.write_text("a third")
    assert open_store(KEY) is not None, "it has reached the disk"


def test_without_a_name_for_the_boot_the_disk_is_waited_for(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "BOOT", tmp_path / "none")
    monkeypatch.setattr(store, "meanwhile", lambda *work: None)
    made()
    assert not (folder / KEY / settling.UNSETTLED).exists()


def test_what_the_disk_does_not_take_is_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def settle(work: Callable[..., None], *given: object) -> None:
        monkeypatch.setattr(os, "fsync", failing)
        with pytest.raises(OSError, match="Input"):
            work(*given)

    def failing(handle: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(store, "meanwhile", settle)
    made()
    assert list(folder.iterdir()) == []


def test_the_mark_stays_until_all_has_reached_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files, their names, and the name of the store."""
    synced: list[tuple[int, bool]] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        real(handle)
        synced.append((os.fstat(handle).st_ino, (folder / KEY / settling.UNSETTLED).exists()))

    def settle(work: Callable[..., None], *given: object) -> None:
        monkeypatch.setattr(os, "fsync", fsync)
        work(*given)

    monkeypatch.setattr(store, "meanwhile", settle)
    made()
    assert not (folder / KEY / settling.UNSETTLED).exists()
    waited = [folder / KEY / "train.f32", folder / KEY / FACTS, folder / KEY, folder]
    assert synced == [(path.stat().st_ino, True) for path in waited]


def once(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, before: Callable[..., object]) -> None:
    """Have `before` called first, with what is given, when a function is called for the first time from now on."""
    real = getattr(owner, name)

    def first(*given: Any, **named: Any) -> Any:
        monkeypatch.setattr(owner, name, real)
        before(*given)
        return real(*given, **named)

    monkeypatch.setattr(owner, name, first)


def test_a_store_that_is_removed_while_its_lock_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made()
    once(monkeypatch, fcntl, "flock", lambda *_: shutil.rmtree(folder / KEY))
    assert open_store(KEY) is None


def test_a_store_that_is_replaced_while_its_lock_is_waited_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replaced(*_: object) -> None:
        shutil.rmtree(folder / KEY)
        made()

    made()
    once(monkeypatch, fcntl, "flock", replaced)
    found = open_store(KEY)
    assert found is not None
    make_room("another", 0, most=0)
    assert (folder / KEY).exists(), "it is the new one that is locked"


def test_a_store_that_appears_while_it_is_looked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    once(monkeypatch, Path, "exists", lambda _: made())
    assert open_store(KEY) is not None


def test_two_that_find_a_store_lost(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "meanwhile", lambda *work: None)
    made()
    monkeypatch.setattr(settling, "BOOT", tmp_path / "boot")
    settling.BOOT.write_text("another")

    def removed(*_: object) -> None:
        shutil.rmtree(folder / KEY)
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    once(monkeypatch, fcntl, "flock", removed)
    assert open_store(KEY) is None


def test_a_store_that_is_lost_but_in_use(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "meanwhile", lambda *work: None)
    held = made()
    monkeypatch.setattr(settling, "BOOT", tmp_path / "boot")
    settling.BOOT.write_text("another")
    with pytest.raises(RunError, match="another machine writes it: Resource temporarily unavailable"):
        open_store(KEY)
    np.testing.assert_array_equal(held.arrays["train"], ROWS)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EACCES])
def test_a_name_that_the_disk_refuses(folder: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    once(monkeypatch, Path, "rename", refused)
    before = len(os.listdir("/dev/fd"))
    with pytest.raises(RunError, match=f"48 bytes of encoded rows cannot be written: {reason(number)}; set NETT"):
        made()
    assert list(folder.iterdir()) == []
    assert len(os.listdir("/dev/fd")) <= before


def test_the_store_of_another_process_that_is_removed_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def slower(sinks: Mapping[str, Sink]) -> dict[str, int]:
        made()
        once(monkeypatch, store, "open_store", lambda _: shutil.rmtree(folder / KEY))
        return fill(sinks)

    found = write_store(KEY, {"train": ROWS.shape}, slower)
    np.testing.assert_array_equal(found.arrays["train"], ROWS)
    assert [path.name for path in folder.iterdir()] == [KEY]


def test_a_store_is_in_use_from_the_moment_it_has_its_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.rename

    def named(path: Path, target: Path) -> Path:
        placed = real(path, target)
        monkeypatch.setattr(Path, "rename", real)
        make_room("another", 0, most=0)
        return placed

    monkeypatch.setattr(Path, "rename", named)
    made()
    assert [path.name for path in folder.iterdir()] == [KEY]
