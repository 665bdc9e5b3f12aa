"""Text lines -> records, one by one and exactly: each with its line, and with what is wrong with it.

Cells are told apart by the standard library's `csv`, in strict mode. Where blanks around a quoted cell mislead it
(`1, "a, b" , 2`), a record is read a second time with those blanks left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from nettrain.data.dialect import BLANKS, Dialect

LONGEST = 1 << 24
"""Characters that one cell may hold; a longer one is a quote that was never closed."""
UNCLOSED = "a quote opens here and is never closed; if quotes are plain text here, pin data.format.quote: none"
TEXT_AFTER = "text follows the closing quote of a cell; double the quotes that belong to a cell"
NUL = "a cell holds a NUL character"


class Record(NamedTuple):
    """A row of a file, or its header.

    `line` (from 1) is where it starts. `fault` says why it cannot be trusted; its cells are then a best guess.
    """

    line: int
    cells: list[str]
    fault: str = ""


def records(lines: Iterable[str], dialect: Dialect, comments: list[tuple[int, str]] | None = None) -> Iterator[Record]:
    r"""Yield every record after the skipped lines, the header's among them; empty lines and comments are passed over.

    `lines` keep their ends (LF, CRLF or CR), as of `open(newline="")`. Blanks around cells without quotes are kept.
    `comments` is given the lines that are passed over as such, each with its number.
    """
    if csv.field_size_limit() < LONGEST:
        csv.field_size_limit(LONGEST)
    feed = _Feed(lines, dialect, comments)
    if dialect.delimiter == BLANKS:
        return (_split(feed, line, dialect) for line in feed)
    return _parsed(feed, dialect)


class _Feed(Iterator[str]):
    """The lines of a file as a parser asks for them, with what must be known of those of the current record.

    Only the feed knows where a record starts, and so which lines are comments and not parts of a quoted cell.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect, comments: list[tuple[int, str]] | None) -> None:
        self.source = islice(enumerate(lines, start=1), dialect.skip, None)
        self.comment, self.comments = dialect.comment, comments
        self.blanks = " \t" if dialect.delimiter == BLANKS else " \t".replace(dialect.delimiter, "")
        # What tells that blanks may mislead the parser; no line holds two line ends.
        self.spaced = " " + dialect.quote if dialect.quote and dialect.delimiter != " " else "\n\n"
        self.again: list[tuple[int, str]] = []
        self.begin()

    def begin(self) -> None:
        """Go on to the next record."""
        self.held: list[tuple[int, str]] = []
        self.loose = self.nul = False

    def rewind(self) -> None:
        """Hand out the lines of this record once more."""
        self.again += reversed(self.held)
        self.held = []

    @property
    def line(self) -> int:
        """The number of the line on which the record starts."""
        return self.held[0][0]

    def text(self) -> list[str]:
        """Return the record's lines."""
        return [line for _, line in self.held]

    def __next__(self) -> str:
        while True:
            place = self.again.pop() if self.again else next(self.source)
            if self.held or self._counts(*place):
                break
        self.held.append(place)
        self.loose = self.loose or self.spaced in place[1]
        self.nul = self.nul or "\0" in place[1]
        return place[1]

    def _counts(self, number: int, line: str) -> bool:
        text = line.lstrip(self.blanks)
        if not self.comment or not text.startswith(self.comment):
            return bool(text.rstrip("\r\n"))
        if self.comments is not None:
            self.comments.append((number, line))
        return False


