"""Markdown: the verdict and the problems, and nothing of a user's text that becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from nettrain.errors import RunError
from nettrain.reporters.account import Account
from nettrain.reporters.markdown import JOINER, MOST_SLICED, markdown, plain, shortened
from tests.reporters.accounts import ACCOUNTS, HOSTILE, account, checked, evaluated
from tests.reporters.events import CHECKED, score

PAGE = """\
## nettrain fit configs/demo.yaml: ❌ failed

Judged on 450 test rows.

|  | gate |
| --- | --- |
| ❌ | accuracy 0.7124 is below the gate's 0.8 |
| ✅ | mean\\_absolute\\_error 1.235e+05 passes the gate: max 200000.0 |

| metric | value | 95 % interval | baseline |  |
| --- | ---: | ---: | ---: | --- |
"""


def test_the_page() -> None:
    page = markdown(account())
    assert page.startswith(PAGE)
    assert "- temperature 1.25: log loss of the 450 validation rows 0.3123, before 0.32\n- threshold 0.375 for" in page
    assert "- 2,100 train, 450 validation rows; 2 layers, 1,234 weights\n" in page
    assert "- demo.yaml:4:11: note: data.target: 'y' is taken for labels: jä, nein\n" in page


def test_the_run_that_was_judged_is_told() -> None:
    page = markdown(evaluated())
    assert page.startswith("## nettrain eval: ❌ failed\n\nJudged on 450 test rows.\n")
    assert page.endswith("\n\n- run `runs/demo/1`\n")


def test_each_config_has_its_mark() -> None:
    page = markdown(checked(*CHECKED))
    table = "| ✅ | good.yaml |\n| ❌ | a\\|b.yaml |\n| ❌ | lost.yaml |\n\n- a\\|b.yaml:6:7: model: is wrong\n"
    assert f": ❌ failed\n\n|  | config |\n| --- | --- |\n{table}" in page


def test_slices_are_told_of_the_first_columns() -> None:
    told = account()
    assert told.judged is not None
    scores = {
        "accuracy": score(0.75, 0.5, "max", (0.7, 0.8), beats=True),
        "auc": score(0.5, 0.5, "max", None, beats=None),
    }
    groups = [
        {"group": "f|m", "rows": 1200, "small": False, "metrics": scores},
        {"group": "x", "rows": 9, "small": True, "metrics": scores},
    ]
    told.judged = replace(told.judged, slices={"sex": groups})
    assert (
        "\n\n| sex | rows | accuracy | auc |  |\n| --- | ---: | ---: | ---: | --- |\n"
        "| f\\|m | 1,200 | 0.75 \\[0.7, 0.8\\] | 0.5 |  |\n| x | 9 | 0.75 \\[0.7, 0.8\\] | 0.5 | few rows |\n\n"
    ) in markdown(told)
    told.judged = replace(told.judged, slices={f"c{number}": groups for number in range(MOST_SLICED + 2)})
    page = markdown(told)
    assert page.count("\n| c") == MOST_SLICED
    assert "\n\nand slices by 2 more columns\n\n" in page


def test_a_page_is_shortened_by_whole_lines() -> None:
    page = "".join(f"- Zeile ä {number}\n" for number in range(100))
    size = len(page.encode())
    assert shortened(page, size) == page
    for most in range(size):
        short = shortened(page, most)
        assert len(short.encode()) <= most
        if short:
            begin, _, count = short.rpartition("\nand ")
            assert page.startswith(begin)
            assert begin.count("\n") + int(count.split()[0]) == 100
    assert shortened(page, size - 1).endswith("\nand 2 more lines\n")
    assert shortened(page, 10) == shortened(page, -5) == ""


def test_what_no_gate_was_asked_of_has_not_passed() -> None:
    told = account()
    assert told.judged is not None
    told.judged = replace(told.judged, gates=())
    begin = "## nettrain fit configs/demo.yaml: no gates\n\nJudged on 450 test rows.\n\n| metric"
    assert markdown(told).startswith(begin)
    told.failed(RunError("the disk is full"))
    assert markdown(told).startswith("## nettrain fit configs/demo.yaml: ❌ failed\n")


@pytest.mark.parametrize("told", ACCOUNTS.values(), ids=ACCOUNTS)
def test_every_line_is_of_a_known_form(told: Account) -> None:
    forms = r"#{2,3} .+|- .+|\| .* \||Judged on .+|"
    assert [line for line in markdown(told).splitlines() if not re.fullmatch(forms, line)] == []
    assert ("✅" in markdown(told).splitlines()[0]) is told.passed


def test_text_stays_text() -> None:
    shown = plain(HOSTILE)
    assert shown.replace(JOINER, "").isprintable()
    assert not re.search(r"(?<!\\)[|<>`_&*\[\]]", shown)


@pytest.mark.parametrize(
    "text", ["@name", "a@org/team", "#12", ":x:", ":white_check_mark:", ":+1:", ":-1:", ":100:", "a:1234:b", ":a:b:"]
)
def test_nobody_is_called_and_no_picture_drawn(text: str) -> None:
    shown = plain(text)
    assert not re.search(r"[@#]\w|:[\w+\\-]+:", shown)
    assert shown.replace(JOINER, "").replace("\\", "") == text


@pytest.mark.parametrize("text", ["demo.yaml:4:11: note", "12:30:45", "a @ b", "5 %: 3", "--set a=b: c: d", "::error"])
def test_other_text_has_nothing_in_it_that_is_not_seen(text: str) -> None:
    assert plain(text) == text
