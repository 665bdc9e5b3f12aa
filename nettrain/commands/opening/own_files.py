"""The data files that a run was made of: where they lie now, and whether another file is one of them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nettrain.commands.opening.hashing import hashes, sha256
from nettrain.data.sources import Source, shown
from nettrain.errors import DataError, Problem, Span
from nettrain.events import Notice
from nettrain.names import TEST, VALIDATION
from nettrain.rundir import MANIFEST, RunDir
from nettrain.text import quoted_command

ANCESTRY = "started_from"
"""The key of the manifest for the runs that a run started from, one from the other."""


class OwnFile(NamedTuple):
    """A data file: its side, its hash, and the places to look for it, the one where it lay first."""

    side: str
    sha256: str
    places: tuple[Path, ...]


def own_files(run: RunDir) -> list[OwnFile]:
    """Return the data files of a run. The second place of each is where it lies if the whole project was moved."""
    made = run.read_json(MANIFEST)
    return [
        OwnFile(record["side"], record["sha256"], _places(run, made["config"], Path(record["path"])))
        for record in made["data"]
    ]


def folder_of(run: RunDir) -> Path:
    """Return the folder that the paths in a run's config begin at: the run's project may have been moved, or the run.

    It is the one that lies to the run as it did, unless the data are missing there and are where they lay.
    """
    made = run.read_json(MANIFEST)
    beside, before = run.path / made["config"]["from_run"], Path(made["config"]["path"])
    paths = [Path(record["path"]) for record in made.get("data", ())]
    moved = [_places(run, made["config"], path)[-1] for path in paths]
    left = before.is_dir() and all(path.is_file() for path in paths) and not all(path.is_file() for path in moved)
    return before if left or not beside.is_dir() else beside


def places(run: RunDir) -> list[Path]:
    """Return wherever a run's data files may lie, for no result to be written over them."""
    return [place for own in own_files(run) for place in own.places]


def found(run: RunDir, own: OwnFile) -> Source:
    """Return a run's data file where it is as it was. Raises DataError if it is gone or has changed since."""
    there = [Source(place, shown(str(place))) for place in own.places if place.is_file()]
    for source in there:
        if sha256(source) == own.sha256:
            return source
    if there:
        raise DataError(Problem(Span(there[0].shown), "", _changed(run, own, there[0])))
    first, *others = (shown(str(place)) for place in own.places)
    neither = f", nor is {others[0]}" if others else ""
    told = f"is not there{neither}: {run} was trained on it; put it back, or train a new run"
    raise DataError(Problem(Span(first), "", told))


def seen(run: RunDir, data: Source) -> Notice | None:
    """Return what to tell of a file to be judged by whose rows a run was trained or its epoch chosen; None for others.

    A file of the run's own that has changed since is told too: most of its rows will be those that it had.
    """
    digest, place = sha256(data), data.path.resolve()
    for own in own_files(run):
        same = own.sha256 == digest
        if own.side == TEST or not (same or place in (one.resolve() for one in own.places)):
            continue
        what = "chose its epoch by" if own.side == VALIDATION else "was trained on"
        when = "" if same else ", before it changed"
        told = f"{run} {what} this file{when}: rows that it has seen are judged, so the verdict is too good"
        return Notice(text=told, file=data.shown)
    for start in run.read_json(MANIFEST).get(ANCESTRY, ()):
        if any(side != TEST and held == digest for side, held in hashes(start["data"])):
            what = f"started from {start['run']}, which was trained on this file"
            told = f"{run} {what}: rows that it has seen are judged, so the verdict is too good"
            return Notice(text=told, file=data.shown)
    return None


def _changed(run: RunDir, own: OwnFile, source: Source) -> str:
    if own.side == TEST:
        told = f"has changed since {run} was judged by it; judge the run by what it holds now"
        return f"{told}: {quoted_command('eval', run, '--data', source.shown)}"
    told = f"has changed since {run} was trained on it, so the rows that it has not seen cannot be told from the others"
    other = f"judge rows of another file: {quoted_command('eval', run, '--data', 'FILE')}"
    return f"{told}: put the file back, train a new run, or {other}"


def _places(run: RunDir, config: Mapping[str, Any], path: Path) -> tuple[Path, ...]:
    folder = (run.path / config["from_run"]).resolve()
    return tuple(dict.fromkeys((path, Path(os.path.normpath(folder / os.path.relpath(path, config["path"]))))))
