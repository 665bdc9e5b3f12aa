"""How much memory there is, in a container and out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.data import memory
from nettrain.data.memory import available, budget


def test_auto_leaves_half_of_what_is_free() -> None:
    assert 0.3 * available() < budget("auto") < 0.7 * available()


def test_a_size_is_taken_at_its_word() -> None:
    assert budget("1.5 GiB") == 1_610_612_736


KB = 1024
CONTAINERS = {
    "no container": ({}, 8 * KB),
    "no limit": ({"max": "max", "current": "7000"}, 8 * KB),
    "nothing of caches": ({"max": "5000", "current": "4000"}, 1_000),
    "no such line": ({"max": "5000", "current": "4000", "stat": "anon 900\nfile 3000\n"}, 1_000),
    "a cache": ({"max": "5000", "current": "4000", "stat": "inactive_anon 9\ninactive_file 2500\n"}, 3_500),
    "counted later": ({"max": "5000", "current": "100", "stat": "inactive_file 300\n"}, 5_000),
    "beyond the limit": ({"max": "5000", "current": "5100", "stat": "inactive_file 0\n"}, 0),
    "the machine has less": ({"max": "50000", "current": "40000", "stat": "inactive_file 20000\n"}, 8 * KB),
}


@pytest.mark.parametrize("kind", CONTAINERS)
def test_what_a_container_leaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """Files that were read count as used there, but are given back before anything is refused."""
    files, there = CONTAINERS[kind]
    for name, text in files.items():
        (tmp_path / f"memory.{name}").write_text(text)
    (tmp_path / "meminfo").write_text("MemTotal:  16 kB\nMemAvailable:  8 kB\n")
    monkeypatch.setattr(memory, "MACHINE", tmp_path / "meminfo")
    monkeypatch.setattr(memory, "CONTAINER", tmp_path)
    assert available() == there