class _Parsers:
    """The ways to read a record: strictly, without the blanks before quotes, and without those behind them too."""

    def __init__(self, feed: _Feed, dialect: Dialect) -> None:
        self.dialect = dialect
        self.strict = self._over(feed)
        self.skipping = self._over(feed, skip=True)
        self.cleaning = self._over((self._without(line) for line in feed), skip=True)

    def _over(self, lines: Iterable[str], *, skip: bool = False, strict: bool = True) -> Iterator[list[str]]:
        return csv.reader(
            lines,
            delimiter=self.dialect.delimiter,
            quotechar=self.dialect.quote or None,
            escapechar=self.dialect.escape or None,
            quoting=csv.QUOTE_MINIMAL if self.dialect.quote else csv.QUOTE_NONE,
            skipinitialspace=skip and " " not in (self.dialect.delimiter, self.dialect.quote, self.dialect.escape),
            strict=strict,
        )

    def lenient(self, held: list[str]) -> list[str]:
        """Return the cells of these lines, with text behind a closing quote as a part of the cell."""
        try:
            return next(self._over(held, skip=True, strict=False), [])
        except csv.Error:
            return []

    def _without(self, line: str) -> str:
        """Return a line without blanks behind quotes; some of them may belong to cells."""
        quote, delimiter = re.escape(self.dialect.quote), re.escape(self.dialect.delimiter)
        return re.sub(rf"{quote} +(?={delimiter}|[\r\n]|\Z)", lambda _: self.dialect.quote, line)


def _parsed(feed: _Feed, dialect: Dialect) -> Iterator[Record]:
    parsers = _Parsers(feed, dialect)
    while True:
        feed.begin()
        try:
            cells, fault = next(parsers.strict), ""
        except StopIteration:
            return
        except csv.Error as error:
            cells, fault = _reread(parsers, feed, error)
        if feed.loose and not fault and any(c[:1] == " " and c.lstrip(" ")[:1] == dialect.quote for c in cells):
            cells, fault = _unpadded(parsers, feed, cells)
        yield Record(feed.line, cells, fault or (NUL if feed.nul else ""))


def _unpadded(parsers: _Parsers, feed: _Feed, cells: list[str]) -> tuple[list[str], str]:
    """Read a record again in which blanks stand before a quote; the blanks of other cells are kept."""
    feed.rewind()
    try:
        made = next(parsers.skipping)
    except csv.Error as error:
        return _reread(parsers, feed, error)
    same = len(made) == len(cells)
    return [old if old.lstrip(" ") == new else new for old, new in zip(cells, made, strict=True)] if same else made, ""


def _reread(parsers: _Parsers, feed: _Feed, error: csv.Error) -> tuple[list[str], str]:
    """Read a record again without blanks behind quotes, or say what is wrong with it."""
    fault = _spoken(error, feed, parsers.dialect)
    if fault == TEXT_AFTER and parsers.dialect.delimiter != " ":
        feed.rewind()
        try:
            next(parsers.cleaning)
            fault = ""
        except csv.Error as still:
            fault = _spoken(still, feed, parsers.dialect)
    return parsers.lenient(feed.text()), fault


def _spoken(error: csv.Error, feed: _Feed, dialect: Dialect) -> str:
    message, last = str(error), feed.text()[-1].rstrip("\r\n")
    if "expected after" in message:
        return TEXT_AFTER
    if "field limit" in message:
        return f"a cell holds more than {LONGEST >> 20} million characters; look for a quote that is never closed"
    if "unexpected end" not in message:
        return "a line end stands in a cell without quotes"
    if dialect.escape and last.endswith(dialect.escape) and dialect.quote not in last:
        return f"the file ends behind {dialect.escape!r}, which takes the meaning from a quote or line end"
    return UNCLOSED


def _split(feed: _Feed, line: str, dialect: Dialect) -> Record:
    """Return the record of a line whose cells are set apart by blanks."""
    number, fault, quote = feed.line, NUL if feed.nul else "", dialect.quote
    feed.begin()
    text = line.strip(" \t\r\n")
    if not quote or quote not in text:
        return Record(number, [cell for cell in text.replace("\t", " ").split(" ") if cell], fault)
    mark, escape = re.escape(quote), re.escape(dialect.escape)
    inner = rf"{escape}.|[^{mark}{escape}]" if escape else rf"[^{mark}]|{mark}{mark}"
    cells = []
    for match in re.finditer(rf"{mark}((?:{inner})*){mark}(?![^ \t])|[^ \t]+", text):
        cell, quoted = match[0], match[1]
        if quoted is not None:
            cell = re.sub(rf"{escape}(.)", r"\1", quoted) if escape else quoted.replace(quote * 2, quote)
        elif cell.startswith(quote):
            fault = fault or (TEXT_AFTER if quote in cell[1:] else UNCLOSED)
        cells.append(cell)
    return Record(number, cells, fault)
