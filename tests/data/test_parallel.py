"""What is begun ahead is begun at once, a few works at a time, and comes in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from nettrain.data.parallel import WORKERS, begun, in_turn, meanwhile


def test_first_works_are_begun_with_before_anybody_asks_for_them() -> None:
    done = [threading.Event() for _ in range(2 * WORKERS)]

    def work(number: int) -> int:
        done[number].set()
        return number

    every = begun(partial(work, number) for number in range(2 * WORKERS))
    assert all(event.wait(10) for event in done[:WORKERS])
    assert not any(event.is_set() for event in done[WORKERS:])
    assert [some() for some in every] == [*range(2 * WORKERS)]


def test_nothing_is_nothing() -> None:
    nothing: Iterator[Callable[[], int]] = iter(())
    assert [*begun(nothing)] == []


def test_failure_before_the_first_work_is_told_to_who_asks() -> None:
    def works() -> Iterator[Callable[[], int]]:
        raise OSError("gone")
        yield lambda: 0

    every = begun(works())
    with pytest.raises(OSError, match="gone"):
        next(every)


def test_failure_of_a_work_is_told_to_who_takes_its_result() -> None:
    every = begun(partial(int, cell) for cell in ("much", "1"))
    with pytest.raises(ValueError, match="much"):
        next(every)()
    assert next(every)() == 1


@pytest.mark.parametrize(
    "begin",
    [lambda: meanwhile(int), lambda: begun(iter([int])), lambda: [*in_turn(int, [()])]],
    ids=["meanwhile", "begun", "in_turn"],
)
def test_a_signal_while_a_thread_starts_leaves_no_thread(
    begin: Callable[[], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pool has not noted such a thread down yet, so nothing else wakes it: the process would wait for it for ever."""
    start, before = threading.Thread.start, set(threading.enumerate())

    def interrupted(thread: threading.Thread) -> None:
        start(thread)
        if threading.current_thread() is threading.main_thread():
            raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "start", interrupted)
    with pytest.raises(KeyboardInterrupt) as stopped:
        begin()
    for thread in set(threading.enumerate()) - before:
        thread.join(10)
        assert not thread.is_alive()
    assert stopped.traceback, "it holds on to the pool, as an uncaught exception does"
