"""Functions as graphs or compiled by XLA, in threads, while the caller waits and a signal still ends the waiting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Literal, NamedTuple


class Compiled:
    """A function that is called as it is ("eager"), as a graph ("graph") or compiled ("xla"), without AutoGraph, which
    takes its time to read code that has nothing for it.

    Once traced it takes arguments of those shapes only, unless `shapes` says that others will come; then `tf.function`
    need not look at them first, which costs half a millisecond a call.
    """

    def __init__(
        self, tf: Any, function: Callable[..., Any], how: str, *, shapes: Literal["one", "any"] = "one"
    ) -> None:
        self.shapes, self.called = shapes, function
        if how != "eager":
            self.called = tf.function(function, jit_compile=how == "xla", autograph=False)
        self.function: Any = self.called

    def __call__(self, *arguments: Any) -> Any:
        """Call it."""
        return self.called(*arguments)

    def trace(self, *arguments: Any) -> None:
        """Make the graph for arguments of these shapes; nothing is computed. It must not be eager."""
        concrete = self.function.get_concrete_function(*arguments)
        if self.shapes == "one":
            self.called = concrete


class Job(NamedTuple):
    """A function, and arguments with which a call of it changes nothing; None where it need only be traced."""

    function: Compiled
    arguments: tuple[Any, ...] | None


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
        return [pool.submit(job.function, *job.arguments) for job in map(_traced, jobs) if job.arguments is not None]

    try:
        for compiling in pool.submit(traced).result():
            compiling.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _traced(job: Job) -> Job:
    job.function.trace(*(job.arguments or ()))
    return job
