"""What is kept of XLA's compiling: nothing damaged, for one processor, no more than a limit, and the same bits."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nettrain.engine import compilation_cache
from nettrain.engine.compilation_cache import FLAGS, FOLDER, ask, kept, key, offer, take, tidy
from tests.making import write_config, write_table


def keep(store: Path, name: str, content: bytes, age: float = 0.0) -> Path:
    store.mkdir(exist_ok=True)
    path = store / f"{name}~{hashlib.sha256(content).hexdigest()}"
    path.write_bytes(content)
    os.utime(path, (path.stat().st_mtime - age,) * 2)
    return path


def tensorflow(version: str = "2", threads: int = 2, devices: tuple[str, ...] = ()) -> Any:
    threading = SimpleNamespace(get_intra_op_parallelism_threads=lambda: threads)
    return SimpleNamespace(
        __version__=version, config=SimpleNamespace(threading=threading, get_visible_devices=lambda _: devices)
    )


@pytest.mark.parametrize("links", [True, False])
def test_only_what_is_whole_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refuse(*_: object) -> None:
        raise OSError("no links here")

    if not links:
        monkeypatch.setattr(os, "link", refuse)
    store, used = tmp_path / "store", tmp_path / "used"
    used.mkdir()
    kinds = {"whole.pb": b"abc", "cut.pb": b"defg", "empty.pb": b"h", "turned.pb": b"ijk"}
    files = {name: keep(store, name, content) for name, content in kinds.items()}
    for name, bad in {"cut.pb": b"de", "empty.pb": b"", "turned.pb": b"ijl"}.items():
        files[name].write_bytes(bad)
    assert offer(store, used) == {"whole.pb"}
    assert [(path.name, path.read_bytes()) for path in used.iterdir()] == [("whole.pb", b"abc")]
    assert list(store.iterdir()) == [files["whole.pb"]], "the others are gone"


def test_only_what_is_new_is_taken(tmp_path: Path) -> None:
    store, used = tmp_path / "store", tmp_path / "used"
    used.mkdir()
    for name in ("old.pb", "new.pb", "half.tmp"):
        (used / name).write_bytes(name.encode())
    take(used, store, {"old.pb"})
    assert [path.name for path in store.iterdir()] == [f"new.pb~{hashlib.sha256(b'new.pb').hexdigest()}"]
    assert not used.exists()


def test_the_oldest_go_first(tmp_path: Path) -> None:
    store = tmp_path / "key"
    files = [keep(store, f"{age}.pb", bytes([age]) * 10, age) for age in range(5)]
    for name, age in (("1-left", 2 * compilation_cache.STALE), ("2-busy", 60)):
        (tmp_path / "used" / name).mkdir(parents=True)
        os.utime(tmp_path / "used" / name, (os.stat(store).st_mtime - age,) * 2)
    tidy(tmp_path, 35)
    assert set(store.iterdir()) == set(files[:3])
    assert [path.name for path in (tmp_path / "used").iterdir()] == ["2-busy"]


def test_the_key_is_of_version_threads_processor_and_flags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation_cache, "processor", lambda: ["flags: sse"])
    monkeypatch.setenv(FLAGS, f"{FOLDER}/one")
    keys = [key(tensorflow()), key(tensorflow(version="3")), key(tensorflow(threads=1))]
    monkeypatch.setenv(FLAGS, f"{FOLDER}/other")
    assert key(tensorflow()) == keys[0], "where TensorFlow looks does not matter"
    monkeypatch.setenv(FLAGS, "--tf_xla_clustering_debug")
    keys.append(key(tensorflow()))
    monkeypatch.setenv("XLA_FLAGS", "--xla_cpu_enable_fast_math=true")
    keys.append(key(tensorflow()))
    monkeypatch.setattr(compilation_cache, "processor", lambda: ["flags: sse avx2"])
    keys.append(key(tensorflow()))
    assert len(set(keys)) == len(keys)


ASKED = {
    "yes": ({}, True),
    "TensorFlow is there": ({"modules": ["tensorflow"]}, False),
    "the user's own folder": ({FLAGS: f"{FOLDER}/mine"}, False),
    "a folder with a blank": ({"NETTRAIN_CACHE": "a b"}, False),
    "a folder that cannot be": ({"NETTRAIN_CACHE": "/proc/nettrain"}, False),
    "a full disk": ({"free": compilation_cache.FREE - 1}, False),
    "no Linux": ({"processor": None}, False),
}


@pytest.mark.parametrize(("given", "asks"), ASKED.values(), ids=ASKED)
def test_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], asks: bool) -> None:
    monkeypatch.setattr(sys, "modules", dict.fromkeys(given.get("modules", ())))
    monkeypatch.setattr(compilation_cache, "processor", lambda: given.get("processor", ["flags: sse"]))
    free = given.get("free", compilation_cache.FREE)
    monkeypatch.setattr(compilation_cache.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / given.get("NETTRAIN_CACHE", "cache")))
    monkeypatch.setenv(FLAGS, before := given.get(FLAGS, "--tf_xla_clustering_debug"))
    ask()
    assert os.environ[FLAGS].startswith(before)
    assert (FOLDER in os.environ[FLAGS].removeprefix(before)) == asks
    assert bool(list(tmp_path.rglob("used/*"))) == asks


@pytest.mark.parametrize("devices", [(), ("GPU",)])
def test_only_the_first_compiling_of_a_process_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, devices: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path))
    monkeypatch.setattr(compilation_cache, "processor", lambda: ["flags: sse"])
    used = tmp_path / "xla" / "used" / f"{os.getpid()}-1"
    used.mkdir(parents=True)
    monkeypatch.setenv(FLAGS, f"{FOLDER}{used}")
    for name in ("first.pb", "second.pb"):
        with kept(tensorflow(devices=devices)):
            used.mkdir(exist_ok=True)
            (used / name).write_bytes(b"compiled")
        assert not used.exists()
    assert [path.name.partition("~")[0] for path in tmp_path.rglob("*~*")] == ([] if devices else ["first.pb"])


def test_the_same_bits_from_damaged_and_whole_files(tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    config = write_config(tmp_path, "[dense: 16, batch_normalization, dropout: 0.3, output]", "{epochs: 3}")
    cache, made = tmp_path / "cache", []
    for run, folder in (("without", Path("/proc/nettrain")), ("first", cache), ("second", cache)):
        environment = {**os.environ, "NETTRAIN_CACHE": str(folder), FLAGS: ""}
        command = [sys.executable, "-m", "nettrain", "fit", str(config), "-q", "-o", str(tmp_path / run)]
        subprocess.run(command, check=True, capture_output=True, env=environment, cwd=Path(__file__).parents[2])
        made.append(json.loads((tmp_path / run / "manifest.json").read_text())["weights_sha256"])
        files = sorted(cache.glob("xla/*/*~*"))
        assert len(files) == (0 if run == "without" else 3), (
            "two for training, one for judging; the second run finds two"
        )
        if run == "first":
            before = [path.stat().st_ino for path in files]
            files[0].write_bytes(files[0].read_bytes()[:1000])
    now = [path.stat().st_ino for path in files]
    assert now[1:] == before[1:], "what was whole was not made again"
    assert len(set(made)) == 1
    assert not list(cache.glob("xla/used/*"))
