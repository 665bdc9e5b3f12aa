"""Files that are no table, or not the one that the config says: refused by the real command line, with their lines."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import nettrain

ROWS = "".join(f"{n},{n * 7 % 5}.5,{'no' if n % 3 else 'yes'}\n" for n in range(40))
GOOD = f"a,b,y\n{ROWS}"
MEND = "mend it, declare the column as category, or add the word to data.missing"
LEAVE_OUT = "f.csv: set data.on_bad_row: drop to do without such rows\n"

REFUSED: dict[str, tuple[bytes, str]] = {
    "unclosed quote": (
        f'{GOOD}1,2,"no\n1,2,no\n'.encode(),
        "f.csv:42: a quote opens here and is never closed; "
        "if quotes are plain text here, pin data.format.quote: none\n",
    ),
    "short and long rows": (
        f"{GOOD}1,2\n1,2,no\n1,2,no,4\n".encode(),
        "f.csv:42: has 2 cells, expected 3 as in the first line of the table\n"
        f"f.csv:44: has 4 cells, expected 3 as in the first line of the table\n{LEAVE_OUT}",
    ),
    "NUL": (f"{GOOD}1,2\0,no\n".encode(), f"f.csv:42: a cell holds a NUL character\n{LEAVE_OUT}"),
    "invalid bytes": (
        f"{GOOD}1,2,n\u00f6\n".encode() + b"1,2,n\xf6\n",
        "f.csv:43: 'n\\xf6' holds bytes that are not UTF-8; "
        f"if the whole file is written so, pin data.format.encoding\n{LEAVE_OUT}",
    ),
    "name given twice": (
        f"a,a,y\n{ROWS}".encode(),
        "f.csv:1: the header names 'a' twice, for columns 1 and 2: rename one in the file, or name all columns with "
        "data.format.names\n",
    ),
    "names that are patterns": (
        f"^a.*$,*,y\n{ROWS}".encode(),
        "f.csv:1: column 1 has the name '^a.*$', a pattern for names: rename it, or pin data.format.names\n"
        "f.csv:1: column 2 has the name '*', a pattern for names: rename it, or pin data.format.names\n",
    ),
    "column without a name": (
        f"a,,y\n{ROWS}".encode(),
        "f.csv:1: column 2 has no name in the header: write the file without it (pandas: index=False), or name all "
        "columns with data.format.names\n",
    ),
    "a cell that does not fit": (
        f"{GOOD}1,two,no\n1, three ,no\n".encode(),
        f"f.csv:42: b: expected a number, got 'two'; {MEND}\n"
        f"f.csv:43: b: expected a number, got ' three '; {MEND}\n{LEAVE_OUT}",
    ),
    "a whole number beyond float64": (
        f"{GOOD}1,9007199254740993,no\n".encode(),
        "f.csv:42: b: 9007199254740993 has more digits than a number holds exactly (float64); "
        f"declare the column as category, or drop it\n{LEAVE_OUT}",
    ),
    "a row of nothing": (f"{GOOD},,\n".encode(), f"f.csv:42: has no value in any column\n{LEAVE_OUT}"),
    "a target of nothing": (
        f"{GOOD}1,2,\n".encode(),
        "f.csv:42: y: the target has no value, expected a label; take the row out, or set data.on_bad_row: drop\n",
    ),
    "many faults": (
        (GOOD + "1\n" * 30).encode(),
        "".join(f"f.csv:{line}: has 1 cell, expected 3 as in the first line of the table\n" for line in range(42, 62))
        + "f.csv: and 10 more; set data.on_bad_row: drop to do without such rows\n",
    ),
    "text after a quote": (
        f'{GOOD}1,2,"no"t\n'.encode(),
        f"f.csv:42: text follows the closing quote of a cell; double the quotes that belong to a cell\n{LEAVE_OUT}",
    ),
    "a fault behind a cell of two lines": (
        f'a,b,y\n1,2,"no\nno"\n{ROWS}1,x,no\n'.encode(),
        f"f.csv:44: b: expected a number, got 'x'; {MEND}\n{LEAVE_OUT}",
    ),
    "nothing": (b"", "f.csv:1: the file is empty, expected a header line and rows\n"),
    "a header alone": (b"a,b,y\n", "f.csv:1: has a header but no rows\n"),
    "gzip that was cut off": (
        gzip.compress(GOOD.encode(), mtime=0)[:-12],
        "f.csv: is a damaged gzip file, or was cut off: Compressed file ended before the end-of-stream marker was "
        "reached; nothing of it is used\n",
    ),
    "Parquet that was cut off": (b"PAR1\0\0\0\0", "f.csv: cannot be read as Parquet: "),
}


def write(folder: Path, content: bytes, **data: object) -> Path:
    (folder / "f.csv").write_bytes(content)
    config = {"data": {"path": "f.csv", "target": "y", **data}, "model": {"layers": ["output"]}}
    (folder / "c.yaml").write_text(yaml.safe_dump(config))
    return folder


@pytest.mark.parametrize(("content", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(tmp_path: Path, content: bytes, message: str) -> None:
    done = nettrain(write(tmp_path, content), "check", "c.yaml")
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr == message if message.endswith("\n") else done.stderr.startswith(message)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c.yaml", "f.csv"], "nothing is written beside the data"


def test_dropped_rows_are_counted(tmp_path: Path) -> None:
    content = f"{GOOD}1\n,,\n1,x,no\n1,2,\n1,2,no\n".encode()
    done = nettrain(write(tmp_path, content, on_bad_row="drop"), "check", "c.yaml")
    assert done.returncode == 0, done.stderr
    assert "rows    41 " in done.stdout
    assert "3 rows are dropped: cannot be read" in done.stdout
    assert "1 row is dropped: no target" in done.stdout
    assert "f.csv:42: note: has 1 cell, expected 3 as in the first line of the table" in done.stdout
    assert f"f.csv:44: note: b: expected a number, got 'x'; {MEND}" in done.stdout


def test_an_unclosed_quote_is_never_dropped(tmp_path: Path) -> None:
    done = nettrain(write(tmp_path, f'{GOOD}1,"2,no\n1,2,no\n'.encode(), on_bad_row="drop"), "check", "c.yaml")
    assert done.returncode == 3
    assert done.stderr.startswith("f.csv:42: a quote opens here and is never closed; ")


FILES = {
    "a pattern that matches nothing": (
        "none-*.csv",
        "c.yaml:2:9: data.path: none-*.csv: the pattern matches no file\n",
    ),
    "no such file": ("g.csv", "c.yaml:2:9: data.path: g.csv: no such file; did you mean 'f.csv'?\n"),
    "a folder": (
        ".",
        "c.yaml:2:9: data.path: .: is a folder, expected a file; take all files in it with a pattern: *.csv\n",
    ),
    "one file twice": (
        ["f.csv", "./f.csv"],
        "c.yaml:4:5: data.path[1]: f.csv: is named twice: every row would count double\n",
    ),
    "other columns": (["f.csv", "other.csv"], "other.csv:1: lacks the column 'b', which f.csv has\n"),
}


@pytest.mark.parametrize(("path", "message"), FILES.values(), ids=FILES)
def test_files_refused(tmp_path: Path, path: object, message: str) -> None:
    write(tmp_path, GOOD.encode())
    (tmp_path / "other.csv").write_text("a,y\n1,no\n2,yes\n")
    config = {"data": {"path": path, "target": "y"}, "model": {"layers": ["output"]}}
    (tmp_path / "c.yaml").write_text(yaml.safe_dump(config))
    done = nettrain(tmp_path, "check", "c.yaml")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(message)
