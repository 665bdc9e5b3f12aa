"""`data.format`: how the files are written."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from nettrain.components.fields import Names, Text, Whole
from nettrain.components.schema import Schema, amiss


class Format(Schema):
    """How the files are written; what is null is found out from the file, and `check` says what was found."""

    kind: Literal["csv", "parquet"] | None = None
    """Text with one row a line (of any delimiter), or Parquet."""
    delimiter: Annotated[str, Field(pattern=r"^([^\n\r]|blanks)$")] | None = None
    """The character between cells; blanks: one or more spaces or tabs."""
    quote: Annotated[str, Field(pattern=r"^([^\n\r]|none)$")] | None = None
    """The character around cells that hold a delimiter, or none."""
    escape: Annotated[str, Field(pattern=r"^([^\n\r]|none)$")] | None = None
    """The character before a quote inside a quoted cell; none: the quote is doubled."""
    header: bool | None = None
    """Whether the first record names the columns; they are column_1, column_2, ... where it does not."""
    names: Names | None = None
    """Names for the columns in the file's order, in place of what the header says."""
    skip: Whole | None = None
    """Lines before the header, or before the first row where there is no header."""
    comment: Text | None = None
    """What a line begins with that is no row; none: every line counts."""
    decimal: Literal[".", ","] | None = None
    """The mark before the decimals of a number."""
    thousands: Literal["none", ",", ".", " ", "'", "\u2019", "_"] | None = None
    """The mark between groups of three digits."""
    encoding: Literal["utf-8", "utf-16", "latin-1", "windows-1252"] | None = None
    """How characters are stored as bytes."""
    compression: Literal["none", "gzip", "zstd"] | None = None
    """How the file is packed."""

    @model_validator(mode="after")
    def _marks_differ(self) -> Format:
        delimiter = (" ", "\t") if self.delimiter == "blanks" else (self.delimiter,)
        quote = self.quote or '"'  # what it is found to be, mostly
        for names, one, two, keys in (
            ("delimiter and quote", delimiter, self.quote, ("quote", "delimiter")),
            ("delimiter and escape", delimiter, self.escape, ("escape", "delimiter")),
            (
                "quote and escape; a quote written twice within a cell needs none",
                (quote,),
                self.escape,
                ("escape", "quote"),
            ),
            ("decimal and thousands", (self.decimal,), self.thousands, ("thousands", "decimal")),
        ):
            if two in one and two not in (None, "none"):
                raise amiss(f"expected different characters, got {two!r} for {names}", *keys)
        return self
