"""What policies did to cells and rows of a file, told as notices."""

from __future__ import annotations

from nettrain.commands.predicting.streaming import Streaming
from nettrain.data.reading import told
from nettrain.events import Emit, Notice

WORDS = {"missing": "missing", "unseen": "never met in training", "rare": "rare in training", "clipped": "clipped"}


FIRST = 3
"""Faults of rows and cells that are told one by one."""


def tell_handled(show: Emit, streaming: Streaming, dropped: str) -> None:
    """Show which cells policies acted on, by column, how many rows were `dropped`, as that is called, the first faults
    for which they were, and the first rows for which the network gave no finite number."""
    flow = streaming.flow
    file = flow.opened.source.shown
    for what, counts in streaming.handled.items():
        listed = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        show(Notice(text=f"cells that are {WORDS.get(what, what)}: {listed}", file=file))
    if streaming.dropped:
        show(Notice(text=f"{dropped}: {streaming.dropped:,}", file=file))
    for problems, total in ((flow.problems, flow.faults), streaming.unknown):
        for problem in told(problems[:FIRST], total) if total else ():
            show(Notice.of(problem))
