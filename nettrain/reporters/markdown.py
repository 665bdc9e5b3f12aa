"""markdown: the verdict as a page for a pull request, a job's summary or a wiki."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nettrain.events import Judged, RunStarted
from nettrain.numbers import counted, seconds
from nettrain.reporters import lines
from nettrain.reporters.account import Account
from nettrain.reporters.scores import score_table, slice_table
from nettrain.text import Table, printable

SPECIAL = re.compile(r"[\\`*_\[\]<>|~$&#]")
LIVE = re.compile(r"[@#](?=\w)|:(?=(?:100|1234|[\w+-]*[^\W\d][\w+-]*|[+-]\d+):)")
"""Before what GitHub makes a mention, a reference or an emoji of, though it be escaped: @name, #12, :x:."""
MOST_SLICED = 10
"""Columns whose slices are told: a comment on a pull request takes 65,536 characters."""
JOINER = "\u2060"
"""Is not seen and takes no room, but keeps what stands around it apart."""


def markdown(account: Account) -> str:
    """Return the account in GitHub's Markdown: the verdict, configs, problems, gates, metrics, the run, notices."""
    blocks = [[f"## {plain(account.title)}: {_verdict(account)}"]]
    if account.checked:
        blocks.append(_marked("config", [(not one.problems, file) for file, one in account.checked.items()]))
    if account.problems:
        blocks.append([f"- {plain(str(problem))}" for problem in account.problems])
    if account.judged:
        blocks.append([f"{_capital(lines.judged(account.judged))}."])
        if account.gates:
            blocks.append(_marked("gate", [(gate["passed"], gate["message"]) for gate in account.gates]))
        blocks.append(_table(score_table(account.judged.scores, account.judged.targets)))
        blocks += _slices(account.judged)
    if account.decided:
        blocks.append([f"- {plain(line)}" for line in lines.decided(account.decided)])
    if account.run:
        blocks.append(_run(account))
    if account.notices:
        blocks.append(["### Notices"])
        blocks.append([f"- {plain(lines.notice(notice))}" for notice in account.notices])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def shortened(page: str, most: int) -> str:
    """Return the first lines of a page, as many as `most` bytes hold together with one that counts the others."""
    if len(page.encode()) <= most:
        return page
    kept = page.splitlines(keepends=True)
    every, size = len(kept), len(page.encode())
    more = ""
    while kept and size + len(more) > most:
        size -= len(kept.pop().encode())
        more = f"\nand {counted(every - len(kept), 'more line')}\n"
    return "".join(kept) + more if kept else ""


def plain(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    apart = LIVE.sub(lambda found: found[0] + JOINER, printable(text))
    return SPECIAL.sub(lambda found: f"\\{found[0]}", apart)


def _verdict(account: Account) -> str:
    if account.judged and account.passed and not account.gates:
        return "no gates"
    return "✅ passed" if account.passed else "❌ failed"


def _slices(judged: Judged) -> list[list[str]]:
    """Return a table for each column by whose values the rows were cut, of many for the first."""
    told = [_table(slice_table(column, groups)) for column, groups in [*judged.slices.items()][:MOST_SLICED]]
    more = len(judged.slices) - len(told)
    return [*told, *([[f"and slices by {counted(more, 'more column')}"]] if more > 0 else [])]


def _marked(head: str, told: Iterable[tuple[bool, str]]) -> list[str]:
    rows = [("✅" if good else "❌", text) for good, text in told]
    return _table(Table(["", head], rows, [False, False]))


def _table(table: Table) -> list[str]:
    rule = ["---:" if right else "---" for right in table.right]
    return [_row(map(plain, table.heads)), _row(rule), *(_row(map(plain, row)) for row in table.rows)]


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _run(account: Account) -> list[str]:
    run = account.run
    assert run is not None
    told = [f"- run `{run.run}`" if "`" not in run.run else f"- run {plain(run.run)}"]
    if isinstance(run, RunStarted):
        told.append(f"- {lines.split(run)}; {counted(run.layers, 'layer')}, {counted(run.params, 'weight')}")
    if account.trained:
        told.append(f"- {plain(lines.ended(account.trained))}")
    if account.ended:
        told.append(f"- took {seconds(account.ended.seconds)}")
    return told


def _capital(text: str) -> str:
    return plain(text[:1].upper() + text[1:])
