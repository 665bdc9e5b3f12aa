"""Random-looking numbers from a row's number: the same everywhere, in any order, without a generator's state."""

from __future__ import annotations

import zlib

import polars as pl


def mixed(rows: pl.Expr, seed: int, purpose: str) -> pl.Expr:
    """Return a uint64 hash of each row number (uint64).

    `purpose` keeps apart what is drawn from one seed. Source: Steele, Lea and Flood 2014, Fast Splittable Pseudorandom
    Number Generators (the finalizer of SplitMix64); products wrap around 2**64.
    """
    salt = (seed << 32) ^ zlib.crc32(purpose.encode())
    return _finalize(rows ^ _finalize(_word(salt)))


def _finalize(value: pl.Expr) -> pl.Expr:
    value = value + _word(0x9E3779B97F4A7C15)
    value = (value ^ (value // _word(1 << 30))) * _word(0xBF58476D1CE4E5B9)
    value = (value ^ (value // _word(1 << 27))) * _word(0x94D049BB133111EB)
    return value ^ (value // _word(1 << 31))


def _word(value: int) -> pl.Expr:
    return pl.lit(value, dtype=pl.UInt64)
