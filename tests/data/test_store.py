"""The store of encoded rows: whole or not there, never in the way, never anybody else's."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from nettrain.data import settling, store
from nettrain.data.clearing import FACTS, IDLE, PREFIX, make_room, stores_folder
from nettrain.data.store import Sink, key_of, open_store, write_store
from nettrain.errors import RunError

ROWS = np.arange(12, dtype="float32").reshape(4, 3)
KEY = key_of(["a", "file"])


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(store, "meanwhile", lambda work, *given: work(*given))
    return stores_folder()


def put(sink: Sink, first: int, rows: np.ndarray) -> None:
    block = sink.room(first, len(rows))
    block[:] = rows
    sink.take(first, block)


def fill(sinks: Mapping[str, Sink]) -> dict[str, int]:
    """Fill in the rows, the last ones first."""
    put(sinks["train"], 1, ROWS[1:])
    put(sinks["train"], 0, ROWS[:1])
    return {"answer": 42}


def made(key: str = KEY) -> store.Store:
    return write_store(key, {"train": ROWS.shape}, fill)


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

    with pytest.raises(
        RunError, match=r"48 bytes of encoded rows cannot be written: No space left on device; set NETT"
    ):
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
    monkeypatch.setattr(store, "open_store", lambda key: "opened")
    made()
    assert list(folder.iterdir()) == []


def test_room_is_made_at_the_cost_of_the_oldest(folder: Path) -> None:
    keys = [key_of([str(number)]) for number in range(4)]
    for number, key in enumerate(keys):
        made(key)
        os.utime(folder / key / FACTS, (number, number))
    (folder / "notes.txt").write_text("mine")
    (folder / "letters").mkdir()
    size = sum(path.stat().st_size for path in (folder / keys[0]).iterdir())
    make_room(keys[0], 0, most=2 * size)
    assert {path.name for path in folder.iterdir()} == {keys[0], keys[2], keys[3], "notes.txt", "letters"}


def test_a_store_in_use_stays(folder: Path) -> None:
    made()
    code = (
        "import sys; from nettrain.data.store import open_store; "
        f"s = open_store({KEY!r}); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as user:
        assert user.stdout is not None
        assert user.stdout.readline() == "open\n"
        make_room("another", 0, most=0)
        assert (folder / KEY).exists()
        user.communicate("")
    make_room("another", 0, most=0)
    assert not (folder / KEY).exists()


def test_what_a_dead_process_left_is_removed(folder: Path) -> None:
    for name, age in (("old", 2 * IDLE), ("fresh", 0)):
        place = folder / f"{PREFIX}{name}"
        place.mkdir(parents=True)
        (place / "train.f32").write_bytes(b"")
        for path in (place / "train.f32", place):
            os.utime(path, (time.time() - age,) * 2)
    make_room("", 0)
    assert [path.name for path in folder.iterdir()] == [f"{PREFIX}fresh"]
