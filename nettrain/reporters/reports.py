"""--report: which reports a user asked for, and writing them, whatever the verb comes to."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from nettrain.atomic import told, write_atomically
from nettrain.errors import NettrainError, RunError, UsageError, suggestion
from nettrain.events import Emit, Event
from nettrain.reporters.account import Account
from nettrain.reporters.outlet import Outlet
from nettrain.rundir import spare

FILES = ("junit", "markdown")
"""Forms that are written to a file: `junit:FILE`."""
FORMS = (*FILES, "github")
MOST_SUMMARY = 1 << 20
"""Bytes that GitHub takes of a step's summary."""


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
            raise UsageError(f"--report {text}: expected a file to write, as in --report {form}:report.xml")
        if form not in FILES and colon:
            raise UsageError(f"--report {text}: {form} writes no file of its own; expected --report {form}")
        report = Report(form, Path(file) if file else None)
        if report.file and report.file in [other.file for other in reports]:
            raise UsageError(f"--report {text}: two reports cannot go to one file")
        reports.append(report)
    return reports


@contextmanager
def reported(asked: Sequence[str], verb: str, about: str, *inputs: Path) -> Iterator[Emit]:
    """Yield what takes the events of a verb, `about` being what the verb was given, for the reports asked for.

    None is written over the `inputs` of the verb.

    They are written when the verb ends, be it with an error; their folders are made before it begins. Raises UsageError
    for what is no report, RunError for a file that cannot be written.
    """
    reports = wanted(asked)
    for report in reports:
        if report.file:
            spare(report.file, *inputs, option=f"--report {report.form}:")
            _prepare(report.file)
    account = Account(verb, about)
    try:
        yield account
    except BaseException as error:
        account.failed(error)
        try:
            _write(reports, account)
        except NettrainError as second:
            Outlet(sys.stderr).line(f"nettrain: {second}")
        raise
    _write(reports, account)


def both(first: Emit, second: Emit) -> Emit:
    """Return what gives every event to two takers."""

    def emit(event: Event) -> None:
        first(event)
        second(event)

    return emit


def _prepare(file: Path) -> None:
    """Make the folder of a report. Raises RunError where no file can come to stand."""
    if file.is_dir():
        raise RunError(f"{file} is a folder: a report needs a file to write")
    with told(f"{file} cannot be written"):
        file.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(file.parent, os.W_OK):
            raise PermissionError(13, "")


def _write(reports: Sequence[Report], account: Account) -> None:
    for report in reports:
        if report.form == "github":
            _tell_github(account)
            continue
        assert report.file is not None
        if report.form == "junit":
            from nettrain.reporters.junit import junit as form
        else:
            from nettrain.reporters.markdown import markdown as form
        with told(f"{report.file} cannot be written"):
            write_atomically(report.file, form(account).encode())


def _tell_github(account: Account) -> None:
    """Print the annotations, and append to the step's summary where there is one."""
    from nettrain.reporters.github import SUMMARY, commands
    from nettrain.reporters.markdown import markdown

    outlet = Outlet(sys.stderr)
    for line in commands(account, os.environ):
        outlet.line(line)
    if file := os.environ.get(SUMMARY):
        with told(f"{file} (${SUMMARY}) cannot be written"), open(file, "ab") as summary:
            summary.write(f"{markdown(account)}\n".encode()[:MOST_SUMMARY])
