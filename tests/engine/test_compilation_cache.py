"""What is kept of XLA's compiling: nothing damaged, for one processor, no more than a limit, and the same bits."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from nettrain.engine import compilation_cache
from nettrain.engine.compilation_cache import FLAGS, FOLDER, FREE, USED, ask, kept, key, offer, sweep, take, tidy
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


def test_only_what_is_whole_is_offered(tmp_path: Path) -> None:
    store, used = tmp_path / "store", tmp_path / "used"
    used.mkdir()
    kinds = {"whole.pb": b"abc", "cut.pb": b"defg", "empty.pb": b"h", "turned.pb": b"ijk"}
    files = {name: keep(store, name, content) for name, content in kinds.items()}
    for name, bad in {"cut.pb": b"de", "empty.pb": b"", "turned.pb": b"ijl"}.items():
        files[name].write_bytes(bad)
    offer(store, used)
    assert [(path.name, path.read_bytes()) for path in used.iterdir()] == [("whole.pb", b"abc")]
    assert list(store.iterdir()) == [files["whole.pb"]], "the others are gone"


def test_only_what_is_new_is_taken(tmp_path: Path) -> None:
    store, used = tmp_path / "store", tmp_path / "used"
    used.mkdir()
    old = keep(store, "old.pb", b"old")
    offer(store, used)
    for name in ("new.pb", "half.tmp"):
        (used / name).write_bytes(name.encode())
    take(used, store)
    assert set(store.iterdir()) == {old, store / f"new.pb~{hashlib.sha256(b'new.pb').hexdigest()}"}


def test_the_oldest_go_first(tmp_path: Path) -> None:
    store = tmp_path / "key"
    files = [keep(store, f"{age}.pb", bytes([age]) * 10, age) for age in range(5)]
    tidy(tmp_path, 35)
    assert set(store.iterdir()) == set(files[:3])


def test_what_a_killed_process_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compilation_cache, "MEMORY", tmp_path)
    for name in (f"{USED}{os.getpid()}-a", f"{USED}{2**31}-b", "other"):
        (tmp_path / name / "inside").mkdir(parents=True)
    sweep()
    assert {path.name for path in tmp_path.iterdir()} == {f"{USED}{os.getpid()}-a", "other"}


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
    "switched off": ({FLAGS: FOLDER}, False),
    "no such memory": ({"memory": "/proc/nettrain"}, False),
    "little memory": ({"free": FREE - 1}, False),
    "files that may not grow": ({"most": 100_000}, False),
    "no Linux": ({"processor": None}, False),
}


@pytest.mark.parametrize(("given", "asks"), ASKED.values(), ids=ASKED)
def test_asking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: dict[str, Any], asks: bool) -> None:
    monkeypatch.setattr(sys, "modules", dict.fromkeys(given.get("modules", ())))
    monkeypatch.setattr(compilation_cache, "processor", lambda: given.get("processor", ["flags: sse"]))
    monkeypatch.setattr(compilation_cache, "MEMORY", memory := Path(given.get("memory", tmp_path)))
    usage = SimpleNamespace(free=given.get("free", FREE))
    monkeypatch.setattr(compilation_cache.shutil, "disk_usage", lambda _: usage)
    most = given.get("most", resource.RLIM_INFINITY)
    monkeypatch.setattr(resource, "getrlimit", lambda _: (most, resource.RLIM_INFINITY))
    monkeypatch.setenv(FLAGS, before := given.get(FLAGS, "--tf_xla_clustering_debug"))
    ask()
    assert os.environ[FLAGS].startswith(before)
    assert (FOLDER in os.environ[FLAGS].removeprefix(before)) == asks
    assert bool(list(memory.glob(f"{USED}{os.getpid()}-*"))) == asks


@pytest.mark.parametrize("devices", [(), ("GPU",)])
def test_only_the_first_compiling_of_a_process_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, devices: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path))
    monkeypatch.setattr(compilation_cache, "processor", lambda: ["flags: sse"])
    monkeypatch.setattr(compilation_cache, "MEMORY", tmp_path / "memory")
    used = tmp_path / "memory" / f"{USED}{os.getpid()}-1"
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
        if run == "first":
            assert len(files) == 3, "two for training, one for judging"
            damaged, *whole = files
            damaged.write_bytes(damaged.read_bytes()[:1000])
    assert set(whole) < set(files), "what was whole is kept"
    assert all(path.name.endswith(hashlib.sha256(path.read_bytes()).hexdigest()) for path in files), "the other is not"
    assert len(files) <= 4, "found again, all but one: two threads that number TensorFlow's names may do so in turn"
    assert len(set(made)) == 1
    pids = {path.name.partition(USED)[2].partition("-")[0] for path in compilation_cache.MEMORY.glob(f"{USED}*")}
    assert all(Path("/proc", pid).exists() for pid in pids), "nothing is left of processes that ended"
