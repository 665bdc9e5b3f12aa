"""github: problems as annotations at their lines, and a summary of the step.

An annotation is a line of the step's output, "::error file=a.yaml,line=6,col=7,title=...::message"; the runner looks
for them on stdout and stderr alike (actions/runner, ScriptHandler and ActionCommand), and they go to stderr.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from nettrain.errors import Problem, Span
from nettrain.events import failed_gates
from nettrain.reporters.account import Account

IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_TEXT, ":": "%3A", ",": "%2C"}
SUMMARY = "GITHUB_STEP_SUMMARY"
"""Names the file that a step's summary is appended to."""


def commands(account: Account, environment: Mapping[str, str]) -> list[str]:
    """Return a line for each problem, failed gate and notice: the worst first, for GitHub shows ten of a kind."""
    title = account.title
    failed = failed_gates(account.gates, account.judged.places if account.judged else ())
    noted = [Problem(notice.span, "", notice.text) for notice in account.notices]
    return [
        *(annotation("error", problem, title, environment) for problem in account.problems),
        *(annotation("error", problem, f"{title}: gate failed", environment) for problem in failed),
        *(annotation("warning", problem, title, environment) for problem in noted),
    ]


def annotation(level: str, problem: Problem, title: str, environment: Mapping[str, str]) -> str:
    """Return one workflow command; a place that is no file of the repository, or a --set, stands before the message."""
    span, properties = problem.span, {}
    if file := _from_the_root(span.file, environment):
        properties["file"] = file
        properties |= {name: str(n) for name, n in (("line", span.line), ("col", span.column)) if n}
        problem = problem._replace(span=Span(""))
    properties["title"] = title
    told = ",".join(f"{name}={_escaped(value, IN_PROPERTY)}" for name, value in properties.items())
    return f"::{level} {told}::{_escaped(str(problem), IN_TEXT)}"


def _from_the_root(file: str, environment: Mapping[str, str]) -> str:
    """Return a file as the repository names it, "" for one outside; without a workspace as it stands.

    Annotations know neither the step's folder nor links.
    """
    if not file or not Path(file).is_file():
        return ""
    root = environment.get("GITHUB_WORKSPACE")
    if not root:
        return file
    real, inside = Path(os.path.realpath(file)), Path(os.path.realpath(root))
    return str(real.relative_to(inside)) if real.is_relative_to(inside) else ""


def _escaped(text: str, escapes: Mapping[str, str]) -> str:
    return "".join(escapes.get(c, c) for c in text)
