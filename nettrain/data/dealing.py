"""The methods of dealing rows out to the sides: each takes row numbers and what decides, and returns Sides.

The same rows always fall the same way: what is random follows from the seed and the values, by hash.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import polars as pl

from nettrain.data.dialect import Dialect
from nettrain.data.mixing import BLOCK, mixed, mixed_cells
from nettrain.data.sides import Sides
from nettrain.data.spelling import quantities

WORDS = {"train": 0, "training": 0, "validation": 1, "valid": 1, "val": 1, "dev": 1, "test": 2, "testing": 2}
"""What the cells of a column that names the sides may say, in any case, and the side's place in Sides."""
MANY = 1 << 18
"""Rows that are worth while to load NumPy."""
STEP = 1 << 16
"""Rows that are looked at at a time."""
FEW = 16
"""Labels up to which each one's rows are taken out of all instead of sorting by label."""


def deal(rows: pl.Series, labels: pl.Series | None, validation: float, test: float, seed: int) -> Sides:
    """Deal `rows` (row numbers) out at random; with `labels` (one a row) each label in the same shares.

    The rows are put into a random order, within each label where there are labels, and the sides are then taken at even
    distances, so that their sizes are exact and a label's share differs by less than one row. The first row of
    each label is always trained on. The order follows from the seed and the row's number alone.
    """
    shuffled, later = _shuffled(rows, labels, seed)
    is_test = _spared(_even(rows.len(), test), later)
    rest, left = shuffled.filter(~is_test), later.filter(~is_test)
    is_validation = _spared(_even(rest.len(), validation / (1 - test)), left)
    return _parted(
        rows, *(_only(rows.len(), places) for places in (rest.filter(is_validation), shuffled.filter(is_test)))
    )


def binned(values: pl.Series, bins: int) -> pl.Series:
    """Return the number (uint32) of each value's range; the `bins` ranges hold equal numbers of rows.

    Equal values stay together, in the range that the middle of them falls into. Nulls have the range `bins`.
    """
    return values.to_frame("value").select(in_ranges(pl.col("value"), bins)).to_series()


def in_ranges(values: pl.Expr, bins: int) -> pl.Expr:
    """Return what `binned` does."""
    number = ((values.rank("average") - 0.5) * (bins / values.count().clip(1))).floor()
    return number.clip(0, bins - 1).cast(pl.UInt32).fill_null(bins)


def deal_in_order(rows: pl.Series, times: pl.Series, validation: float, test: float) -> Sides:
    """Deal the last rows by `times` (one a row) out to the test, those before them to the validation.

    Rows of one time stay together: a border lies at the change of time nearest to its share, and leaves every
    side some rows where there are enough times. Null comes first.
    """
    ordered = times.sort()
    borders = ordered.ne_missing(ordered.shift(1)).arg_true()
    borders = borders.filter(borders > 0)  # rows before each change of time
    is_test = is_validation = pl.repeat(False, rows.len(), eager=True)
    before = rows.len() * (1 - test)
    if test and borders.len():
        spared = 1 if validation and borders.len() > 1 else 0
        border = _nearest(borders.slice(spared), before)
        is_test = _from(times, ordered[border])
        borders = borders.filter(borders < border)
    if validation and borders.len():
        is_validation = _from(times, ordered[_nearest(borders, before - rows.len() * validation)]) & ~is_test
    return _parted(rows, is_validation, is_test)


def deal_by_hash(
    rows: pl.Series, keys: Sequence[pl.Series], validation: float, test: float, seed: int, dialect: Dialect | None
) -> Sides:
    """Deal each row out by a hash of its cells in `keys` (columns, one cell a row) and the seed alone.

    A row keeps its side when others are added, also where these make text of a column of numbers, or of yes and no:
    words count as what they spell by the dialect. Rows with the same cells share a side. Shares hold on average.
    """
    hashes = mixed_cells(keys, seed, partial(quantities, dialect=dialect))
    is_test = _below(hashes, test)
    return _parted(rows, _below(hashes, test + validation) & ~is_test, is_test)


def deal_by_column(rows: pl.Series, cells: pl.Series) -> tuple[Sides, pl.Series]:
    """Deal each row out to the side that its cell names; return also the row numbers whose cell names none."""
    place = cells.cast(pl.String).str.strip_chars().str.to_lowercase().replace_strict(WORDS, default=None)
    place = place.cast(pl.UInt8).fill_null(3)
    sides = _ascending(*(rows.filter(place == number) for number in range(3)))
    return sides, rows.filter(place == 3)


def deal_groups(rows: pl.Series, groups: pl.Series, validation: float, test: float, seed: int) -> Sides:
    """Deal rows with one value of `groups` (one a row; null is a value) out together.

    Groups come in a random order that follows from the seed and their values; each goes to the side that lacks most
    rows, then single groups move while that brings the sides nearer to their shares. Every side with a share has a
    group where there are enough groups, and the training rows always do.
    """
    hashes = mixed_cells([groups], seed)
    order = hashes.sort().rle().struct.unnest()
    sizes = order.get_column("len").to_list()
    shares = (1 - validation - test, validation, test)
    place = pl.Series(_placed(sizes, [share * rows.len() for share in shares]), dtype=pl.UInt8)
    held = [order.get_column("value").filter(place == number) for number in (1, 2)]
    is_validation, is_test = (hashes.is_in(values.implode()) for values in held)
    return _parted(rows, is_validation, is_test)


