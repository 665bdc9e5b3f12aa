"""Which reporter a stream gets: told by looking at the stream and the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from nettrain.errors import RunError
from nettrain.events import Decided, Emit, Event, Judged, RunEnded, RunOpened
from nettrain.reporters.jsonl import JsonLines
from nettrain.reporters.plain import Plain
from nettrain.reporters.progress import Progress
from nettrain.reporters.quiet import Quiet
from nettrain.reporters.reporter import Reporter

CI = ("CI", "TF_BUILD", "JENKINS_URL", "TEAMCITY_VERSION")
"""Variables that CI systems set: their logs keep every line, even where they lend a terminal."""


def on_terminal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether a person watches the stream: a terminal that can move its cursor, and no CI system."""
    watched_by_ci = any(environment.get(name, "").lower() not in ("", "0", "false") for name in CI)
    return stream.isatty() and environment.get("TERM", "dumb") not in ("", "dumb") and not watched_by_ci


def choose(stream: TextIO, *, quiet: bool = False, verbose: bool = False, progress: Progress = "auto") -> Reporter:
    """Return the reporter for a stream: what `progress` asks for; by itself live on a terminal, plain elsewhere."""
    if quiet or progress == "none":
        return Quiet(stream)
    if progress == "json":
        return JsonLines(stream)
    if progress == "live" or (progress == "auto" and on_terminal(stream, os.environ)):
        from nettrain.reporters.live import Live

        return Live(stream, verbose=verbose)
    return Plain(stream, verbose=verbose)


@contextmanager
def reporting(*, results: bool, quiet: bool, verbose: bool, progress: Progress = "auto") -> Iterator[Emit]:
    """Show the events of a verb: progress and notices on stderr, what it comes to (if `results`) on stdout.

    With `quiet` there is nothing but the gates that failed, on stderr. Progress in JSON has every event.
    Raises RunError in the end where stdout could not be written.
    """
    shown = choose(sys.stderr, quiet=quiet, verbose=verbose, progress=progress)
    outcome = choose(sys.stdout, verbose=verbose) if results and not quiet else None
    whole = isinstance(shown, (Quiet, JsonLines))
    held: list[Event] = []

    def show(event: Event) -> None:
        result = isinstance(event, (RunOpened, Decided, Judged, RunEnded))
        if result and not whole:
            shown.close()
        else:
            shown(event)
        if result and outcome is not None:
            held.append(event)
            if not isinstance(event, RunOpened):  # which is no result before there is another
                for one in held:
                    outcome(one)
                held.clear()

    try:
        yield show
    finally:
        shown.close()
        if outcome is not None:
            outcome.close()
    if outcome is not None and outcome.outlet.lost:
        raise RunError(f"the standard output cannot be written: {outcome.outlet.lost}")
