"""Work on a stream of pieces in a few threads; the fast libraries below let go of the interpreter while they work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any, TypeVar

from nettrain.environ import NUMPY, settle
from nettrain.signals import waking

T = TypeVar("T")
WORKERS = 3
"""Pieces that are worked on at the same time; Polars has threads of its own."""


def in_turn(work: Callable[..., T], pieces: Iterable[tuple[Any, ...]]) -> Iterator[T]:
    """Yield `work(*piece)` of each piece in order, a few pieces ahead of who takes them."""
    settle(NUMPY)
    waking()
    with ThreadPoolExecutor(WORKERS) as pool:
        waiting: deque[Future[T]] = deque()
        for piece in pieces:
            waiting.append(pool.submit(work, *piece))
            if len(waiting) > WORKERS:
                yield waiting.popleft().result()
        yield from (future.result() for future in waiting)


def begun(works: Iterator[Callable[[], T]]) -> Iterator[Callable[[], T]]:
    """Return the same works, of which the first few are begun with in threads at once, whoever takes them when."""
    settle(NUMPY)
    waking()
    pool = ThreadPoolExecutor(WORKERS)

    def begin() -> list[Callable[[], T]]:
        try:
            return [pool.submit(work).result for work in islice(works, WORKERS)]
        finally:
            pool.shutdown(wait=False)

    first = pool.submit(begin)

    def every() -> Iterator[Callable[[], T]]:
        yield from first.result()
        yield from works

    return every()


def meanwhile(work: Callable[..., T], *given: Any) -> Callable[[], T]:
    """Begin `work(*given)` in a thread of its own; return what waits for the result.

    The thread ends with the work even if a signal comes while it starts: no process could end that waits for it.
    """
    settle(NUMPY)
    waking()
    pool = ThreadPoolExecutor(1)
    try:
        return pool.submit(work, *given).result
    finally:
        pool.shutdown(wait=False)
