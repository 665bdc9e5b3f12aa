"""init: each line of YAML that would settle a doubt can be uncommented in place of what it names, and then checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nettrain.commands import init
from nettrain.config.load import load_text
from nettrain.config.nodes import parse, plain
from nettrain.plan.making import make_plan

PROPOSED = re.compile(r" +# (- |(drop|missing|split|on_bad_row|columns|zip|y): )")
SHARES = {"validation": 0.2, "test": 0.2}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def table(count: int, **columns: str) -> list[str]:
    """Return a table whose columns are Python expressions of n, the row's number."""
    rows = [[str(eval(column, {"n": n})) for column in columns.values()] for n in range(count)]
    return [",".join(row) for row in [list(columns), *rows]]


def drafted(rows: Sequence[str]) -> str:
    Path("t.csv").write_text("".join(f"{row}\n" for row in rows))
    init.run("t.csv", ["y"], Path("t.yaml"), force=True)
    return Path("t.yaml").read_text()


def data_of(text: str) -> dict[str, Any]:
    whole = plain(parse(text.encode(), "t.yaml"))
    made: dict[str, Any] = json.loads(json.dumps(whole["data"]))
    return made


def settled(text: str) -> Iterator[str]:
    """Yield the config once for each proposal, uncommented in place of what the line before it says."""
    lines = text.splitlines()
    ends = next(place for place, line in enumerate(lines) if line == "model:")
    at = 0
    while at < ends:
        first = at
        while at < ends and PROPOSED.match(lines[at]) and not (at > first and lines[first].lstrip().startswith("# -")):
            at += 1
        if at == first:
            at += 1
            continue
        made = [line.replace("# ", "", 1) for line in lines[first:at]]
        before, behind = lines[:first], lines[at:]
        if before[-1].endswith("in place of the line above:"):
            del before[max(place for place, line in enumerate(before) if not line.lstrip().startswith("#"))]
        elif before[-1].endswith("in place of the line below:"):
            del behind[0]
        elif before[-1].endswith("in place of split below:"):
            del behind[next(place for place, line in enumerate(behind) if line.startswith("  split:"))]
        yield "\n".join([*before, *made, *behind])


class Case(NamedTuple):
    rows: list[str]
    wanted: list[dict[str, Any]]
    """Of each proposal, the keys of `data` that it settles, with what then stands there."""


ID, X, LABEL, NUMBER = "n", "n * 37 % 41", "'ab'[n % 3 % 2]", "n * 37 % 91"
DAY = "f'2024-{n // 28 + 1:02}-{n % 28 + 1:02}'"
OLD = "-999 if n % 9 == 0 else n % 40"
FAR = "9999 if n % 8 == 0 else n % 40"
BUT_INF = "'inf' if n % 5 == 0 else '-inf' if n % 7 == 0 else n % 6"

