"""Random-looking numbers from a row's number or cells: the same everywhere, in any order, without a generator's
state."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Sequence
from typing import TypeAlias

import polars as pl

GOLDEN = 0x9E3779B97F4A7C15
"""2**64 over the golden ratio: its multiples spread evenly over 64 bits (Knuth 1973, volume 3, section 6.4)."""
_MOST = 2**64 - 1
BLOCK = 1 << 20
"""Rows hashed at a time, so that what is computed on the way stays small."""
_NULL = 0xA5A3564E9D7C31F5  # any number that no value is likely to have
_NEGATIVE_ZERO = 1 << 63
Quantities: TypeAlias = Callable[[pl.Series], pl.Series]
"""Words -> the number (Float64) that each one spells, null where it is none."""


def mixed(rows: pl.Expr, seed: int, purpose: str) -> pl.Expr:
    """Return a uint64 hash of each row number (uint64).

    `purpose` keeps apart what is drawn from one seed. Source: Steele, Lea and Flood 2014, Fast Splittable Pseudorandom
    Number Generators (the finalizer of SplitMix64); products wrap around 2**64.
    """
    return _finalize(rows ^ _salt(seed, purpose))


def mixed_cells(cells: Sequence[pl.Series], seed: int, quantities: Quantities | None = None) -> pl.Series:
    """Return a uint64 hash of each row's cells, chained in the order of `cells` (columns of one length, at least one).

    It follows from the values alone: not from a row's place, nor from how columns lie in memory. Numbers and booleans
    count as float64 (-0.0 as 0.0), dates as microseconds, text by its words, and null as a value of its own. Words that
    spell `quantities` count as these, where they are given.
    """
    salt = pl.select(_salt(seed, "split")).to_series()
    parts = []
    for start in range(0, max(cells[0].len(), 1), BLOCK):
        chain = salt.new_from_index(0, cells[0].slice(start, BLOCK).len())
        for series in cells:  # step by step: as one expression it would grow eightfold with every column
            block = pl.DataFrame({"chain": chain, "cell": _cell(series.slice(start, BLOCK), quantities)})
            chain = block.select(_finalize(pl.col("chain") ^ pl.col("cell"))).to_series()
        parts.append(chain)
    return pl.concat(parts)


def _cell(values: pl.Series, quantities: Quantities | None) -> pl.Series:
    """Return a uint64 hash of each cell of one column."""
    if values.dtype in (pl.String, pl.Categorical, pl.Enum):
        texts = values.cast(pl.String)
        words = texts.unique().append(pl.Series([""])).drop_nulls().unique()  # never none, which Polars cannot replace
        found = _words(words)
        if quantities is not None:
            numbers = _bits(quantities(words))
            found = numbers.zip_with(numbers.is_not_null(), found)
        hashes = texts.replace_strict(words, found, return_dtype=pl.UInt64)
    else:
        hashes = _bits(values)
    return hashes.fill_null(_NULL) if hashes.null_count() else hashes


def _bits(values: pl.Series) -> pl.Series:
    """Return a uint64 hash of each date, number or boolean; null stays null."""
    if values.dtype in (pl.Datetime, pl.Date):
        bits = values.cast(pl.Datetime("us")).cast(pl.Int64).reinterpret(dtype=pl.UInt64)
    else:
        bits = values.cast(pl.Float64).reinterpret(dtype=pl.UInt64)
        if (bits == _NEGATIVE_ZERO).any():  # adding 0.0 would do, but Polars optimizes that away
            bits = bits.set(bits == _NEGATIVE_ZERO, 0)
    return bits.to_frame("bits").select(_finalize(pl.col("bits"))).to_series()


def _words(words: pl.Series) -> pl.Series:
    """Return 8 bytes of BLAKE2b of each word as a little endian number; Polars' own hash changes with its version."""
    digests = (hashlib.blake2b(word.encode(), digest_size=8).digest() for word in words)
    return pl.Series([int.from_bytes(digest, "little") for digest in digests], dtype=pl.UInt64)


def _salt(seed: int, purpose: str) -> pl.Expr:
    """Return the finalizer of seed and purpose, worked out here: a literal is quicker to plan than its formula."""
    value = ((seed << 32) ^ zlib.crc32(purpose.encode())) + GOLDEN & _MOST
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & _MOST
    value = (value ^ value >> 27) * 0x94D049BB133111EB & _MOST
    return _word(value ^ value >> 31)


def _finalize(value: pl.Expr) -> pl.Expr:
    value = value + _word(GOLDEN)
    value = (value ^ (value // _word(1 << 30))) * _word(0xBF58476D1CE4E5B9)
    value = (value ^ (value // _word(1 << 27))) * _word(0x94D049BB133111EB)
    return value ^ (value // _word(1 << 31))


def _word(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)
