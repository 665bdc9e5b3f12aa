"""Find out from the beginning of a file how it is written, and say what of that is a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from nettrain.config.format import Format
from nettrain.data.detection.decimals import decimals
from nettrain.data.detection.delimiter import best
from nettrain.data.detection.encoding import encoding
from nettrain.data.detection.header import header
from nettrain.data.detection.quotes import needless
from nettrain.data.detection.top import commented, likely_comment, skipped
from nettrain.data.detection.trial import complete
from nettrain.data.dialect import Detected, Dialect
from nettrain.data.records import Record

SAMPLE = 1 << 15
"""Characters on which every candidate is tried."""
FEWEST = 20
"""Lines below which the sample is as long as the head."""
ROWS = 2000
"""Rows from which everything is told that needs no trying: how the file is written, and the kinds of its columns."""


class Looked(NamedTuple):
    """What a file's beginning says: how it is written, its text, and its first records, at most a header and ROWS.

    Bytes that are not UTF-8 are lone surrogates in the text; a record whose end may be missing is not among the first.
    """

    found: Detected
    text: str
    told: list[Record]


def looked(head: bytes, pins: Format, whole: bool) -> Looked:
    """Return what a file that begins with `head` (unpacked) says; `whole` tells that nothing follows.

    What is pinned is taken as given and is never unclear. `compression` is left to the caller. Never raises.
    """
    codec, unclear = encoding(head, pins.encoding, whole)
    text = head.decode(codec, "surrogateescape" if codec.startswith("utf-8") else "replace").removeprefix("\ufeff")
    given = Dialect(
        quote=_pinned(pins.quote, '"'),
        escape=_pinned(pins.escape, ""),
        skip=pins.skip or 0,
        comment=_pinned(pins.comment, ""),
        encoding=codec,
    )
    sample, cut = _sample(text)
    guess = given if pins.comment else given._replace(comment=likely_comment(sample, given.skip))
    dialect, doubt = best(sample, guess, pins, whole and not cut)
    unclear |= doubt if pins.quote else doubt | needless(sample, dialect)
    if not pins.comment:
        comment, doubt = commented(sample, dialect, whole and not cut)
        dialect, unclear = dialect._replace(comment=comment), unclear | doubt
    told = complete(text, dialect, ROWS + 1, whole)
    if pins.skip is None:
        skip, doubt = skipped(told)
        unclear |= doubt
        if skip > dialect.skip:
            dialect = dialect._replace(skip=skip)
            told = complete(text, dialect, ROWS + 1, whole)
    rows = [record.cells for record in told]
    if pins.header is None:
        named, doubt = header(rows)
        unclear |= doubt
    else:
        named = pins.header
    mark, groups, doubt = decimals(rows[named:], dialect.delimiter, pins)
    if (mark, groups) == (".", "") and len(told) > ROWS and (_marked(text, dialect) or _pointed(text, dialect, rows)):
        rows = [record.cells for record in complete(text, dialect, len(text), whole)]
        mark, groups, doubt = decimals(rows[named:], dialect.delimiter, pins)
    return Looked(Detected(dialect._replace(header=named, decimal=mark, thousands=groups), unclear | doubt), text, told)


def _marked(text: str, dialect: Dialect) -> bool:
    """Return whether a comma stands between digits within a cell: much sooner than the cells themselves tell."""
    if dialect.delimiter != ",":
        return any(a[-1:].isdigit() and b[:1].isdigit() for a, b in pairwise(text.split(",")))
    quote = dialect.quote
    return bool(quote and quote in text and re.search(rf"{re.escape(quote)}[+-]?\d+,\d", text))


def _pointed(text: str, dialect: Dialect, rows: Sequence[list[str]]) -> bool:
    """Return whether the first point stands behind the first rows, where it may be one between thousands."""
    return dialect.delimiter != "," and "." in text and not any("." in cell for row in rows for cell in row)


def _pinned(pin: str | None, otherwise: str) -> str:
    return otherwise if pin is None else "" if pin == "none" else pin


def _sample(text: str) -> tuple[str, bool]:
    """Return the text to try candidates on, and whether it is cut."""
    sample = text[:SAMPLE]
    if len(sample) == len(text) or sample.count("\n") + sample.count("\r") < FEWEST:
        return text, False
    return sample, True
