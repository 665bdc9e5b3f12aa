"""The quotes of a block of text, all at once: what stands outside of them, and whether each is at a cell's edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Quoted:
    """UTF-8 text in which every second quote closes a cell; a doubled one closes it and opens it again."""

    def __init__(self, data: bytes, quote: bytes) -> None:
        """Find the quotes, one byte each."""
        import numpy as np

        self.bytes = np.frombuffer(data, np.uint8)
        self.places = np.flatnonzero(self.bytes == ord(quote))

    def closed(self) -> bool:
        """Return whether no quote is left open at the end."""
        return len(self.places) % 2 == 0

    def outside(self, byte: bytes) -> NDArray[np.intp]:
        """Return the places where a byte stands outside of quotes."""
        import numpy as np

        found = np.flatnonzero(self.bytes == ord(byte))
        return np.extract(self.places.searchsorted(found) % 2 == 0, found)

    def last_end(self) -> int:
        """Return the place behind the last line end outside of quotes, 0 if there is none."""
        ends = self.outside(b"\n")
        return int(ends[-1]) + 1 if len(ends) else 0

    def at_edges(self, delimiter: bytes, end: int) -> bool:
        """Return whether each quote before `end` opens or closes a whole cell, or is doubled inside one."""
        places = self.places[: self.places.searchsorted(end)]
        opens, closes = places[::2], places[1::2]
        doubled = opens[1:] == closes[: len(opens) - 1] + 1
        before = self._at(opens - 1, delimiter) | self._at(opens - 1, b"\n") | (opens == 0)
        before[1:] |= doubled
        line_end = self._at(closes + 1, b"\n") | (self._at(closes + 1, b"\r") & self._at(closes + 2, b"\n"))
        after = self._at(closes + 1, delimiter) | line_end | (closes + 1 == len(self.bytes))
        after[: len(doubled)] |= doubled
        return bool(before.all() and after.all())

    def _at(self, places: NDArray[np.intp], byte: bytes) -> NDArray[np.bool_]:
        """Return where a byte stands at these places, of which some may be beyond the ends."""
        held: NDArray[np.bool_] = self.bytes.take(places, mode="clip") == ord(byte)
        return held
