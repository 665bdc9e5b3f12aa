"""No variable of the environment comes or goes while threads may look for one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from nettrain.environ import TENSORFLOW, settle
from tests.making import write_config, write_table

WATCHED = """
import os, sys, threading

def watch(event, given):
    if event == "os.putenv" and os.fsdecode(given[0]) not in os.environ or event == "os.unsetenv":
        if threading.active_count() > 1:
            print(event, *given, file=sys.__stderr__)

sys.addaudithook(watch)
from nettrain.entry import main
main()
"""


def watched(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    free = {name: value for name, value in os.environ.items() if name not in TENSORFLOW}
    return subprocess.run(
        [sys.executable, "-c", WATCHED, *command.split()], cwd=folder, env=free, capture_output=True, text=True
    )


def test_the_environment_is_complete_before_threads_begin(tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    write_config(tmp_path, "[dense: 4, output]", "{epochs: 1}")
    for command in ("fit config.yaml -o run -q", "predict run table.csv -o out.csv", "eval run --data table.csv -q"):
        done = watched(tmp_path, command)
        assert done.returncode == 0, done.stderr
        assert [line for line in done.stderr.splitlines() if line.startswith("os.")] == []


def test_what_is_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTRAIN_SET", "mine")
    monkeypatch.delenv("NETTRAIN_FREE", raising=False)
    settle({"NETTRAIN_SET": "other", "NETTRAIN_FREE": "new"})
    assert (os.environ["NETTRAIN_SET"], os.environ["NETTRAIN_FREE"]) == ("mine", "new")
