"""What columns hold, and how files are written, for a person to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nettrain.data import profile_text
from nettrain.data.dialect import BLANKS, Dialect
from nettrain.data.opening import Opened
from nettrain.data.profile import ColumnProfile
from nettrain.plan.making import Planned
from nettrain.text import Table

BARS, ASCII_BARS = "▁▂▃▄▅▆▇█", ".:-=+*#@"
"""What stands for a range of a histogram, from few rows to most."""
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", ":": "colon", BLANKS: "blanks"}
WIDEST = 44
"""Cells that the values of a column may take on the screen."""


def spoken_format(opened: Opened) -> str:
    """Return how a file is written: "comma, quoted by \", header, UTF-8"."""
    dialect = opened.dialect
    if dialect is None:
        return "Parquet"
    parts = [DELIMITERS.get(dialect.delimiter, repr(dialect.delimiter))]
    if dialect.quote not in ("", '"'):
        parts.append(f"quoted by {dialect.quote}")
    if dialect.escape:
        parts.append(f"quotes escaped by {dialect.escape}")
    parts.append("header" if dialect.header else "no header")
    if dialect.skip:
        parts.append(f"{dialect.skip} line{'s' if dialect.skip > 1 else ''} before it")
    if dialect.comment:
        parts.append(f"comments after {dialect.comment}")
    if dialect.decimal != ".":
        parts.append("decimal comma")
    if dialect.thousands:
        parts.append(f"thousands mark {dialect.thousands!r}")
    return ", ".join([*parts, *_bytes(dialect)])


def _bytes(dialect: Dialect) -> list[str]:
    names = {"utf-8": "UTF-8", "utf-8-sig": "UTF-8 with byte order mark"}
    packed = [dialect.compression] if dialect.compression else []
    return [names.get(dialect.encoding, dialect.encoding), *packed]


def format_record(opened: Opened) -> dict[str, Any]:
    """Return how a file is written as JSON values."""
    record = {"file": opened.source.shown, "kind": "parquet" if opened.dialect is None else "csv"}
    return {**record, **(opened.dialect._asdict() if opened.dialect else {}), "unclear": opened.unclear}


def profile_record(planned: Planned) -> dict[str, Any]:
    """Return what the data were found to be as JSON values: files, profile of each column, notices."""
    return {
        "files": [format_record(part.opened) for part in planned.dataset.drawn.table.parts],
        "profile": {name: found.to_json() for name, found in planned.dataset.profiles.items()},
        "notices": [str(notice) for notice in planned.notices],
    }


def profile_table(profiles: Mapping[str, ColumnProfile], widths: Mapping[str, int], signs: str = BARS) -> Table:
    """Return a table of columns; `widths` are the inputs that each fills, `signs` those of its histogram.

    What is missing is a number where nothing is, and else text: how many, which share, by which marks.
    """
    heads = ("column", "kind", "because", "missing", "distinct", "values", "", "inputs")
    rows = []
    for name, seen in profiles.items():
        record = seen.to_json()
        told = (profile_text.kind(record), record["why"], profile_text.missing(record), profile_text.distinct(record))
        inputs = str(widths.get(name, 0)) if not seen.left_out else "-"
        rows.append((name, *told, values_shown(seen), bars(seen.histogram, signs), inputs))
    whole = not any(seen.missing for seen in profiles.values())
    return Table(heads, rows, (False, False, False, whole, True, False, False, True))


def bars(counts: Sequence[int], signs: str = BARS) -> str:
    """Return a histogram of one line; a range with any row at all has at least the lowest bar."""
    most = max(counts, default=0)
    return "".join(" " if not count else signs[max(0, -(-count * len(signs) // most) - 1)] for count in counts)


def values_shown(seen: ColumnProfile) -> str:
    """Return what a column holds, in no more than WIDEST cells."""
    text = profile_text.values(seen.to_json())
    return text if len(text) <= WIDEST else text[: WIDEST - 3] + "..."
