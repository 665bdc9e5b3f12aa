"""Pins of data.format that the file itself belies: an encoding that it has not, a delimiter that cuts nothing."""

from __future__ import annotations

from nettrain.config.format import Format
from nettrain.config.scalars import yaml_text
from nettrain.data.detection.delimiter import CANDIDATES
from nettrain.data.detection.detect import looked
from nettrain.data.detection.encoding import utf16
from nettrain.data.records import Record

ENCODING = ("data", "format", "encoding")
DELIMITER = ("data", "format", "delimiter")


def wrong_encoding(head: bytes, pin: str | None) -> str:
    """Say that a file that begins with `head` is UTF-16 and the pin is not, or the other way round; "" for neither.

    Delimiters and line ends of UTF-16 have bytes that are 0, and no text of another encoding has any.
    """
    if pin == "utf-16" and not utf16(head) and 0 not in head:
        return "no byte of the file is 0, as some are in UTF-16: leave the pin out, or name another encoding"
    if pin not in (None, "utf-16") and utf16(head) and 0 in head:
        return "the file looks like UTF-16: leave the pin out, or write utf-16"
    return ""


def wrong_delimiter(first: Record, pins: Format, head: bytes, whole: bool) -> str:
    """Say that the pinned delimiter leaves the first record in one cell, where another one makes a table; "" where it
    does not.

    `whole` tells that nothing follows the beginning of the file, `head`.
    """
    if pins.delimiter is None or len(first.cells) != 1:
        return ""
    seen = looked(head, pins.model_copy(update={"delimiter": None}), whole)
    cells = len(seen.told[0].cells) if seen.told else 0
    if cells < 2:
        return ""
    delimiter = seen.found.dialect.delimiter
    told = f"leaves the first line in one cell, which by {CANDIDATES[delimiter]} has {cells}"
    return f"{told}: write {yaml_text(delimiter)}, or leave the pin out"
