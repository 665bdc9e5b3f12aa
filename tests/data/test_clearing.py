"""Room for stores: made at the cost of those that nobody uses, while other processes do the same."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from nettrain.data import store
from nettrain.data.clearing import FACTS, IDLE, PREFIX, make_room
from nettrain.data.store import key_of, open_store
from tests.data.stores import KEY, ROWS, made

pytestmark = pytest.mark.usefixtures("folder")


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


def test_a_store_makes_room_before_it_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As much as it needs, at the cost of the one that was opened longest ago, not of the one that is oldest."""
    keys = [key_of([str(number)]) for number in range(3)]
    for number, key in enumerate(keys[:2]):
        made(key)
        os.utime(folder / key / FACTS, (number, number))
    assert open_store(keys[0]) is not None
    size = sum(path.stat().st_size for path in (folder / keys[0]).iterdir())
    monkeypatch.setattr(store, "make_room", partial(make_room, most=2 * size + ROWS.nbytes - 1))
    made(keys[2])
    assert {path.name for path in folder.iterdir()} == {keys[0], keys[2]}


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


def test_a_file_that_another_process_removes_while_it_is_measured(folder: Path) -> None:
    made()
    (folder / KEY / "gone").symlink_to("nowhere")
    make_room("another", 0, most=0)
    assert list(folder.iterdir()) == []


def test_a_store_that_another_process_removes_while_it_is_measured(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made()
    there = Path.is_file

    def removed(path: Path) -> bool:
        found = there(path)
        shutil.rmtree(path.parent)
        return found

    monkeypatch.setattr(Path, "is_file", removed)
    make_room("another", 0, most=0)
    assert list(folder.iterdir()) == []


def test_what_another_process_has_removed_is_room(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [key_of([str(number)]) for number in range(3)]
    for number, key in enumerate(keys):
        made(key)
        os.utime(folder / key / FACTS, (number, number))
    size = sum(path.stat().st_size for path in (folder / keys[0]).iterdir())
    measured = os.statvfs

    def removed(path: Path) -> os.statvfs_result:
        shutil.rmtree(folder / keys[0])
        return measured(path)

    monkeypatch.setattr(os, "statvfs", removed)
    make_room("another", 0, most=2 * size)
    assert {path.name for path in folder.iterdir()} == set(keys[1:])


def test_a_store_goes_all_at_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process leaves that ends while it removes a store is no damaged one."""
    made()
    monkeypatch.setattr(shutil, "rmtree", lambda *_, **__: None)
    make_room("another", 0, most=0)
    assert open_store(KEY) is None
    assert [path.name[: len(PREFIX)] for path in folder.iterdir()] == [PREFIX]


def test_a_store_stays_until_it_has_reached_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or else it would be another one, of the same name, that is taken for settled, or removed."""
    begun: list[tuple[Any, ...]] = []
    monkeypatch.setattr(store, "meanwhile", lambda *work: begun.append(work))
    made()
    make_room("another", 0, most=0)
    assert (folder / KEY).exists()
    work, *given = begun.pop()
    work(*given)
    given.clear()
    make_room("another", 0, most=0)
    assert not (folder / KEY).exists()
