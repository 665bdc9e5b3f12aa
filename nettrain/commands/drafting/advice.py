"""What is wrong with data, for somebody who has no config yet: no advice that only a config could follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from nettrain.errors import ConfigError, DataError, Problem, Span, UsageError

_UTF_8, _MORE = "; recode the file as UTF-8", "; take a file of more rows"
INSTEAD = {
    r"; (raise its share, or set it to 0 to do without|lower the other shares)": _MORE,
    r": stratified leaves too few for (\w+); set data\.split\.method: random": r": too few are left for \1",
    r"^no column is left to predict from$": "there is no column beside the target to predict from",
    r"\(pandas: index=False\), or name all columns with data\.format\.names": "(pandas: index=False), or name it there",
    r", or name all columns with data\.format\.names": "",
    r", or pin data\.format\.names": " in the file",
    r"(; if the whole file is written so, |; )pin data\.format\.encoding": _UTF_8,
    r"; if quotes are plain text here, pin data\.format\.quote: none": "; close it in the file",
    r"; pin data\.format\.decimal and thousands": "; write them alike",
    r"; leave it out with data\.drop: .*, or take it out of the file": "; take it out of the file",
    r", or declare under data\.columns .*": " in the file",
    r"; set data\.on_bad_row: drop to do without such rows": "",
}
"""What stands in place of advice that names keys of a config."""


@contextmanager
def without_config() -> Iterator[None]:
    """Reword the problems of data, and those of a draft, which stands in no file yet: there is but --name to change."""
    try:
        yield
    except DataError as error:
        raise DataError(*map(reworded, error.problems)) from None
    except ConfigError as error:
        if named := [problem.message for problem in error.problems if problem.path == "name"]:
            raise UsageError(f"--name: {named[0].replace(', or null', '')}") from None
        raise ConfigError(*(problem._replace(span=Span("")) for problem in error.problems)) from None


def reworded(problem: Problem) -> Problem:
    """Return a problem without keys of a config."""
    message = problem.message
    for pattern, instead in INSTEAD.items():
        message = re.sub(pattern, instead, message)
    return problem._replace(path="" if problem.path.startswith("data.") else problem.path, message=message)
