"""junit: one verb as a test suite, for the test tabs of GitLab, Jenkins, Azure and others.

The suite follows both public schemas, that of Ant's JUnit task (https://github.com/windyroad/JUnit-Schema, JUnit.xsd)
and that of Jenkins (https://github.com/jenkinsci/xunit-plugin, junit-10.xsd): attributes and elements that either
requires are there, in the order of the first. A count of what was skipped is not: the former knows it in some versions.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple
from xml.etree import ElementTree

from nettrain.events import RunStarted
from nettrain.numbers import bracketed
from nettrain.reporters import lines
from nettrain.reporters.account import READING, Account
from nettrain.text import printable

BEYOND_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot carry, however they are written."""


class Case(NamedTuple):
    """One test case: `outcome` is "", "failure" or "error"; `kind` its type, `told` its lines."""

    name: str
    seconds: float = 0.0
    outcome: str = ""
    kind: str = ""
    told: tuple[str, ...] = ()


def junit(account: Account) -> str:
    """Return the account as JUnit XML: a case for each stage, and one for each gate."""
    made = cases(account)
    counts = {outcome: sum(case.outcome == outcome for case in made) for outcome in ("failure", "error")}
    suite = ElementTree.Element(
        "testsuite",
        {
            "id": "0",
            "package": "nettrain",
            "name": _text(account.title),
            "hostname": platform.node().strip() or "localhost",
            "timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}",
            "tests": str(len(made)),
            "failures": str(counts["failure"]),
            "errors": str(counts["error"]),
            "time": f"{account.seconds:.3f}",
        },
    )
    properties = ElementTree.SubElement(suite, "properties")
    for name, value in _properties(account).items():
        ElementTree.SubElement(properties, "property", {"name": _text(name), "value": _text(value)})
    subject = f"nettrain.{account.name or account.verb}"
    for case in made:
        element = ElementTree.SubElement(
            suite,
            "testcase",
            {"classname": _text(subject), "name": _text(case.name), "time": f"{case.seconds:.3f}"},
        )
        if case.outcome:
            inside = {"type": case.kind, "message": _text(case.told[0])}
            ElementTree.SubElement(element, case.outcome, inside).text = _text("\n".join(case.told))
    ElementTree.SubElement(suite, "system-out").text = _text("\n".join(_verdict(account)))
    ElementTree.SubElement(suite, "system-err").text = _text("\n".join(map(lines.notice, account.notices)))
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def cases(account: Account) -> list[Case]:
    """Return the test cases: each stage that ended, or config that was checked, with its error, and the gates.

    A gate has no time of its own: it is held while the rows are judged.
    """
    wrong = {name: (one.error, one.problems) for name, one in account.checked.items()}
    wrong[account.stage] = account.kind, account.problems
    made = []
    for name, seconds in (account.took or {READING: account.seconds}).items():
        kind, problems = wrong.get(name, ("", ()))
        made.append(Case(name, seconds, "error" if problems else "", kind, tuple(map(str, problems))))
    names: dict[str, int] = {}
    for gate in account.gates:
        name = gate_name(gate)
        names[name] = names.get(name, 0) + 1
        name = name if names[name] == 1 else f"{name} ({names[name]})"
        failed = () if gate["passed"] else ("failure", "gate", (gate["message"],))
        made.append(Case(name, 0.0, *failed))
    return made


def gate_name(gate: Mapping[str, Any]) -> str:
    """Return what a gate asks, in words that do not change with the value: "accuracy: min 0.95"."""
    ends = ", ".join(f"{end} {gate[end]!r}" for end in ("min", "max") if gate.get(end) is not None)
    what = {"limit": ends, "baseline": "beats the baseline", "reference": "no worse than the reference"}
    group = f" where {gate['column']} is {gate.get('group')}" if gate.get("column") else ""
    return f"{gate['metric']}{group}: {what[gate['kind']]}"


def _properties(account: Account) -> dict[str, str]:
    record = {"verb": account.verb}
    if account.run:
        record["run"] = account.run.run
    if isinstance(account.run, RunStarted):
        record |= {f"rows.{side}": str(rows) for side, rows in account.run.rows.items()}
    if account.judged:
        record |= {"judged": account.judged.side, "judged.rows": str(account.judged.rows)}
        for name, score in account.judged.scores.items():
            record[f"metric.{name}"] = repr(score["value"])
            record[f"baseline.{name}"] = repr(score["baseline"])
            if score.get("interval"):
                record[f"interval.{name}"] = bracketed(score["interval"])
    return record


def _verdict(account: Account) -> list[str]:
    return lines.verdict(account.judged) if account.judged else []


def _text(text: str) -> str:
    """Return text that XML can carry, control characters as escapes."""
    kept = "\n".join(printable(line) for line in text.split("\n"))
    return BEYOND_XML.sub(lambda found: found[0].encode("unicode_escape").decode(), kept)
