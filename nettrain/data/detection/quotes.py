"""Tell the character around cells, and how it is written inside of one, for a given delimiter."""

from __future__ import annotations

import re

from nettrain.config.format import Format
from nettrain.data.detection.trial import Trial, tried
from nettrain.data.dialect import BLANKS, Dialect

QUOTES = "\"'"
"""Characters that are tried around cells."""


def quoted(sample: str, dialect: Dialect, pins: Format, whole: bool) -> Trial:
    """Return the trial of the quote and escape that suit the sample best.

    Faults never make a quote plain text: they are for the reader to refuse, and only a pin can settle them.
    """
    if pins.quote is None:
        dialect = dialect._replace(quote=_quote(sample, dialect, whole))
    trial = tried(sample, dialect, whole)
    taken = (dialect.delimiter, dialect.quote)
    if pins.escape is None and dialect.quote and "\\" not in taken and "\\" + dialect.quote in sample:
        escaped = tried(sample, dialect._replace(escape="\\"), whole)
        if _order(escaped) > _order(trial):
            trial = escaped
    return trial


def _order(trial: Trial) -> tuple[int, int]:
    """Return what is greater for a better trial: fewer faults, more records of the table's width."""
    return -trial.faults(), sum(len(record.cells) == trial.width for record in trial.told)


def _quote(sample: str, dialect: Dialect, whole: bool) -> str:
    """Return the single quote where cells stand in it that need one, and none in double quotes, else the double quote.

    One that is the delimiter or the escape is none.
    """
    delimiter = dialect.delimiter
    free = [quote for quote in QUOTES if quote not in (delimiter, dialect.escape)]
    if len(free) < len(QUOTES):
        return "".join(free)
    around = _in_single(sample, delimiter)
    needed = any(re.search(_either(delimiter), cell) for cell in around)
    return "'" if needed or (around and _column_in(sample, dialect, "'", whole)) else '"'


def needless(sample: str, dialect: Dialect) -> dict[str, str]:
    """Return what is unclear about the double quote: cells in single quotes, which were taken for a part of them."""
    around = _in_single(sample, dialect.delimiter) if dialect.quote == '"' else []
    if not around:
        return {}
    said = f"the single quotes around some cells, such as {around[0]}, are taken for a part of them"
    return {"quote": f"{said}, as no such cell needs them; settle it with data.format.quote"}


def _in_single(sample: str, delimiter: str) -> list[str]:
    """Return the cells in single quotes, where these are no apostrophes, and no cell stands in double quotes."""
    if "'" not in sample or _opened(sample, delimiter, '"'):
        return []
    around = [cell.strip(" ") for cell in _around_cells(sample, delimiter, "'")]
    return around if len(around) > 1 and len(around) >= 0.9 * _opened(sample, delimiter, "'") else []


def _column_in(sample: str, dialect: Dialect, quote: str, whole: bool) -> bool:
    """Return whether all cells of a column that are not empty, its name aside, begin and end with a quote."""
    trial = tried(sample, dialect._replace(quote=""), whole)
    rows = [record.cells for record in trial.told if len(record.cells) == trial.width]
    columns = ([cell.strip() for cell in cells if cell.strip()] for cells in zip(*rows[1:], strict=True))
    return any(cells and all(len(c) > 1 and c[0] == c[-1] == quote for c in cells) for cells in columns)


def _opened(sample: str, delimiter: str, quote: str) -> int:
    """Return how many cells begin with a quote."""
    if quote not in sample:
        return 0
    return len(re.findall(rf"(?:^|{_either(delimiter)}) *{quote}", sample, re.MULTILINE))


def _around_cells(sample: str, delimiter: str, quote: str) -> list[str]:
    """Return the cells of one line that stand in quotes."""
    mark = _either(delimiter)
    whole = rf"(?:^|(?<={mark})) *{quote}(?:[^{quote}\r\n]|{quote}{quote})*{quote} *(?={mark}|[\r\n]|\Z)"
    return re.findall(whole, sample, re.MULTILINE)


def _either(delimiter: str) -> str:
    return "[ \t]" if delimiter == BLANKS else re.escape(delimiter)
