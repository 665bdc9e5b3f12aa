"""The real command line, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.forking import run
from tests.making import write_config, write_table

Cli = Callable[..., subprocess.CompletedProcess[str]]
NETWORK = "[dense: {units: 8, activation: relu}, output]"
QUICK = "{epochs: 3, optimizer: {adam: 0.01}}"


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a finished run of two labels, runs/config/1."""
    folder = tmp_path_factory.mktemp("trained")
    write_table(folder, "binary")
    write_config(folder, NETWORK, QUICK)
    done = nettrain(folder, "fit", "config.yaml")
    assert done.returncode == 0, done.stderr
    return folder


def nettrain(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `nettrain` in a folder, as a pipeline would."""
    return run(folder, arguments, {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "TERM")})
