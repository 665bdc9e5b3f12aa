"""Which reporter a stream gets: told by looking at the stream and the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TextIO

from nettrain.events import Emit, Event, Judged, RunEnded
from nettrain.reporters.plain import Plain
from nettrain.reporters.quiet import Quiet
from nettrain.reporters.reporter import Reporter


def on_terminal(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Return whether a person watches the stream: a terminal that can move its cursor, and no CI system."""
    return stream.isatty() and environment.get("TERM", "dumb") != "dumb" and not environment.get("CI")


def choose(stream: TextIO, *, quiet: bool = False, verbose: bool = False) -> Reporter:
    """Return the reporter for a stream: live on a terminal, plain elsewhere, quiet where nothing is wanted."""
    if quiet:
        return Quiet(stream)
    if on_terminal(stream, os.environ):
        from nettrain.reporters.live import Live

        return Live(stream, verbose=verbose)
    return Plain(stream, verbose=verbose)


@contextmanager
def reporting(*, results: bool, quiet: bool, verbose: bool) -> Iterator[Emit]:
    """Show the events of a verb: progress and notices on stderr, what it comes to (if `results`) on stdout.

    A stream whose reader has gone falls silent; the run goes on.
    """
    progress = choose(sys.stderr, quiet=quiet, verbose=verbose)
    outcome = choose(sys.stdout, verbose=verbose) if results and not quiet else None
    closed: set[Reporter] = set()

    def show(event: Event) -> None:
        ends = isinstance(event, (Judged, RunEnded))
        reporter = outcome if ends and not quiet else progress
        if ends and not quiet:
            progress.close()
        if reporter is None or reporter in closed:
            return
        try:
            reporter(event)
        except BrokenPipeError:
            closed.add(reporter)

    try:
        yield show
    finally:
        for reporter in (progress, outcome):
            if reporter is not None:
                reporter.close()
