"""Which files a verb will read, known before it begins: no report is written over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from nettrain.commands.fitting.resuming import chosen, reloaded
from nettrain.commands.opening.own_files import places
from nettrain.config.load import Loaded, load, run_name
from nettrain.data.gathering import sources
from nettrain.errors import NettrainError
from nettrain.reporters.reports import Read
from nettrain.runs import find


def of_configs(files: Sequence[Path], sets: Sequence[str], *, each: bool = False) -> Read:
    """Return the files of a config, or of `each` as a config of its own, and their data."""
    if each:
        return _read(files, [partial(load, [file], sets) for file in files])._replace(name="")
    read = _read(files, [partial(load, files, sets)])
    return read if read.name or not files else read._replace(name=run_name(files[0]))


def of_resumed(resume: str, files: Sequence[Path], sets: Sequence[str]) -> Read:
    """Return what a run that goes on reads."""
    return _read(files, [lambda: reloaded(chosen(resume, files), files, sets, None)])


def of_run(run: Path | None, data: Path | None) -> Read:
    """Return the data of a run, also where the whole project was moved, and the file that it is to be judged on."""
    files = [data] if data else []
    try:
        return Read([*files, *places(find(run))])
    except NettrainError:
        return Read(files, all=False)


def _read(files: Sequence[Path], configs: Sequence[Callable[[], Loaded]]) -> Read:
    """Return files and the data of configs; what is wrong with these is told by who reads them next."""
    found, known, name = list(files), True, ""
    for made in configs:
        try:
            loaded = made()
            name = loaded.config.name or ""
            found += [source.path for _, source in sources(loaded.config.data, loaded.folder)]
        except NettrainError:
            known = False
    return Read(found, known, name)