def _placed(sizes: Sequence[int], lacking: list[float]) -> list[int]:
    """Return the side of each group, by its place in Sides; `lacking` are the rows that each side should get."""
    wanted = [side for side in range(3) if lacking[side] > 0]
    held, place = [0, 0, 0], []
    for size in sizes:
        side = lacking.index(max(lacking))
        lacking[side] -= size
        held[side] += 1
        place.append(side)

    def move(group: int, side: int) -> None:
        lacking[place[group]] += sizes[group]
        lacking[side] -= sizes[group]
        held[place[group]] -= 1
        held[side] += 1
        place[group] = side

    for side in wanted:
        if not held[side]:
            spare = [group for group, at in enumerate(place) if held[at] > 1]
            if not spare and side == 0:
                spare = list(range(len(sizes)))
            if spare:
                move(min(spare, key=sizes.__getitem__), side)
    smallest = min(sizes, default=0)
    for group, size in enumerate(sizes):
        most = max(lacking)
        if most - min(lacking) <= smallest:
            break
        # Moving a group makes the sum of the squared lacks smaller if and only if it is smaller than their difference.
        if size < most - lacking[place[group]] and held[place[group]] > 1:
            move(group, lacking.index(most))
    return place


def _shuffled(rows: pl.Series, labels: pl.Series | None, seed: int) -> tuple[pl.Series, pl.Series]:
    """Return the places of the rows in random order, label by label, and which are not the first of their label."""
    key = mixed(pl.col("row").cast(pl.UInt64), seed, "split")
    blocks = (rows.slice(start, BLOCK).to_frame("row") for start in range(0, max(rows.len(), 1), BLOCK))
    order = _order(pl.concat([block.select(key).to_series() for block in blocks]))
    if labels is None:
        return order, pl.repeat(False, 1, eager=True).append(pl.repeat(True, rows.len(), eager=True))[: rows.len()]
    codes = _codes(labels)[order]
    known = codes.unique().sort()
    if 0 < known.len() <= FEW and not known.null_count():
        parts = [order.filter(codes == code) for code in known.to_list()]
        firsts = pl.Series([0, *(part.len() for part in parts[:-1])], dtype=pl.UInt32).cum_sum()
        return pl.concat(parts), pl.repeat(True, rows.len(), eager=True).scatter(firsts.head(rows.len()), False)
    # A stable sort by label: the label's number and the place in the order, in one uint64.
    high, low = pl.lit(1 << 32, dtype=pl.UInt64), pl.int_range(pl.len(), dtype=pl.UInt64)
    both = codes.to_frame("code").select(pl.col("code").cast(pl.UInt64) * high + low).to_series().sort()
    code = pl.col("both") // high
    apart = both.to_frame("both")
    later = apart.select((code == code.shift(1)).fill_null(False)).to_series()
    return order[apart.select((pl.col("both") % high).cast(pl.UInt32)).to_series()], later


def _order(keys: pl.Series) -> pl.Series:
    """Return the places (uint32) of keys (uint64, no two alike) in the order of the keys."""
    if keys.len() < MANY:
        return keys.arg_sort()
    import numpy as np

    # The upper bits of a key and its place in one number are sorted in a third of the time that places by keys take.
    values, count = keys.to_numpy(), keys.len()
    bits = count.bit_length()
    low, both, order = np.uint64((1 << bits) - 1), np.arange(count, dtype=np.uint64), np.empty(count, np.uint32)
    steps = [slice(start, start + STEP) for start in range(0, count, STEP)]  # so that what is computed stays small
    for some in steps:
        both[some] |= values[some] & ~low
    both.sort()
    same = []
    for some in steps:
        np.bitwise_and(both[some], low, out=order[some], casting="unsafe")
        part = both[some.start : some.stop + 1]
        same.append(np.flatnonzero(part[1:] ^ part[:-1] <= low) + some.start)
    if (ties := np.concatenate(same)).size:
        places = np.union1d(ties, ties + 1)
        order[places] = order[places][np.argsort(values[order[places]])]
    return pl.Series(order)


def _codes(labels: pl.Series) -> pl.Series:
    """Return numbers that are in the order of the labels, the same for the same label."""
    if labels.dtype != pl.String:
        return labels
    return labels.cast(pl.Enum(labels.unique().sort())).to_physical()


def _even(count: int, share: float) -> pl.Series:
    """Choose `share` of 0, 1, 2, ... at even distances: where the floor of (number + 1) x share steps up."""
    tiny = 1e-9  # 20 x 0.15 is 3, not 2.9999999999999996
    steps = pl.select((pl.int_range(count + 1) * share + tiny).floor()).to_series()
    return steps.slice(1) > steps.head(count)


def _spared(chosen: pl.Series, later: pl.Series) -> pl.Series:
    """Return the chosen places but those that hold the first row of a label (not `later`), which is to be trained on.

    Where that leaves none, so that the side would be empty, the places right behind these are taken, on the same terms.
    """
    taken = chosen & later
    return taken if taken.any() else chosen.shift(1, fill_value=False) & later


def _nearest(borders: pl.Series, rows: float) -> int:
    place = (borders.cast(pl.Float64) - rows).abs().arg_min()
    assert place is not None
    return int(borders[place])


def _from(times: pl.Series, first: object) -> pl.Series:
    return (times >= first).fill_null(False)


def _below(hashes: pl.Series, share: float) -> pl.Series:
    return hashes < pl.Series([round(share * 2**64)], dtype=pl.UInt64)


def _only(count: int, places: pl.Series) -> pl.Series:
    return pl.repeat(False, count, eager=True).scatter(places, True)


def _parted(rows: pl.Series, is_validation: pl.Series, is_test: pl.Series) -> Sides:
    return _ascending(rows.filter(~(is_validation | is_test)), rows.filter(is_validation), rows.filter(is_test))


def _ascending(train: pl.Series, validation: pl.Series, test: pl.Series) -> Sides:
    sides = (side.cast(pl.UInt32) for side in (train, validation, test))
    return Sides(*(side if side.is_sorted() else side.sort() for side in sides))
