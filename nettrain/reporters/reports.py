"""--report: which reports a user asked for, and writing them, whatever the verb comes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from nettrain.atomic import as_run_error, followed, passes, write_atomically
from nettrain.errors import Problem, RunError, UsageError, suggestion
from nettrain.events import Emit, Event
from nettrain.overwriting import refuse_overwriting
from nettrain.reporters.account import Account
from nettrain.reporters.outlet import Outlet
from nettrain.text import printable

FILES = {"junit": "report.xml", "markdown": "report.md"}
"""Forms that are written to a file, `junit:FILE`, each with a name that such a file may have."""
FORMS = (*FILES, "github")
MOST_SUMMARY = 1 << 20
"""Bytes that GitHub takes of a step's summary; of a longer one it takes nothing."""
MOST_HEAD = 1 << 10
"""Bytes by which an earlier report is known."""


class Report(NamedTuple):
    """One report: its form, and the file that it is written to (None for github)."""

    form: str
    file: Path | None


def wanted(asked: Sequence[str]) -> list[Report]:
    """Return the reports that the values of --report ask for. Raises UsageError."""
    reports: list[Report] = []
    for text in asked:
        form, colon, file = text.partition(":")
        if form not in FORMS:
            raise UsageError(f"--report {text}: there is no report {form!r}; {suggestion(form, FORMS)}")
        if form in FILES and not file:
            raise UsageError(f"--report {text}: expected a file to write, as in --report {form}:{FILES[form]}")
        if form not in FILES and colon:
            raise UsageError(f"--report {text}: {form} writes no file of its own; expected --report {form}")
        if file == "-":
            what = "a report needs a file, the standard output has the results"
            raise UsageError(f"--report {text}: {what}; expected --report {form}:FILE")
        if file and os.path.realpath(file) in [os.path.realpath(other.file) for other in reports if other.file]:
            raise UsageError(f"--report {text}: two reports cannot go to one file")
        if not file and Report(form, None) in reports:
            raise UsageError(f"--report {text}: is asked for twice, and would tell everything twice")
        reports.append(Report(form, Path(file) if file else None))
    return reports


class Read(NamedTuple):
    """The files that a verb reads; not `all` where a fault keeps some of them from being known.

    `name` is that of the config, "" where there is not one.
    """

    files: Sequence[Path] = ()
    all: bool = True
    name: str = ""


@contextmanager
def reported(asked: Sequence[str], verb: str, about: str, reading: Callable[[], Read]) -> Iterator[Account]:
    """Yield what takes the events of a verb, `about` being what the verb was given, for the reports asked for.

    None is written over what `reading` returns, which is asked where there are reports; where not all of that is known,
    over nothing but an earlier report.

    They are written when the verb ends, be it with an error or while that is asked; their folders are made before it
    begins. What is in the way of one then is `unwritten`: it does not take the place of what the verb came to.

    Raises UsageError for what is no report, RunError for files that cannot be written, before the verb begins.
    """
    reports = wanted(asked)
    for report in reports:
        if report.file:
            _prepare(report.file)
    account, read = Account(verb, about), Read(all=False)
    with _told(reports, account, read):
        read = reading() if reports else Read()
        account.name = read.name
    for report in reports:
        if report.file:
            refuse_overwriting(report.file, *read.files, option=f"--report {report.form}:")
    with _told(reports, account, read):
        yield account
    account.unwritten = tuple(_written(reports, account, read))


@contextmanager
def _told(reports: list[Report], account: Account, read: Read) -> Iterator[None]:
    """Write the reports of what ends the body, if anything does."""
    try:
        yield
    except BaseException as error:
        account.failed(error)
        for second in _written(reports, account, read):
            Outlet(sys.stderr).line(f"nettrain: {second.message}")
        raise


def both(first: Emit, second: Emit) -> Emit:
    """Return what gives every event to two takers."""

    def emit(event: Event) -> None:
        first(event)
        second(event)

    return emit


def _prepare(file: Path) -> None:
    """Make the folder of a report. Raises RunError where no file can come to stand."""
    if passes(file):
        return
    with as_run_error(f"{file} cannot be written"):
        folder = followed(file).parent
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK):
            raise PermissionError(13, "")


def _written(reports: Sequence[Report], account: Account, read: Read) -> list[Problem]:
    """Write every report that can be; return what was in the way of the others."""
    problems: list[Problem] = []
    for report in reports:
        try:
            _write(report, account, read)
        except RunError as failed:
            problems += failed.problems
    return problems


def _write(report: Report, account: Account, read: Read) -> None:
    if report.file is None:
        _tell_github(account)
        return
    if report.form == "junit":
        from nettrain.reporters.junit import junit as form
    else:
        from nettrain.reporters.markdown import markdown as form
    if not read.all and not _earlier(report.file):
        what = "is there already and no report; as it is not known what is read, nothing was written over it"
        raise RunError(f"{report.file} {what}")
    with as_run_error(f"{report.file} cannot be written"):
        write_atomically(report.file, form(account).encode())


def _earlier(file: Path) -> bool:
    """Return whether a file can be lost: it is none, or empty, or an earlier report."""
    if not file.exists() or passes(file):
        return True
    with as_run_error(f"{file} cannot be written"), file.open("rb") as stream:
        begin = stream.read(MOST_HEAD)
    return not begin or begin.startswith(b"## nettrain ") or (begin.startswith(b"<?xml") and b'"nettrain"' in begin)


def _tell_github(account: Account) -> None:
    """Print the annotations, and append to the step's summary where there is one."""
    from nettrain.reporters.github import SUMMARY, commands
    from nettrain.reporters.markdown import markdown, shortened

    outlet = Outlet(sys.stderr)
    for line in commands(account, os.environ):
        outlet.verbatim(printable(line))
    if file := os.environ.get(SUMMARY):
        with as_run_error(f"{file} (${SUMMARY}) cannot be written"), open(file, "ab") as summary:
            left = MOST_SUMMARY - os.fstat(summary.fileno()).st_size
            summary.write(shortened(f"{markdown(account)}\n", left).encode())
