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
        dialect = dialect._replace(quote=_quote(sample, dialect))
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


def _quote(sample: str, dialect: Dialect) -> str:
    """Return the single quote where cells stand in it and none in double quotes, else the double quote.

    One that is the delimiter or the escape is none.
    """
    delimiter = dialect.delimiter
    free = [quote for quote in QUOTES if quote not in (delimiter, dialect.escape)]
    if len(free) < len(QUOTES):
        return "".join(free)
    if "'" not in sample or _opened(sample, delimiter, '"'):
        return '"'
    around = _around_cells(sample, delimiter, "'")
    return "'" if around > 1 and around >= 0.9 * _opened(sample, delimiter, "'") else '"'


def _opened(sample: str, delimiter: str, quote: str) -> int:
    """Return how many cells begin with a quote."""
    if quote not in sample:
        return 0
    return len(re.findall(rf"(?:^|{_either(delimiter)}) *{quote}", sample, re.MULTILINE))


def _around_cells(sample: str, delimiter: str, quote: str) -> int:
    """Return how many cells stand in quotes, of one line for the single quote, which is an apostrophe as well."""
    if not quote or quote not in sample:
        return 0
    mark = _either(delimiter)
    ends = r"\r\n" if quote == "'" else ""
    whole = rf"(?:^|(?<={mark})) *{quote}(?:[^{quote}{ends}]|{quote}{quote})*{quote} *(?={mark}|[\r\n]|\Z)"
    return len(re.findall(whole, sample, re.MULTILINE))


def _either(delimiter: str) -> str:
    return "[ \t]" if delimiter == BLANKS else re.escape(delimiter)
