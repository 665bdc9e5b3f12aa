"""What policies did to cells and rows, told as notices."""

from __future__ import annotations

from nettrain.data.encoding import Handled
from nettrain.events import Emit, Notice

WORDS = {"missing": "missing", "unseen": "never met in training", "rare": "rare in training", "clipped": "clipped"}


def tell_handled(show: Emit, handled: Handled, dropped: int, file: str) -> None:
    """Show, of the rows of `file`, which cells policies acted on, by column, and how many rows were dropped."""
    for what, counts in handled.items():
        listed = ", ".join(f"{name} {count:,}" for name, count in counts.items())
        show(Notice(text=f"cells that are {WORDS.get(what, what)}: {listed}", file=file))
    if dropped:
        show(Notice(text=f"rows that are left out: {dropped:,}", file=file))