CASES = {
    "two leaks in one line": Case(
        table(90, a="n * 37 % 91 * 2 + 1", b="n * 37 % 91 * 3", x=X, y=NUMBER), [{"drop": ["a", "b"]}]
    ),
    "leaks behind what is dropped": Case(
        table(90, id=ID, a="n * 37 % 91 * 2 + 1", b="n * 37 % 91 * 3", x=X, y=NUMBER),
        [{"drop": ["id", "a"]}, {"drop": ["id", "b"]}],
    ),
    "nothing but leaks": Case(table(90, a="n * 37 % 91 * 2 + 1", b="n * 37 % 91 * 3", y=NUMBER), []),
    "a mark": Case(table(90, x=OLD, y=LABEL), [{"missing": ["-999"]}]),
    "two marks beside those that were met": Case(
        table(90, x=OLD, z=FAR, w="'NA' if n % 11 == 0 else n % 7", y=LABEL), [{"missing": ["NA", "-999", "9999"]}]
    ),
    "a mark of many digits": Case(
        table(90, x="99999999 if n % 8 == 0 else n % 40", y=LABEL), [{"missing": ["99999999"]}]
    ),
    "a mark in the target": Case(table(90, x=X, y=OLD), [{"missing": ["-999"], "on_bad_row": "drop"}]),
    "a mark in the target of a file with bad rows": Case([*table(90, x=X, y=OLD), "1,2,3"], [{"missing": ["-999"]}]),
    "two ways to deal out": Case(
        table(90, user_id="n // 4", when=DAY, x=X, y=LABEL),
        [
            {"split": {**SHARES, "method": "group", "by": "user_id"}},
            {"split": {**SHARES, "method": "time", "by": "when"}},
        ],
    ),
    "a name that YAML takes for something else": Case(
        [row.replace("user_id", '"user id: 1"') for row in table(90, user_id="n // 4", x=X, y=LABEL)],
        [{"split": {**SHARES, "method": "group", "by": "user id: 1"}}],
    ),
    "labels in the order of time": Case(table(90, when=DAY, x=X, y="'ab'[n // 60]"), [{"drop": ["when"]}]),
    "no input but the group": Case(table(90, user_id="n // 4", y=LABEL), []),
    "few codes": Case(
        table(90, x=X, zip="f'0{n % 40 + 1000}'", y=LABEL), [{"columns": {"x": "number", "zip": "category"}}]
    ),
    "many codes": Case(
        table(90, x=X, zip="f'0{n % 80 + 1000}'", y=LABEL),
        [{"columns": {"x": "number", "zip": {"category": {"coding": {"hashing": {"buckets": 64}}}}}}],
    ),
    "a target of several orders of magnitude": Case(
        table(90, x=X, y="2 ** (n * 37 % 91 / 6)"),
        [{"columns": {"y": {"number": {"scale": "log1p"}}, "x": "number"}}],
    ),
    "few numbers of several orders of magnitude": Case(
        table(90, x=X, y="4 ** (n * 37 % 91 // 11) - 1"),
        [{"columns": {"y": {"number": {"scale": "log1p"}}, "x": "number"}}],
    ),
    "several orders of magnitude beside so many columns that none is named": Case(
        table(90, **{f"c{k}": f"(n * n * {k + 2} + n) % 97" for k in range(61)}, y="2 ** (n * 37 % 91 / 6)"),
        [{"columns": {"y": {"number": {"scale": "log1p"}}}}],
    ),
    "a mark that is not an order of magnitude": Case(
        table(90, x=X, y=FAR), [{"missing": ["9999"], "on_bad_row": "drop"}]
    ),
    "hardly several orders of magnitude": Case(table(90, x=X, y="2 ** (n * 37 % 91 / 12)"), []),
    "several orders of magnitude on both sides of 0": Case(table(90, x=X, y="2 ** (n * 37 % 91 / 6) - 2"), []),
    "infinities": Case(table(90, x=X, p=BUT_INF, y=LABEL), [{"missing": ["inf", "-inf"]}]),
    "all at once": Case(
        table(90, id=ID, user_id="n // 4", when=DAY, x=OLD, w="'NA' if n % 11 == 0 else n % 7", y=LABEL),
        [
            {"missing": ["NA", "-999"]},
            {"split": {**SHARES, "method": "group", "by": "user_id"}},
            {"split": {**SHARES, "method": "time", "by": "when"}},
        ],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_proposal_stands_in_place_of_the_drafts_own_line(case: Case) -> None:
    text = drafted(case.rows)
    found = list(settled(text))
    assert len(found) == len(case.wanted)
    for changed, wanted in zip(found, case.wanted, strict=True):
        make_plan(load_text(changed.encode(), Path("t.yaml")))
        assert data_of(changed) == {**data_of(text), **wanted}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_document_has_the_same_lines(case: Case) -> None:
    """Of leaks behind what is dropped it has the whole list."""
    Path("t.csv").write_text("".join(f"{row}\n" for row in case.rows))
    document = init.run("t.csv", ["y"], Path("-")).document
    told = [plain(parse(doubt["instead"].encode(), "-")) for doubt in document["look_at"] if doubt["instead"]]
    for wanted in case.wanted:
        if "columns" in wanted:
            wanted = {"columns": {name: kind for name, kind in wanted["columns"].items() if name != "x"}}
        if "id" in wanted.get("drop", ()):
            wanted = {"drop": ["id", "a", "b"]}
        assert wanted in json.loads(json.dumps(told))


def test_infinities_among_decimal_commas() -> None:
    cells = [(n % 41, "inf" if n % 5 == 0 else f"{n % 6},25", "ab"[n % 3 % 2]) for n in range(90)]
    text = drafted(["x;p;y", *(f"{x},5;{p};{y}" for x, p, y in cells)])
    assert [data_of(made)["missing"] for made in settled(text)] == [["inf"]]


def test_many_columns_show_the_doubtful_one() -> None:
    wide = {f"w{k}": f"n * {k} % 97" for k in range(3, 73)}
    text = drafted(table(90, **wide, zip="f'0{n % 40 + 1000}'", y=LABEL))
    assert data_of(text)["columns"] == {"zip": "number"}
    leak, code = settled(text)
    assert data_of(leak) == {**data_of(text), "drop": ["w65"]}
    assert data_of(code) == {**data_of(text), "columns": {"zip": "category"}}
    make_plan(load_text(code.encode(), Path("t.yaml")))


def test_what_only_another_file_settles_is_told_without_yaml() -> None:
    """Of a column that is kept, of one that is left out, of labels that may be numbers, of a target of codes."""
    behind = "numbers with '%' behind them"
    text = drafted(table(90, x=X, p="f'{n % 15}.5%'", q="f'{n}.5%'", y="f'{n % 4 * 5}%'"))
    told = [
        f"  # the cells of 'y' are {behind}, and taken for labels; write them without it to predict numbers",
        f"  # 'q' is left out as text, but its cells are {behind}; write them without it to have numbers",
        f"    # 'p' is read as text, but its cells are {behind}; write them without it to have numbers",
    ]
    assert [line for line in text.splitlines() if behind in line and "#" in line[:6]] == told
    assert data_of(text)["drop"] == ["q"]
    text = drafted(table(90, x=X, y="f'0{n % 40 + 1000}'"))
    assert (
        "  # 'y' has leading zeros, as in 01000, and is taken for a number; if it is a code, it has no order\n" in text
    )
    text = drafted(table(90, when=DAY, x=X, y="'ab'[n // 60]"))
    assert "to be predicted, other rows are needed: by it these leave too little to train or judge on\n" in text
