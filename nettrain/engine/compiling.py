"""Compiling functions in threads, while the caller waits and a signal still ends the waiting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple


class Job(NamedTuple):
    """A `tf.function`, and arguments with which a call of it changes nothing."""

    function: Any
    arguments: tuple[Any, ...]


def compile_all(jobs: Sequence[Job]) -> None:
    """Return when every function is compiled for arguments of these shapes.

    They are traced one after the other, for Keras notes down in its layers what happens while it traces, and compiled
    side by side: XLA itself uses one core for most of the time. Whoever waits is interrupted at once, since nothing of
    it holds the interpreter for long.
    """
    if not jobs:
        return
    pool = ThreadPoolExecutor(len(jobs) + 1, "compile")

    def traced() -> list[Future[Any]]:
        return [pool.submit(_traced(job), *job.arguments) for job in jobs]

    try:
        for compiling in pool.submit(traced).result():
            compiling.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _traced(job: Job) -> Callable[..., Any]:
    job.function.get_concrete_function(*job.arguments)
    called: Callable[..., Any] = job.function
    return called
