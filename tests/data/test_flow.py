"""A file gone through once: the same rows in any cut, places of rows, kept cells, pipes, faults at the end."""

from __future__ import annotations

import gzip
import io
from itertools import accumulate
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.config.data import DataConfig
from nettrain.data import blocks
from nettrain.data.flow import Flow
from nettrain.data.foreign import named, opened_with
from nettrain.data.sources import Source, piped
from nettrain.data.streams import AHEAD
from nettrain.data.table import ROW
from nettrain.errors import DataError, Problem, Span
from tests.data.tables import gone_through

KINDS = {"x": Number(), "word": Category()}
ROWS = 500


def text(row: int) -> str:
    """Return a row: every 50th has a line end within a cell."""
    return f'{row / 4},"a{chr(10)}b",n{row}' if row % 50 == 7 else f"{row / 4}, w{row % 5} ,n{row}"


def written(folder: Path, lines: list[str]) -> Source:
    (folder / "f.csv").write_text("\n".join(["x,word,id", *lines]) + "\n")
    return named(folder / "f.csv")


def flow(source: Source, kept: tuple[str, ...] = (), **data: object) -> Flow:
    config = DataConfig.model_validate({"path": ("f.csv",), "target": ("y",), **data})
    return Flow(config, opened_with(source, config.format, {"x": "an input"}), KINDS, kept)


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1500)


def test_any_cut_gives_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path, [text(row) for row in range(ROWS)])
    (whole,) = gone_through(flow(source, ("id", "word")))
    assert whole.usable.get_column("word")[0] == "w0"
    assert whole.kept.row(0) == ("n0", " w0 ")
    assert whole.kept.row(7) == ("n7", "a\nb")
    for size in (300, 1500, 4000):
        monkeypatch.setattr(blocks, "BLOCK", size)
        parts = list(gone_through(flow(source, ("id", "word"))))
        assert len(parts) > 1
        assert all(part.usable.get_column(ROW).to_list() == [*range(part.height)] for part in parts)
        assert_frame_equal(pl.concat([part.usable for part in parts]).drop(ROW), whole.usable.drop(ROW))
        assert_frame_equal(pl.concat([part.kept for part in parts]), whole.kept)


@pytest.mark.usefixtures("cut")
@pytest.mark.parametrize("pipe", [False, True])
def test_where_rows_stand(tmp_path: Path, pipe: bool) -> None:
    """In a file and in a pipe, with line ends in cells too."""
    source = written(tmp_path, [text(row) for row in range(ROWS)])
    read = flow(piped(io.BytesIO(source.path.read_bytes()), "stdin", AHEAD) if pipe else source)
    told = [
        read.placed(Problem(some.place(row), "", "")).span for some in gone_through(read) for row in range(some.height)
    ]
    before = accumulate((row % 50 == 7 for row in range(ROWS)), initial=0)
    shown = "stdin" if pipe else source.shown
    assert told == [Span(shown, 2 + row + more) for row, more in zip(range(ROWS), before, strict=False)]


@pytest.mark.usefixtures("cut")
def test_what_has_a_place_keeps_it(tmp_path: Path) -> None:
    """And a problem of all rows gets no line."""
    source = written(tmp_path, [text(row) for row in range(ROWS)])
    read = flow(source)
    for _ in gone_through(read):
        assert read.placed(Problem(Span(""), "x", "")).span == Span(source.shown)
        assert read.placed(Problem(Span("other.csv", 3), "x", "")).span == Span("other.csv", 3)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("ahead", [1 << 10, AHEAD])
def test_a_pipe_gives_what_the_file_gives(tmp_path: Path, pack: type, ahead: int) -> None:
    source = written(tmp_path, [text(row) for row in range(ROWS)])
    if pack is not bytes:
        ahead = AHEAD  # packed bytes must be enough to look at
    pipe = piped(io.BytesIO(pack(source.path.read_bytes())), "stdin", ahead)
    piped_rows, rows = (pl.concat([some.usable for some in gone_through(flow(one))]) for one in (pipe, source))
    assert_frame_equal(piped_rows, rows)


@pytest.mark.usefixtures("cut")
def test_faults_are_told_at_the_end(tmp_path: Path) -> None:
    lines = [text(row) for row in range(ROWS)]
    lines[201], lines[401], lines[402] = "much,a,b", "1,2", ","
    seen: list[int] = []
    with pytest.raises(DataError) as refused:
        seen.extend(some.height for some in gone_through(flow(written(tmp_path, lines))))
    assert 100 < sum(seen) <= 201  # nothing is given out behind the first fault
    *faults, last = refused.value.problems
    assert [problem.span.line - 2 for problem in faults] == [205, 409, 410]
    assert str(last).endswith("f.csv: mend them all, or leave them out with --set data.on_bad_row=drop")
    assert "expected a number, got 'much'" in refused.value.problems[0].message


def test_more_faults_than_are_told_are_counted_with_advice_that_predict_takes(tmp_path: Path) -> None:
    with pytest.raises(DataError) as refused:
        list(gone_through(flow(written(tmp_path, [*(text(row) for row in range(40)), *["1,2"] * 25]))))
    assert str(refused.value.problems[-1]).endswith(
        "f.csv: and 5 more; mend them all, or leave them out with --set data.on_bad_row=drop"
    )


@pytest.mark.usefixtures("cut")
def test_rows_may_be_dropped(tmp_path: Path) -> None:
    lines = [text(row) for row in range(ROWS)]
    lines[201], lines[401] = "much,a,b", "1,2"
    parts = list(gone_through(flow(written(tmp_path, lines), ("id",), on_bad_row="drop")))
    starts = accumulate((part.height for part in parts), initial=0)
    used = [start + row for part, start in zip(parts, starts, strict=False) for row in part.usable.get_column(ROW)]
    assert used == [row for row in range(ROWS) if row not in (201, 401)]
    assert pl.concat([part.kept for part in parts]).height == ROWS


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty, expected a header line and rows"),
        (b"word,id\na,b\n", "the file has no column 'x', which is an input"),
        (b"word,X,id\na,1,b\n", "the file has no column 'x', which is an input; did you mean 'X'?"),
        (b"PAR1\x15\x00..", "Parquet cannot be read from a pipe: its index stands at the end; name the file"),
    ],
)
def test_what_a_pipe_must_have(content: bytes, message: str) -> None:
    with pytest.raises(DataError) as refused:
        flow(piped(io.BytesIO(content), "stdin", AHEAD))
    (problem,) = refused.value.problems
    assert (problem.span.file, problem.message) == ("stdin", message)
