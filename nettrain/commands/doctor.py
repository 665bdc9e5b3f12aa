"""doctor: what this machine and this installation can do, what is wrong with them, and how to mend it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from textwrap import wrap
from typing import Any, NamedTuple

from nettrain.commands.outcome import Outcome
from nettrain.commands.trial import Trial, trial
from nettrain.data.cache import cache_folder
from nettrain.data.memory import available
from nettrain.errors import Problem, RunError, Span
from nettrain.numbers import byte_size, counted, seconds
from nettrain.rundir import RunDir
from nettrain.signals import interruption

LEAST_MEMORY = 10**9
"""Bytes that TensorFlow and a small network need."""
LEAST_DISK = 10**9
WIDTH = 100


class Finding(NamedTuple):
    """What a section says: in words, as JSON values, and what is wrong, each with how to mend it."""

    text: str
    facts: dict[str, Any]
    problems: tuple[str, ...] = ()


class Section(NamedTuple):
    """One thing that is looked at."""

    name: str
    look: Callable[[], Finding]


def run() -> Outcome:
    """Look at everything; what fails in one section does not stop the others. Passed: nothing is wrong."""
    found = {section.name: _looked(section) for section in SECTIONS}
    lines: list[str] = []
    for name, finding in found.items():
        indent = " " * (max(map(len, found)) + 2)
        lines += wrap(finding.text, WIDTH, initial_indent=name.ljust(len(indent)), subsequent_indent=indent)
        for problem in finding.problems:
            lines += wrap(f"wrong: {problem}", WIDTH, initial_indent=indent, subsequent_indent=f"{indent}  ")
    count = sum(len(finding.problems) for finding in found.values())
    lines += ["", "ok" if not count else "1 thing is wrong" if count == 1 else f"{count} things are wrong"]
    sections = {name: {**f.facts, "text": f.text, "problems": list(f.problems)} for name, f in found.items()}
    problems = [Problem(Span(""), name, what).to_json() for name, f in found.items() for what in f.problems]
    return Outcome("\n".join(lines), {"passed": not count, "sections": sections, "problems": problems}, not count)


def _looked(section: Section) -> Finding:
    try:
        return section.look()
    except Exception as error:  # a doctor who faints helps nobody: whatever a section raises is its finding
        if interruption(error) is not None:
            raise
        return Finding("cannot be told", {}, (f"{type(error).__name__}: {error}",))


def _versions() -> Finding:
    from packaging.requirements import Requirement

    from nettrain import __version__

    try:
        asked = [Requirement(line) for line in requires("nettrain") or ()]
    except PackageNotFoundError:
        problem = "nettrain runs from a folder without being installed there: pip install ."
        return Finding(f"nettrain {__version__}, Python {platform.python_version()}", {}, (problem,))
    needed = [one for one in asked if one.marker is None or one.marker.evaluate({"extra": ""})]
    there: dict[str, str] = {}
    problems: list[str] = []
    for one in needed:
        try:
            there[one.name] = version(one.name)
        except PackageNotFoundError:
            problems.append(f"{one.name} is not installed: pip install '{one}'")
            continue
        if not one.specifier.contains(there[one.name], prereleases=True):
            problems.append(f"{one.name} is {there[one.name]}, expected {one.specifier}: pip install '{one}'")
    told = {"nettrain": __version__, "python": platform.python_version(), **there}
    text = ", ".join(f"{name} {number}" for name, number in told.items())
    return Finding(
        f"{text}; {platform.platform()}", {"versions": told, "platform": platform.platform()}, tuple(problems)
    )


def _processor() -> Finding:
    cores = os.cpu_count() or 1
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else cores
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8", "replace").splitlines() if info.is_file() else []
    told = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    model, flags = told.get("model name", platform.machine()), told.get("flags", "").split()
    facts = {"model": model, "cores": cores, "usable": usable}
    problems = []
    if flags and "avx" not in flags:
        problems.append(
            "the processor has no AVX, without which TensorFlow's packages stop at once: use another machine"
        )
    limit = f", of which this process may use {usable}" if usable < cores else ""
    text = f"{model}, {counted(cores, 'core')}{limit}; a matrix product takes {counted(cores, 'thread')}"
    return Finding(text, facts, tuple(problems))


def _memory() -> Finding:
    free, total = available(), os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    problems = []
    if free < LEAST_MEMORY:
        problems.append(
            f"TensorFlow needs about {byte_size(LEAST_MEMORY)}: end other programs, or raise the container's limit"
        )
    facts = {"available": free, "total": total}
    return Finding(f"{byte_size(free)} of {byte_size(total)} can be had", facts, tuple(problems))


def _cache() -> Finding:
    folder = cache_folder()
    files = [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    size = sum(path.stat().st_size for path in files)
    facts = {"folder": str(folder), "bytes": size, "files": len(files)}
    text = f"{folder}: {byte_size(size)}; what is in it is made again when it is gone" if files else f"{folder}: empty"
    return Finding(text, facts, tuple(_unwritable(folder, "set NETTRAIN_CACHE to a folder that can be written to")))


def _disk() -> Finding:
    here = Path.cwd()
    free = shutil.disk_usage(here).free
    problems = list(_unwritable(here, "runs are written below the current folder: go to another, or use fit -o"))
    if free < LEAST_DISK:
        problems.append(f"runs and stores of rows need space: free some, {byte_size(LEAST_DISK)} at least")
    return Finding(f"{byte_size(free)} free in {here}", {"folder": str(here), "free": free}, tuple(problems))


def _unwritable(folder: Path, mend: str) -> Iterator[str]:
    """Yield why runs cannot be kept in a folder: files that cannot be made, locked, renamed or linked to."""
    import tempfile

    existing = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    try:
        with tempfile.TemporaryDirectory(prefix=".nettrain-doctor-", dir=existing) as made:
            run = RunDir(Path(made))
            with run.locked():
                run.write("file", "nettrain")
            (run.path / "link").symlink_to("file")
    except (OSError, RunError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        yield f"no files can be kept in {existing} ({reason}): {mend}"


def _terminal() -> Finding:
    encoding = sys.stdout.encoding or "unknown"
    size = shutil.get_terminal_size()
    where = "terminal" if sys.stderr.isatty() else "pipe or file"
    facts = {"encoding": encoding, "columns": size.columns, "terminal": sys.stderr.isatty()}
    problems = []
    if encoding.lower().replace("-", "") not in ("utf8", "utf16"):
        problems.append(f"stdout takes {encoding}, which cannot show every letter: export PYTHONUTF8=1")
    return Finding(f"{where}, {counted(size.columns, 'column')}, {encoding}", facts, tuple(problems))


def _training() -> Finding:
    made: Trial = trial()
    facts = made._asdict()
    devices = ", ".join(made.devices)
    text = (
        f"on {devices}: loss {made.first_loss:.3g} to {made.last_loss:.3g} in {counted(made.epochs, 'epoch')}, "
        f"{'the same bits twice' if made.same_bits else 'other bits the second time'}; "
        f"importing TensorFlow {seconds(made.import_seconds)}, compiling and training {seconds(made.train_seconds)}"
    )
    problems = []
    if not made.last_loss < made.first_loss / 2:
        problems.append("the network did not learn what it must: TensorFlow computes wrongly here; install it anew")
    if not made.same_bits:
        problems.append("two runs of one config differ: pin train.threads, and report this with the above")
    if shutil.which("nvidia-smi") and "GPU" not in made.devices:
        problems.append(
            "there is a GPU that TensorFlow does not see: pip install 'tensorflow[and-cuda]', then doctor again"
        )
    return Finding(text, facts, tuple(problems))


SECTIONS = (
    Section("versions", _versions),
    Section("processor", _processor),
    Section("memory", _memory),
    Section("cache", _cache),
    Section("disk", _disk),
    Section("terminal", _terminal),
    Section("training", _training),
)
