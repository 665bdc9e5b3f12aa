"""Blocks: what is counted in them."""

import pytest

from nettrain.data import blocks
from nettrain.data.blocks import line_ends


@pytest.mark.parametrize("large", [1, 1 << 30])
@pytest.mark.parametrize("data", [b"", b"a", b"\n", b"a,b\nc\n\nd", b"\r\n\n\r\xff\x0a" * 7])
def test_line_ends_are_counted_in_either_way(data: bytes, large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "LARGE", large)
    monkeypatch.setattr(blocks, "SLICE", 5)
    assert line_ends(data) == sum(byte == 10 for byte in data)
