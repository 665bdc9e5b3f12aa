"""What a run was made of: command, config, versions, threads, data and their hashes, the state of the working copy."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from nettrain.config.load import Loaded

PACKAGES = ("keras", "numpy", "polars", "pydantic", "tensorflow")


def manifest(loaded: Loaded, run: Path) -> dict[str, Any]:
    """Return what is known before anything is computed; data, threads and devices come in later."""
    from nettrain import __version__

    folder = loaded.folder.resolve()
    return {
        "command": [*sys.argv],
        "config": {
            "files": [str(file) for file in loaded.files],
            "folder": str(loaded.folder),
            "path": str(folder),
            "from_run": os.path.relpath(folder, run.resolve()),
            "sets": list(loaded.sets),
            "seed": loaded.seed,
        },
        "seed": loaded.config.seed,
        "versions": {
            "nettrain": __version__,
            "python": platform.python_version(),
            **{name: version(name) for name in PACKAGES},
        },
        "platform": platform.platform(),
        "git": _git(),
    }


def _git() -> dict[str, Any] | None:
    """Return commit and whether files differ from it; None outside of a working copy or without git."""
    try:
        told = subprocess.run(
            ["git", "status", "--porcelain=v2", "--branch", "--untracked-files=no"],
            capture_output=True,
            text=True,
            timeout=5,
            check=True,
        ).stdout.splitlines()
    except (OSError, subprocess.SubprocessError):
        return None
    commits = [line.split()[-1] for line in told if line.startswith("# branch.oid")]
    return {"commit": commits[0] if commits else None, "changed": any(not line.startswith("#") for line in told)}
