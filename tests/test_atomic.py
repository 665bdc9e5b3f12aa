"""Files that are replaced whole, also behind links; devices and streams are written to as they stand."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nettrain.atomic import own_stream, passes, replacing, write_atomically
from nettrain.rundir import RunDir


def test_a_link_stays_and_what_it_leads_to_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    real, first, last = tmp_path / "deep/real.csv", tmp_path / "first.csv", tmp_path / "deep/last.csv"
    real.write_text("old")
    first.symlink_to("deep/last.csv")
    last.symlink_to("real.csv")
    before = real.stat().st_ino
    write_atomically(first, b"ne", b"w")
    assert (os.readlink(first), os.readlink(last), real.read_text()) == ("deep/last.csv", "real.csv", "new")
    assert real.stat().st_ino != before, "replaced, not written over"
    assert sorted(path.name for path in real.parent.iterdir()) == ["last.csv", "real.csv"]


def test_a_link_to_what_is_not_there_yet_makes_it(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("real")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        write_atomically(tmp_path / "a", b"new")
    assert {path.name for path in tmp_path.iterdir()} == {"a", "b"}


def test_a_link_to_a_folder_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    with pytest.raises(IsADirectoryError):
        write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()


def test_a_file_of_a_run_takes_the_place_of_a_link(tmp_path: Path) -> None:
    """What a copy made of links leads to belongs to another run."""
    (tmp_path / "run").mkdir()
    (tmp_path / "other.json").write_text("theirs")
    (tmp_path / "run/plan.json").symlink_to("../other.json")
    RunDir(tmp_path / "run").write("plan.json", "ours")
    assert (tmp_path / "other.json").read_text() == "theirs"
    assert not (tmp_path / "run/plan.json").is_symlink()


def test_a_pipe_behind_a_link_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_atomically(tmp_path / "link", b"new")
    reader.join(10)
    assert got == [b"new"]
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "pipe").is_fifo()


def test_the_streams_of_this_process_are_known_by_their_names(tmp_path: Path) -> None:
    (tmp_path / "stdout").symlink_to("/proc/self/fd/1")
    (tmp_path / "link").symlink_to("stdout")
    (tmp_path / "file").touch()
    assert own_stream(tmp_path / "link") == own_stream(Path("/dev/fd/1")) == own_stream(Path("/proc/self/fd/1")) == 1
    assert own_stream(Path("/dev/fd/2")) == 2
    assert [own_stream(tmp_path / name) for name in ("file", "none")] == [None, None]
    assert passes(Path("/dev/null"))
    assert not passes(tmp_path / "file")
    assert not passes(tmp_path)


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o444, 0o660])
@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int, mask: int) -> None:
    """Also the one that a link leads to; the name under which the old one goes on is of the old one."""
    real, link, kept = tmp_path / "real", tmp_path / "link", tmp_path / "kept"
    real.write_bytes(b"old")
    real.chmod(mode)
    link.symlink_to("real")
    with masked(mask):
        write_atomically(link, b"new", kept=kept)
    assert (real.read_bytes(), kept.read_bytes()) == (b"new", b"old")
    assert [permissions(path) for path in (real, kept)] == [mode, mode]


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_a_new_file_goes_by_the_umask(tmp_path: Path, mask: int, mode: int) -> None:
    """So does one that takes the place of a link, whatever that leads to."""
    (tmp_path / "other").touch(0o606)
    (tmp_path / "link").symlink_to("other")
    with masked(mask):
        write_atomically(tmp_path / "new", b"new")
        write_atomically(tmp_path / "link", b"new", follow=False)
    assert [permissions(tmp_path / name) for name in ("new", "link")] == [mode, mode]


def test_nobody_reads_what_is_half_written(tmp_path: Path) -> None:
    (tmp_path / "out").touch(0o600)
    with masked(0), replacing(tmp_path / "out") as file:
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600


def test_a_file_is_replaced_once_it_has_reached_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And there is an end of writing once the folder has."""
    done: list[tuple[int, bool]] = []
    real = os.fsync

    def fsync(handle: int) -> None:
        real(handle)
        done.append((os.fstat(handle).st_ino, (tmp_path / "out").exists()))

    monkeypatch.setattr(os, "fsync", fsync)
    write_atomically(tmp_path / "out", b"new")
    assert done == [((tmp_path / "out").stat().st_ino, False), (tmp_path.stat().st_ino, True)]


@pytest.mark.parametrize("root", [True, False])
def test_a_file_stays_with_its_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: bool) -> None:
    """Whoever may not give files away gives it to the old group at least."""
    (tmp_path / "out").touch()
    old, given = (tmp_path / "out").stat(), []

    def fchown(descriptor: int, owner: int, group: int) -> None:
        given.append((owner, group))
        if owner != -1 and not root:
            raise PermissionError

    monkeypatch.setattr(os, "fchown", fchown)
    write_atomically(tmp_path / "out", b"new")
    assert given == [(old.st_uid, old.st_gid)] + [(-1, old.st_gid)] * (not root)
    assert (tmp_path / "out").read_bytes() == b"new"


def permissions(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@contextmanager
def masked(mask: int) -> Iterator[None]:
    """Have the umask of another user."""
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize(("turned", "content"), [(">", "new"), (">>", "earlier\nnew")])
def test_a_stream_goes_on_where_it_stands(tmp_path: Path, turned: str, content: str) -> None:
    (tmp_path / "stdout").symlink_to("/proc/self/fd/1")
    (tmp_path / "out").write_text("earlier\n")
    code = "import pathlib; from nettrain.atomic import write_atomically as w; w(pathlib.Path('stdout'), b'new')"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run(f'"{sys.executable}" -c "{code}" {turned}out', shell=True, cwd=tmp_path, check=True, env=environment)
    assert (tmp_path / "stdout").is_symlink()
    assert (tmp_path / "out").read_text() == content


def test_nothing_half_written_is_left_by_a_signal_that_nobody_hears(tmp_path: Path) -> None:
    """Where another program calls nettrain."""
    code = (
        "import pathlib, signal; from nettrain.atomic import replacing\n"
        "with replacing(pathlib.Path('out')) as file: signal.raise_signal(signal.SIGTERM)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment).returncode == -signal.SIGTERM
    assert not os.listdir(tmp_path)
