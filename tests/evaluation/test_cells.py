"""Cells by which rows are sliced: moments that a file holds as such beside those that another one spells."""

from __future__ import annotations

from datetime import date, datetime, time

import polars as pl
import pytest

from nettrain.components.columns.date import Date
from nettrain.evaluation.cells import bare, known, with_values

DAY = [date(2024, 1, 1), date(2024, 2, 1), None]
GERMAN = Date(format="%d.%m.%Y")
TYPED: dict[str, tuple[list[pl.Series], Date | None, list[object]]] = {
    "days": ([pl.Series(DAY)], None, [datetime(2024, 1, 1), datetime(2024, 2, 1), None]),
    "a mark as the text spells it": ([pl.Series([date(1900, 1, 1)]), pl.Series(DAY)], GERMAN, [None, *DAY]),
    "a mark in another spelling": ([pl.Series([datetime(2020, 5, 5), None])], None, [None, None]),
    "only marks": ([pl.Series([date(2020, 5, 5)]), pl.Series(["?", ""])], None, [None, None, None]),
    "below text without a cell": ([pl.Series(["", "?"]), pl.Series(DAY)], None, [None, None, *DAY]),
    "below text, each by itself": (
        [pl.Series(["2024-02-01"]), pl.Series(DAY)],
        Date(format="%Y-%d-%m"),
        [datetime(2024, 1, 2), *DAY],
    ),
    "times": (
        [pl.Series(["9:30 PM"]), pl.Series([time(8)])],
        None,
        [datetime(1970, 1, 1, 21, 30), datetime(1970, 1, 1, 8)],
    ),
    "days and times": ([pl.Series(DAY), pl.Series([time(8)])], None, ["2024-01-01", "2024-02-01", None, "08:00:00"]),
    "days below times": ([pl.Series(["09:30"]), pl.Series(DAY[:1])], None, ["09:30", "2024-01-01"]),
    "days below words": ([pl.Series(["x"]), pl.Series(DAY)], None, ["x", "2024-01-01", "2024-02-01", None]),
    "days below numbers": ([pl.Series(["2024"]), pl.Series(DAY[:1])], None, ["2024", "2024-01-01"]),
    "a year that is none": ([pl.Series([date(9999, 1, 1), *DAY[:1]])], None, ["9999-01-01", "2024-01-01"]),
}


@pytest.mark.parametrize(("parts", "kind", "values"), TYPED.values(), ids=TYPED)
def test_moments_of_a_file_are_moments_whatever_spells_the_others(
    parts: list[pl.Series], kind: Date | None, values: list[object]
) -> None:
    frames = [bare(pl.DataFrame({"c": part})) for part in parts]
    read = with_values(frames, ("?", "2020-05-05", "01.01.1900"), None, {"c": kind} if kind else {}).get_column("c")
    midnight = [datetime.combine(v, time()) if type(v) is date else v for v in values]
    assert read.to_list() == midnight
    assert read.dtype == (pl.String if any(isinstance(value, str) for value in values) else pl.Datetime("us"))


def test_a_file_without_rows_to_judge_does_not_matter() -> None:
    rows = pl.DataFrame({"c": ["20240101", "20240201"]})
    empty = pl.DataFrame({"c": DAY}).clear()
    assert with_values([empty, rows], (), None).get_column("c").to_list() == [20240101.0, 20240201.0]
    assert with_values([empty, empty], (), None).height == 0


def test_dates_of_digits_alone_are_dates_where_training_took_them_for_some() -> None:
    spelt, held = pl.DataFrame({"c": ["01022024", "31012023"]}), pl.DataFrame({"c": [date(2024, 2, 1), None]})
    kinds = {"c": Date(format="%d%m%Y")}
    found = [with_values(parts, (), None, kinds).get_column("c").to_list() for parts in ([spelt], [spelt, held])]
    assert found[0] == [datetime(2024, 2, 1), datetime(2023, 1, 31)]
    assert found[1] == [*found[0], datetime(2024, 2, 1), None]
    assert with_values([spelt], (), None).get_column("c").to_list() == [1022024.0, 31012023.0]


def test_cells_are_bared() -> None:
    held = pl.DataFrame({"c": [" a ", "", " "], "n": [1.5, None, 2.0], "d": DAY})
    assert bare(held).equals(pl.DataFrame({"c": ["a", None, None], "n": ["1.5", None, "2.0"], "d": DAY}))


def test_a_mark_means_no_value_without_the_blanks_around_it() -> None:
    assert known(pl.Series(["none", "u", "", None]), (" none\u3000",)).to_list() == [None, "u", None, None]
