"""Blocks: what is counted in them."""

from pathlib import Path

import pytest

from nettrain.data import blocks
from nettrain.data.blocks import checked
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
