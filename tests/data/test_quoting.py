"""Quotes of a whole block against a walk over its bytes, one by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettrain.data.quoting import Quoted

TEXTS = st.text('",a\r\n', max_size=40).map(str.encode)
CELLS = st.lists(st.sampled_from(['"', '""', ",", "a", "\n", "\r\n", '"a"', ',"', '",', '"\n"']), max_size=20)


def walked(data: bytes, byte: int) -> list[int]:
    """Return where a byte stands while no quote is open."""
    found, inside = [], False
    for place, here in enumerate(data):
        inside ^= here == ord('"')
        if here == byte and not inside:
            found.append(place)
    return found


def edges(data: bytes, end: int) -> bool:
    """Return whether each quote before `end` stands where a cell begins or ends, or beside the other one of a pair."""
    inside = False
    quotes = [place for place, here in enumerate(data) if here == ord('"')]
    for number, place in enumerate(quotes):
        if place >= end:
            break
        ahead, behind = data[:place], data[place + 1 :]
        if inside:
            paired = number + 1 < len(quotes) and quotes[number + 1] == place + 1 < end
            if not (paired or behind == b"" or behind.startswith((b",", b"\n", b"\r\n"))):
                return False
        else:
            paired = number > 0 and quotes[number - 1] == place - 1
            if not (paired or ahead == b"" or ahead.endswith((b",", b"\n"))):
                return False
        inside = not inside
    return True


@given(TEXTS | CELLS.map("".join).map(str.encode), st.integers(0, 40))
def test_as_a_walk_over_the_bytes_has_it(data: bytes, end: int) -> None:
    quoted = Quoted(data, b'"')
    assert quoted.closed() == (data.count(b'"') % 2 == 0)
    for byte in b",\n":
        assert quoted.outside(bytes([byte])).tolist() == walked(data, byte)
    assert quoted.last_end() == max(walked(data, ord("\n")), default=-1) + 1
    for before in (min(end, len(data)), quoted.last_end(), len(data)):
        assert quoted.at_edges(b",", before) == edges(data, before)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ('"a","b"\n', True),
        ('"a","b"\r\n"c"\r\n', True),
        ('"a ""b"" c",""\n', True),
        ('""""', True),
        ('a"b\n', False),
        ('"a"b\n', False),
        ('"a" ,b\n', False),
        (' "a",b\n', False),
        ('"a"\rb\n', False),
        ('"a"\r', False),
    ],
)
def test_at_the_edge_of_a_cell(text: str, holds: bool) -> None:
    assert Quoted(text.encode(), b'"').at_edges(b",", len(text)) is holds
