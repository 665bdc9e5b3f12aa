"""A file that holds no table as it is read here is told for what it is, and one that only begins like it is read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
from pathlib import Path

import polars as pl
import pytest

from nettrain.errors import DataError
from tests.data.tables import ingested, opened

ROWS = b"x,y\n" + b"".join(b"%d,%d\n" % (n, n % 3) for n in range(50))


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, ROWS)
    return out.getvalue()


def feather() -> bytes:
    out = io.BytesIO()
    pl.read_csv(ROWS).write_ipc(out)
    return out.getvalue()


def parquet() -> bytes:
    out = io.BytesIO()
    pl.read_csv(ROWS).write_parquet(out)
    return out.getvalue()


OTHERS = {
    "zip": (zipped("a.csv"), "is a zip archive, expected a CSV or Parquet file: unpack it"),
    "xlsx": (zipped("[Content_Types].xml", "xl/workbook.xml"), "is a workbook .*: export the sheet as CSV"),
    "xlsx of openpyxl": (zipped("docProps/app.xml", "xl/worksheets/sheet1.xml"), "is a workbook"),
    "ods": (b"PK\3\4" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is a workbook"),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, r"is an Excel workbook \(xls\)"),
    "bzip2": (bz2.compress(ROWS), "is packed with bzip2, .*: unpack it with bunzip2"),
    "xz": (lzma.compress(ROWS), "is packed with xz, .*: unpack it with unxz"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + b"\0" * 500, "is a 7z archive"),
    "feather": (feather(), r"is a feather file \(Arrow\), .*: write it as Parquet or CSV"),
    "feather of old": (b"FEA1\0\0\0\0" + b"\0" * 500, "is a feather file, "),
    "packed Parquet": (gzip.compress(parquet()), "is Parquet packed with gzip, .*: unpack the file"),
    "zip within gzip": (gzip.compress(zipped("a.csv")), "is a zip archive"),
}


@pytest.mark.parametrize(("content", "message"), OTHERS.values(), ids=OTHERS)
def test_what_a_file_is(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(DataError, match=rf"^f\.csv: {message}"):
        opened(tmp_path, content)


@pytest.mark.parametrize("name", ["BZh9", "FEA1", "PK", "7z", "ARROW1", "Rar!"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_name_that_begins_like_it_is_a_name(tmp_path: Path, name: str, packed: bool) -> None:
    content = name.encode() + ROWS[1:]
    assert ingested(opened(tmp_path, gzip.compress(content) if packed else content)).table.rows == 50


def test_so_is_that_of_parquet_within_gzip(tmp_path: Path) -> None:
    assert ingested(opened(tmp_path, gzip.compress(b"PAR1" + ROWS[1:]))).table.rows == 50
