"""Blocks: what is counted in them."""

import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from nettrain.data import blocks
from nettrain.data.blocks import checked, line_ends
from nettrain.data.dialect import Dialect
from nettrain.data.streams import Stacked

COMMAS = Dialect()


@pytest.mark.parametrize("large", [1, 1 << 30])
@pytest.mark.parametrize("data", [b"a", b"\n", b"a,b\nc\n\nd", b"\r\n\n\r\xff\x0a" * 7, b'a,"b\n\n",c\n' * 5])
def test_blocks_are_looked_at_in_parts(data: bytes, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = checked(data, COMMAS)
    assert whole.ends + whole.inner == sum(byte == 10 for byte in data) + (data[-1] != 10)
    monkeypatch.setattr(blocks, "LARGE", large)
    monkeypatch.setattr(blocks, "SLICE", 3)
    assert checked(data, COMMAS) == whole


@pytest.mark.parametrize("there", [(), ("count_nonzero",), ("count_nonzero", "frombuffer")])
def test_numpy_counts_as_soon_as_it_is_there(there: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "LARGE", 1)
    counted = []
    half = ModuleType("numpy")
    for name in there:
        setattr(half, name, getattr(np, name))
    if len(there) == 2:
        half.count_nonzero = lambda found: counted.append(found.tolist()) or 7  # type: ignore[attr-defined,func-returns-value]
    monkeypatch.setitem(sys.modules, "numpy", half)
    assert line_ends(b"\na\n\nb", 1, 4) == (7 if counted else 2)
    assert counted == ([[False, True, True]] if len(there) == 2 else [])


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b"abc\ndef\n", True),
        ("ab\u00e9\nd\u20ac\n".encode(), True),
        (b"abc\nd\0f\n", False),
        (b"abc\r\ndef\r\n", True),
        (b"abc\rdef\n", False),
        (b"abc\ndef\xe9\n", False),
    ],
)
def test_what_speaks_against_the_fast_reader(data: bytes, plain: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (1 << 17, 4, 1):
        monkeypatch.setattr(blocks, "SLICE", part)
        assert checked(data, COMMAS).plain == plain


def test_memory_is_used_again_but_never_what_somebody_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nettrain.data.streams.LARGE", 1)
    whole = bytes(range(256)) * 9
    (tmp_path / "some").write_bytes(whole)
    with (tmp_path / "some").open("rb") as file:
        stream = Stacked(b"", file)
        kept = [stream.read(100), stream.read(300)]
        for size in (200, 50, 400, 7):
            assert stream.read(size) == whole[file.tell() - size : file.tell()]
        assert kept == [whole[:100], whole[100:400]]
        assert len(stream.buffers) == 3
        assert stream.read(5000) == whole[1057:]
        assert stream.read(5000) == b""
