"""Samples of rows: how often each row stands in each of many data sets made of the same rows, without copying any."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

CELLS = 1 << 18
"""Cells of an array (samples, rows) that are worked on at a time: they stay in the processor's cache."""


@dataclass(frozen=True)
class Blocks:
    """Rows that stand together in a sample or are together absent from it.

    `of` int64 (rows,) is the number of each row's block, below `count`; None where every row is a block of its own.
    """

    count: int
    of: NDArray[np.int64] | None = None

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum `values` (rows, k) by block: (blocks, k)."""
        import numpy as np

        if self.of is None:
            return values
        return np.stack([np.bincount(self.of, column, self.count) for column in values.T], axis=1)


@dataclass(frozen=True)
class Samples(ABC):
    """Data sets made of blocks of rows."""

    blocks: Blocks

    @abstractmethod
    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sum `values` (rows, k) over the rows of each sample: (samples, k)."""

    @abstractmethod
    def times(self) -> Iterator[NDArray[np.float64]]:
        """Yield how often each block stands in each sample, a few samples at a time: (some, blocks)."""

    def row_times(self) -> Iterator[NDArray[np.float64]]:
        """Yield how often each row stands in each sample, a few samples at a time: (some, rows)."""
        for times in self.times():
            yield times if self.blocks.of is None else times[:, self.blocks.of]


@dataclass(frozen=True)
class Draws(Samples):
    """Resamples: `counts` uint8 (samples, blocks) is how often each block was drawn."""

    counts: NDArray[np.uint8]

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Multiply what each block adds up to by its counts."""
        import numpy as np

        by_block = self.blocks.sums(values)
        return np.concatenate([times @ by_block for times in self.times()])

    def times(self) -> Iterator[NDArray[np.float64]]:
        """Yield the counts."""
        rows = self.blocks.count if self.blocks.of is None else len(self.blocks.of)
        some = max(1, CELLS // max(rows, 1))
        for start in range(0, len(self.counts), some):
            yield self.counts[start : start + some].astype("float64")


@dataclass(frozen=True)
class LeftOut(Samples):
    """One sample a block: all rows but those of the block."""

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take each block away from the whole."""
        by_block = self.blocks.sums(values)
        left: NDArray[Any] = by_block.sum(axis=0) - by_block
        return left

    def times(self) -> Iterator[NDArray[np.float64]]:
        """Yield ones, with a zero at the block."""
        import numpy as np

        count = self.blocks.count
        some = max(1, CELLS // max(count if self.blocks.of is None else len(self.blocks.of), 1))
        for start in range(0, count, some):
            samples = np.arange(start, min(start + some, count))
            times = np.ones((len(samples), count))
            times[np.arange(len(samples)), samples] = 0.0
            yield times
