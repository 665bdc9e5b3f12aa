"""Files that can be read only once: read as the standard input is where one pass is enough, else refused as such."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from nettrain.commands.predicting.streaming import source_of
from nettrain.components.columns.number import Number
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.config.format import Format
from nettrain.data.dataset import prepare
from nettrain.data.flow import Flow
from nettrain.data.opening import open_file
from nettrain.errors import DataError
from tests.data.tables import gone_through

DATA = DataConfig.model_validate({"path": ("f.csv",), "target": ("y",)})


@contextmanager
def fifo(folder: Path, content: bytes) -> Iterator[Path]:
    path = folder / "fifo"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(content,), daemon=True)
    writer.start()
    yield path
    writer.join(10)
    assert not writer.is_alive()


@pytest.mark.parametrize("rows", [50, 400_000])
def test_a_fifo_is_read_to_its_end(tmp_path: Path, rows: int) -> None:
    content = b"x,y\n" + b"".join(b"%d,no\n" % n for n in range(rows))
    with fifo(tmp_path, content) as path:
        flow = Flow(DATA, open_file(source_of(path), Format()), {"x": Number()})
        total = sum(some.usable.get_column("x").sum() for some in gone_through(flow))
    assert total == rows * (rows - 1) / 2
    assert flow.opened.source.shown == str(path)


def test_an_empty_fifo_is_empty(tmp_path: Path) -> None:
    with fifo(tmp_path, b"") as path, pytest.raises(DataError, match="fifo:1: the file is empty"):
        open_file(source_of(path), Format())


def test_a_pipe_is_closed_with_its_source(tmp_path: Path) -> None:
    with fifo(tmp_path, b"x,y\n1,no\n") as path:
        source = source_of(path)
        assert source.pipe is not None
        handle = source.pipe.rest.fileno()
        assert stat.S_ISFIFO(os.fstat(handle).st_mode)
        del source
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(handle)


def test_a_file_is_no_pipe(tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("x,y\n1,no\n")
    assert source_of(tmp_path / "f.csv").pipe is None


def test_rows_to_train_on_must_be_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("f.csv")  # nobody writes: it is not even opened
    with pytest.raises(DataError) as found:
        prepare(DATA, tmp_path, 0, EVERY_TASK)
    assert str(found.value) == (
        "f.csv: is a pipe, expected a file: it is read more than once; write the rows into a file first"
    )
