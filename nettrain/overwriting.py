"""What a result may not be written over: the files that are read, and those of a run."""

from __future__ import annotations

import re
from pathlib import Path

from nettrain.errors import UsageError
from nettrain.rundir import LOCK, MANIFEST, PLAN

OWN = re.compile(
    r"config(-\d+)?\.yaml|(plan|manifest|metrics|timing|profile|decision)\.json|(history|predictions)\.csv"
    r"|events\.jsonl|model\.(keras|tflite)|checkpoints/.*|\.lock"
)
"""The files that a run consists of; nobody else writes them."""


def refuse_overwriting(output: Path, *inputs: Path, option: str = "-o ") -> None:
    """Raise UsageError where `output`, which an `option` names, is a folder, or would be written over what is read or
    what a run is."""
    if output.is_dir():
        raise UsageError(f"{option}{output}: this is a folder; name a file")
    if output.exists() and any(other.exists() and output.samefile(other) for other in inputs):
        raise UsageError(f"{option}{output}: this file is read; choose another, so that nothing is lost")
    for folder in list(output.absolute().parents)[:2]:
        run = (folder / LOCK).is_file() or ((folder / PLAN).is_file() and (folder / MANIFEST).is_file())
        if run and OWN.fullmatch(str(output.absolute().relative_to(folder))):
            raise UsageError(f"{option}{output}: the run in this folder has a file of that name; choose another")


def in_the_way(output: Path) -> UsageError:
    """Return what to raise for an output that is there already and may hold what somebody wrote."""
    return UsageError(f"{output} is there already: overwrite it with force (--force), or choose another output (-o)")
