"""What the shell offers after a key: configs, runs, and what stands in a config."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from nettrain.endings import CONFIGS

SKIPPED = ("runs", "node_modules")


def configs(incomplete: str) -> list[str]:
    """Return the configs that begin with what is typed: in its folder, and in the folders in that one."""
    typed = incomplete[: incomplete.rfind("/") + 1]
    folder = Path(typed)
    found = [*_files(folder), *(path for inner in _folders(folder) for path in _files(inner))]
    return _fitting((typed + str(path.relative_to(folder)) for path in found), incomplete)


def runs(incomplete: str) -> list[str]:
    """Return the runs below runs/ that begin with what is typed, each name's latest first, and latest."""
    from nettrain.rundir import PLAN
    from nettrain.runs import LATEST, RUNS

    found = [run for name in _folders(RUNS) for run in _folders(name) if (run / PLAN).is_file()]
    names = sorted({run.parent for run in found})
    latest = [name / LATEST for name in names if (name / LATEST).exists()]
    before = "./" if incomplete.startswith("./") else ""
    paths = [f"{before}{path}" for path in [*latest, *found]]
    return _fitting([*([LATEST] if paths else []), *paths], incomplete)


def reports(incomplete: str) -> list[str]:
    """Return the forms of --report that begin with what is typed; the shell itself offers files behind one."""
    from nettrain.reporters.reports import FILES, FORMS

    return _fitting((f"{form}:" if form in FILES else form for form in FORMS), incomplete)


def metrics(incomplete: str) -> list[str]:
    """Return the metrics that begin with what is typed."""
    from nettrain.components.registries import METRICS

    return _fitting([*METRICS], incomplete)


def names(incomplete: str) -> list[str]:
    """Return the kinds, components and keys that begin with what is typed; behind a dot, the paths of keys."""
    from nettrain.components.registries import REGISTRIES
    from nettrain.config.keys import places

    if "." in incomplete:
        return _fitting([*places()], incomplete)
    keys = [place.name for place in places().values()]
    every = [*keys, *(r.folder for r in REGISTRIES), *(name for registry in REGISTRIES for name in registry)]
    return _fitting(every, incomplete)


def settings(incomplete: str) -> list[str]:
    """Return what --set may begin with, such as train.epochs=, and behind that the words that can stand there."""
    from nettrain.config.keys import ANY, places

    path, equals, _ = incomplete.partition("=")
    if not equals:
        return _fitting((f"{known}=" for known in places() if ANY not in known.split(".")), incomplete)
    words = places()[path].words() if path in places() else []
    return _fitting((f"{path}={word}" for word in words), incomplete)


def readings(incomplete: str) -> list[str]:
    """Return the same of the settings that say how a file is read."""
    from nettrain.config.adjusting import READING

    return [found for found in settings(incomplete) if found.startswith(READING)]


def _fitting(words: Iterator[str] | list[str], incomplete: str) -> list[str]:
    return list(dict.fromkeys(word for word in words if word.startswith(incomplete)))


def _files(folder: Path) -> Iterator[Path]:
    for path in _listed(folder):
        if path.suffix in CONFIGS and path.is_file():
            yield path


def _folders(folder: Path) -> Iterator[Path]:
    for path in _listed(folder):
        if path.is_dir() and not path.is_symlink() and not path.name.startswith(".") and path.name not in SKIPPED:
            yield path


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
