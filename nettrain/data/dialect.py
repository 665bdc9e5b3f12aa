"""How a file is written: everything that a reader must know before the first cell."""

from __future__ import annotations

from typing import NamedTuple

BLANKS = "blanks"
"""The delimiter of files whose cells are set apart by one or more spaces or tabs."""


class Marks(NamedTuple):
    """How numbers are written: the fields of Dialect that say so."""

    decimal: str
    thousands: str


class Dialect(NamedTuple):
    """How a text file of cells is written."""

    delimiter: str = ","
    """One character, or BLANKS."""
    quote: str = '"'
    """The character around cells that hold a delimiter; "" where there is none."""
    escape: str = ""
    """The character before a quote inside a quoted cell; "" where the quote is doubled."""
    header: bool = True
    """Whether the first record names the columns."""
    skip: int = 0
    """Lines before the header, or before the first row where there is no header."""
    comment: str = ""
    """What a line begins with that is no row; "" where there is none."""
    decimal: str = "."
    """The mark before the decimals of a number."""
    thousands: str = ""
    """The mark between groups of three digits; "" where there is none."""
    encoding: str = "utf-8"
    """A codec of Python; "utf-8-sig" where the file begins with a byte order mark."""
    compression: str = ""
    """"gzip", "zstd", or ""."""

    @property
    def marks(self) -> Marks:
        """How numbers are written."""
        return Marks(self.decimal, self.thousands)


class Detected(NamedTuple):
    """A dialect, and what of it is a guess that another reader might make otherwise.

    `unclear` maps fields of `data.format` to a sentence that says what was taken for what, and why it is not clear.
    """

    dialect: Dialect
    unclear: dict[str, str]
