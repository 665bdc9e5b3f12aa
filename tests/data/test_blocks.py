"""Blocks: what is counted in them."""

from pathlib import Path

import pytest

from nettrain.data import blocks
from nettrain.data.blocks import line_ends
from nettrain.data.streams import Stacked


@pytest.mark.parametrize("large", [1, 1 << 30])
@pytest.mark.parametrize("data", [b"", b"a", b"\n", b"a,b\nc\n\nd", b"\r\n\n\r\xff\x0a" * 7])
def test_line_ends_are_counted_in_either_way(data: bytes, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "LARGE", large)
    monkeypatch.setattr(blocks, "SLICE", 5)
    assert line_ends(data) == sum(byte == 10 for byte in data)


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
