"""Where in a CSV something stands: the slow way over the file, taken only when there is a problem to report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from nettrain.errors import Problem, Span


def records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the line on which it starts (from 1), the header first; empty lines are passed over.

    Bytes that are not UTF-8 are shown as escapes.
    """
    with path.open(newline="", encoding="utf-8-sig", errors="backslashreplace") as file:
        reader = csv.reader(line.replace("\0", "\\0") for line in file)
        start = 1
        while True:
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error:  # a field beyond the reader's limit: no table
                return
            if record:
                yield start, record
            start = reader.line_num + 1


def lines_of_rows(path: Path, rows: Iterable[int]) -> dict[int, int]:
    """Return the line of each row (rows count from 0 below the header)."""
    wanted = set(rows)
    numbered = enumerate(islice(records(path), 1, None))
    return {row: line for row, (line, _) in numbered if row in wanted} if wanted else {}


def header_problems(path: Path, shown: str) -> list[Problem]:
    """Return what is wrong with the names in the header: empty, or given twice."""
    _, header = next(records(path), (1, []))
    problems: list[Problem] = []
    seen: dict[str, int] = {}
    for number, name in enumerate((cell.strip() for cell in header), start=1):
        if not name:
            problems.append(Problem(Span(shown, 1), "", f"column {number} has no name in the header"))
        elif name in seen:
            message = f"the header names '{name}' twice, for columns {seen[name]} and {number}"
            problems.append(Problem(Span(shown, 1), "", message))
        seen.setdefault(name, number)
    return problems


def ragged_rows(path: Path, shown: str) -> list[Problem]:
    """Return every row that has another number of cells than the header."""
    rows = records(path)
    _, header = next(rows, (1, []))
    return [
        Problem(Span(shown, line), "", f"has {_cells(len(row))}, expected {len(header)} as in the header")
        for line, row in rows
        if len(row) != len(header)
    ]


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count} cells"
