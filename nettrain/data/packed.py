"""Files that hold no table as it is read here, told by how they begin."""

from __future__ import annotations

import re

PARQUET = b"PAR1"
BEGINNINGS = (
    (rb"PK\x03\x04", "a zip archive", "unpack it and name the file in it"),
    (rb"BZh[1-9]1AY&SY", "packed with bzip2", "unpack it with bunzip2, or pack it with gzip or Zstandard"),
    (rb"\xfd7zXZ\x00", "packed with xz", "unpack it with unxz, or pack it with gzip or Zstandard"),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it and name the file in it"),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook (xls)", "export the sheet as CSV"),
    (rb"ARROW1\x00\x00", "a feather file (Arrow)", "write it as Parquet or CSV"),
    (rb"FEA1\x00", "a feather file", "write it as Parquet or CSV"),
)
"""Patterns of first bytes, what has them, and what to do."""
WORKBOOK = rb"PK\x03\x04.*(xl/work(book|sheets)|opendocument\.spreadsheet)"


def is_parquet(data: bytes) -> bool:
    """Return whether a file that begins with `data` is Parquet, not text whose first column is called PAR1."""
    return data.startswith(PARQUET) and b"\0" in data


def no_table(data: bytes, packing: str) -> str:
    """Say what a file is that begins with `data` (unpacked, where it is packed), and what to do; "" for a table."""
    if packing and is_parquet(data):
        return f"is Parquet packed with {packing}, but Parquet packs its columns itself: unpack the file"
    if re.match(WORKBOOK, data, re.DOTALL):
        return "is a workbook (xlsx, ods), expected a CSV or Parquet file: export the sheet as CSV"
    found = next(((what, mend) for first, what, mend in BEGINNINGS if re.match(first, data)), None)
    return f"is {found[0]}, expected a CSV or Parquet file: {found[1]}" if found else ""
