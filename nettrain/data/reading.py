"""A file's rows as typed values, a stretch at a time: the fast way wherever it is safe, the slow way elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from typing import BinaryIO, NamedTuple, TypeAlias, cast

import polars as pl

from nettrain.data.blocks import Block, cells, checked, pieces, separator, without_blank_lines
from nettrain.data.comments import Passed, passed_over
from nettrain.data.dialect import Dialect
from nettrain.data.mends import GUESSED, misfit
from nettrain.data.opening import Opened, fault_of, without_cells
from nettrain.data.parallel import in_turn
from nettrain.data.parquet import as_text, raw_cells
from nettrain.data.records import UNCLOSED, Record, records
from nettrain.data.spelling import trusted
from nettrain.data.streams import Stacked, lines, unpacked, utf8
from nettrain.data.values import HELD, Typing, Values, typed
from nettrain.errors import DataError, Problem, Span
from nettrain.numbers import counted

MOST_PROBLEMS = 20
"""Faults of a file that are told one by one."""
STRETCH = 20_000
"""Rows of a stretch where the file is read record by record."""
LEAVE_OUT = "set data.on_bad_row: drop to do without such rows"


class Faults(NamedTuple):
    """The first faults of some rows, and how many there are."""

    problems: list[Problem]
    total: int


class Stretch(NamedTuple):
    """Rows that follow each other, as values.

    `bad` are the rows (from 0) that are none: of another number of cells, broken or empty; their values are null.
    `problems` are the first MOST_PROBLEMS faults, of these rows and of cells that do not fit; their lines count from
    the first of the stretch, which has `lines` in all. `places` tells the line of each row, counted likewise; `kept`
    holds the cells that are wanted as they stand.
    """

    values: Values
    bad: list[int]
    problems: list[Problem]
    lines: int
    places: Callable[[], Sequence[int]]
    kept: pl.DataFrame
    broken: bool = False
    """Whether a quote is never closed, so that nobody can tell where the rows behind it begin."""
    passed: Passed = Passed()
    """Lines that were passed over as comments; the first that may be a row counts from the first of the stretch."""

    @property
    def faults(self) -> int:
        """Return the number of faults: rows that are none, and cells that do not fit."""
        return len(self.bad) + sum(rows.len() for rows in self.values.misfits.values())

    @property
    def bad_rows(self) -> pl.Series:
        """Return the rows (from 0) that are none, or have a cell that does not fit."""
        rows = [pl.Series(self.bad, dtype=pl.UInt32), *(r.cast(pl.UInt32) for r in self.values.misfits.values())]
        return pl.concat(rows).unique().sort()


Reading: TypeAlias = "Callable[[], Stretch]"
"""What makes values of bytes or cells that were read already; in any thread."""


def stretches(opened: Opened, typing: Typing) -> Iterator[Stretch]:
    """Yield all rows of a file; the columns are those of `typing`. Raises DataError where a file cannot be read on."""
    line = opened.line - 1
    for stretch in in_turn(lambda reading: reading(), ((some,) for some in readings(opened, typing))):
        moved = [p._replace(span=Span(opened.source.shown, p.span.line + line)) for p in stretch.problems]
        yield stretch._replace(problems=moved, passed=stretch.passed.moved(line))
        line += stretch.lines


def readings(opened: Opened, typing: Typing) -> Iterator[Reading]:
    """Yield what gives the rows of a file stretch by stretch. Raises DataError where it cannot be read on."""
    yield from _parquet(opened, typing) if opened.dialect is None else _text(opened, opened.dialect, typing)
    opened.stamp.check(opened.source)


def _text(opened: Opened, dialect: Dialect, typing: Typing) -> Iterator[Reading]:
    fast = set(typing.numeric()).difference(typing.kept) if dialect.decimal == "." and not dialect.thousands else set()
    with unpacked(opened.source, dialect.compression) as file:
        stream = utf8(file, dialect.encoding)
        if not opened.fast:
            comments: list[tuple[int, str]] = []
            every = islice(records(stream.lines(), dialect, comments), int(dialect.header), None)
            yield from _slow_readings(every, opened.line, opened, typing, comments)
            return
        stream = skipped(stream, opened.line - 1)
        for piece in pieces(stream, dialect, opened.block):
            if piece.whole:
                yield partial(_block, piece.data, opened, dialect, typing, fast)
            else:
                told = records(Stacked(piece.data, cast(BinaryIO, stream)).lines(), dialect._replace(skip=0))
                yield from _slow_readings(told, 1, opened, typing, [])


def skipped(stream: Stacked, count: int) -> Stacked:
    """Return the stream behind `count` lines that end with LF."""
    data = b""
    while count and (data := stream.read(1 << 16)):
        place = 0
        while count and (end := data.find(b"\n", place)) >= 0:
            place, count = end + 1, count - 1
        data = data[place:] if not count else b""
    return Stacked(data, cast(BinaryIO, stream))


def _block(data: bytes, opened: Opened, dialect: Dialect, typing: Typing, fast: set[str]) -> Stretch:
    """Parse whole records; `fast` are the columns to be read as numbers."""
    block = checked(data, dialect)
    count, uneven = block.ends + block.inner, block.inner > 0  # whether a row is not always a line
    raw = _fast(block, opened, dialect, typing, fast) if block.plain else None
    if raw is None and block.plain and not uneven and (dense := without_blank_lines(block.data)) != block.data:
        uneven, raw = True, _fast(checked(dense, dialect), opened, dialect, typing, fast)
    if raw is None:
        return _slow(list(records(lines(data), dialect._replace(skip=0))), opened, typing, data.count(b"\n"))
    values = typed(raw, typing, dialect)
    bad = empty_rows(raw)
    places = cache(partial(_lines, data, dialect)) if uneven else partial(range, 1, raw.height + 1)
    told = first_faults(values, bad, raw, typing, places) if values.misfits or bad else []
    return Stretch(values, bad, told, count, places, raw.select(typing.kept))


def _lines(data: bytes, dialect: Dialect) -> Sequence[int]:
    """Return the line of each record."""
    return [record.line for record in records(lines(data), dialect._replace(skip=0))]


def _fast(block: Block, opened: Opened, dialect: Dialect, typing: Typing, fast: set[str]) -> pl.DataFrame | None:
    """Return the cells of a plain block, or None where the fast reader is at odds with the block."""
    numbers = [name for name in opened.names if name in fast]
    texts = {name: pl.Categorical if name in typing.few else pl.String for name in opened.names}
    for numeric in (numbers, []):
        schema = {**texts, **dict.fromkeys(numeric, pl.Float64)}
        try:
            raw = pl.read_csv(
                block.data,
                has_header=False,
                separator=separator(dialect),
                quote_char=dialect.quote or None,
                schema=schema,
            ).rechunk()
        except pl.exceptions.PolarsError:
            if not numeric:
                return None
            continue
        if raw.height != block.ends:
            return None
        if raw.get_column(opened.names[-1]).null_count() and cells(block, dialect) != raw.height * len(opened.names):
            return None
        if trusted(raw, numeric):
            return raw
    return None


def _slow_readings(
    told: Iterator[Record], first: int, opened: Opened, typing: Typing, comments: list[tuple[int, str]]
) -> Iterator[Reading]:
    """Read record by record; `first` is the line of the first row, from which stretches count. `comments` are those
    that were passed over on the way."""
    record = next(told, None)
    while record is not None:
        some = [record, *islice(told, STRETCH - 1)]
        record = next(told, None)
        following = record.line if record else some[-1].line + 1
        passed = [(number - first + 1, line) for number, line in comments]
        comments.clear()
        rows = [r._replace(line=r.line - first + 1) for r in some]
        yield partial(_slow, rows, opened, typing, following - first, passed)
        first = following


def _slow(
    told: Sequence[Record], opened: Opened, typing: Typing, count: int, comments: Sequence[tuple[int, str]] = ()
) -> Stretch:
    """Return the values of records in `count` lines, with `comments` between; those that are broken become rows without
    values."""
    width, rows, lines, bad = len(opened.names), [], [], []
    problems: list[Problem] = []
    for number, record in enumerate(told):
        fault = fault_of(record, width)
        if fault and len(problems) < MOST_PROBLEMS:
            problems.append(Problem(Span("", record.line), "", fault))
        if fault:
            bad.append(number)
        rows.append([None] * width if fault else record.cells)
        lines.append(record.line)
    raw = pl.DataFrame(rows, schema=dict.fromkeys(opened.names, pl.String), orient="row")
    values = typed(raw, typing, opened.dialect)
    empty = sorted(set(empty_rows(raw)) - set(bad))
    places = partial(tuple, lines)
    if values.misfits or empty:
        problems += first_faults(values, empty, raw, typing, places)
    ordered = sorted(problems, key=lambda problem: problem.span.line)[:MOST_PROBLEMS]
    broken = any(record.fault == UNCLOSED for record in told)
    passed = passed_over(comments, opened.dialect, width) if opened.dialect and comments else Passed()
    return Stretch(values, sorted(bad + empty), ordered, count, places, raw.select(typing.kept), broken, passed)


def empty_rows(raw: pl.DataFrame) -> list[int]:
    """Return the rows (from 0) without anything in any cell."""
    if any(cells.dtype in HELD and not cells.null_count() for cells in raw.iter_columns()):
        return []
    void = [
        pl.col(name).is_null() | (pl.col(name).cast(pl.String).str.strip_chars() == "")
        if kind in (pl.String, pl.Categorical)
        else pl.col(name).is_null()
        for name, kind in raw.schema.items()
    ]
    return raw.select(pl.arg_where(pl.all_horizontal(void))).to_series().to_list()


def first_faults(
    values: Values, empty: list[int], raw: pl.DataFrame, typing: Typing, places: Callable[[], Sequence[int]]
) -> list[Problem]:
    """Return the first faults of cells and empty rows, in the order of the rows, whose lines `places` tells."""
    problems: list[tuple[int, str, str]] = [(row, "", "has no value in any column") for row in empty[:MOST_PROBLEMS]]
    for name, rows in values.misfits.items():
        cells = raw.get_column(name)
        problems += [
            (row, name, misfit(cells[row], typing.kinds[name], typing.mends.get(name, GUESSED)))
            for row in rows.head(MOST_PROBLEMS).to_list()
        ]
    at = places()
    return [Problem(Span("", at[row]), name, what) for row, name, what in sorted(problems)[:MOST_PROBLEMS]]


def told(problems: Sequence[Problem], faults: int, mend: str = "", rows: str = "") -> list[Problem]:
    """Return the first of all `faults` of the rows, and a line that counts the rest, if there are more, and says what
    can be done, if anything; faults of one column are `rows` "without a target", say."""
    shown = list(problems[:MOST_PROBLEMS])
    rest = faults - len(shown)
    more = f"and {counted(rest, 'more row')} {rows}" if rows else f"and {rest:,} more"
    last = "; ".join(part for part in (more if rest else "", mend) if part)
    return [*shown, Problem(Span(shown[0].span.file), shown[0].path if rows else "", last)] if last else shown


def _parquet(opened: Opened, typing: Typing) -> Iterator[Reading]:
    names = list(dict.fromkeys([*typing.kinds, *typing.kept]))
    if problems := without_cells(opened, names):
        raise DataError(*problems)
    lazy = pl.scan_parquet(opened.source.path)
    lazy = lazy.rename(dict(zip(lazy.collect_schema().names(), opened.names, strict=True)))
    others, first = lazy.select([name for name in opened.names if name not in typing.kinds]), 0
    try:
        for every in lazy.select(names).collect_batches(chunk_size=STRETCH, maintain_order=True):
            yield partial(_batch, every, others.slice(first, every.height), typing, opened)
            first += every.height
    except pl.exceptions.PolarsError as error:
        raise _broken(opened, error) from None


def _broken(opened: Opened, error: pl.exceptions.PolarsError) -> DataError:
    message = f"cannot be read as Parquet: {str(error).splitlines()[0]}"
    return DataError(Problem(Span(opened.source.shown), "", message))


def _batch(every: pl.DataFrame, others: pl.LazyFrame, typing: Typing, opened: Opened) -> Stretch:
    """Return the values of rows of a Parquet file, whose lines are their numbers.

    `others` are their cells in columns of which no values are made: they are read where they tell whether a row is one
    of nothing.
    """
    batch = every.select(list(typing.kinds))
    raw = raw_cells(batch, typing)
    values = typed(raw, typing, None, opened.beside)
    empty, places = empty_rows(raw), partial(range, 1, batch.height + 1)
    if empty and others.collect_schema():
        try:
            void = set(empty_rows(others.collect()))
        except pl.exceptions.PolarsError as error:
            raise _broken(opened, error) from None
        empty = [row for row in empty if row in void]
    problems = first_faults(values, empty, as_text(batch), typing, places)
    return Stretch(values, empty, problems, batch.height, places, every.select(typing.kept))
