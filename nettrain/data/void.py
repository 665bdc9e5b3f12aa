"""Cells that mean "no value": the empty one, and the marks of `data.missing`, as text and as the numbers they spell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import polars as pl

from nettrain.data.dialect import Dialect
from nettrain.data.spelling import as_numbers

BLANKS = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""What does not count at the ends of a cell: Unicode's white space, as Polars has it."""


def void_words(missing: Sequence[str]) -> list[str]:
    """Return the cells, without the blanks around them, that have no value: the empty one, and the marks."""
    return list(dict.fromkeys(["", *(mark.strip(BLANKS) for mark in missing)]))


def void_numbers(missing: Sequence[str], dialect: Dialect | None) -> dict[float, list[str]]:
    """Return the numbers that stand for "no value", as the file spells them, each with its marks."""
    found: dict[float, list[str]] = {}
    if likely := [mark for mark in void_words(missing) if any(character.isdigit() for character in mark)]:
        marks = pl.DataFrame({"mark": likely})
        read = marks.with_columns(number=as_numbers(pl.col("mark"), dialect)).drop_nulls()
        for mark, number in read.iter_rows():
            found.setdefault(number, []).append(mark)
    return found


def counted_marks(marks: Mapping[str, int], gone: pl.Series, absent: Mapping[float, Sequence[str]]) -> dict[str, int]:
    """Return how often each mark was met, as text or as one of the numbers that are `gone`; those of one number under
    the first."""
    counts, met = dict(gone.value_counts().iter_rows()), Counter(marks)
    for number, (first, *others) in absent.items():
        met[first] += counts.get(number, 0) + sum(met.pop(other, 0) for other in others)
    return dict(sorted((+met).items()))
