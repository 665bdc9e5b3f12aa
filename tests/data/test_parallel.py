"""Pieces come in order, and what is begun ahead is begun at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from nettrain.data.parallel import ahead


def test_first_piece_is_begun_with_before_anybody_asks_for_it() -> None:
    begun = threading.Event()

    def pieces() -> Iterator[int]:
        begun.set()
        yield from range(4)

    every = ahead(pieces())
    assert begun.wait(10)
    assert [*every] == [0, 1, 2, 3]


def test_nothing_is_nothing() -> None:
    assert [*ahead(iter(()))] == []


def test_failure_of_the_first_piece_is_told_to_who_asks() -> None:
    def pieces() -> Iterator[int]:
        raise OSError("gone")
        yield 0

    every = ahead(pieces())
    with pytest.raises(OSError, match="gone"):
        next(every)
