"""Points and commas in numbers: which is the decimal mark, and what is no doubt."""

from __future__ import annotations

import pytest

from nettrain.config.format import Format
from nettrain.data.dialect import Detected, Dialect
from tests.data.detecting import found, lines


@pytest.mark.parametrize("rows", [900, 1500, 1999, 2000, 5000])
@pytest.mark.parametrize(("delimiter", "cell"), [(";", "1,5"), (",", '"1,5"')])
def test_a_decimal_mark_is_found_far_down(rows: int, delimiter: str, cell: str) -> None:
    """In all rows that tell the kinds of columns, and behind them as far as the head goes."""
    text = lines("a;b", *["1;x"] * rows, f"{cell};y", "3;x").replace(";", delimiter)
    assert found(text, whole=False).dialect.decimal == ","


DECIMALS = {
    "less than one": ["138", "65.937", "0.123"],
    "other decimals": ["138", "65.937", "31.5"],
    "a power": ["138", "65.937", "1.5e3"],
    "thousands without a mark": ["138", "65.937", "1380"],
    "as many decimals everywhere": ["138.000", "65.937", "668.120"],
    "nothing but zeros beside": ["0", "65.937", "0"],
    "words": ["138", "65.937", "x", "y"],
    "other decimals in another column": ["138;0.5", "65.937;2", "668;1"],
}


@pytest.mark.parametrize("cells", DECIMALS.values(), ids=DECIMALS)
def test_a_point_before_three_digits_that_is_no_doubt(cells: list[str]) -> None:
    width = 2 + cells[0].count(";")
    rows = [";".join("abc"[:width]), *(f"{cell};w" for cell in cells)]
    assert found(lines(*rows)) == Detected(Dialect(delimiter=";"), {})


def test_a_point_before_three_digits_where_commas_stand_between_cells() -> None:
    assert found(lines("a,b", "138,x", "65.937,y", "668,z")) == Detected(Dialect(), {})


@pytest.mark.parametrize("rows", [5, 1999, 2000, 5000])
def test_points_between_thousands_are_looked_for_far_down(rows: int) -> None:
    """Rows may be in the order of their numbers."""
    text = lines("a;b", *["138;x"] * rows, "65.937;y", "31.048;x")
    assert list(found(text).unclear) == ["thousands"]


ZEROS = {
    "alone": (["0,379", "1,234"], {"decimal": ","}),
    "two zeros": (["00,123", "1,234"], {"decimal": ","}),
    "among points": (["0.379", "1,234"], {"thousands": ","}),
    "behind a blank": (["0 379", "1.5"], {}),
    "a group behind a digit": (["10,379", "1,234,567"], {"thousands": ","}),
}


@pytest.mark.parametrize(("cells", "fields"), ZEROS.values(), ids=ZEROS)
def test_no_group_follows_a_zero_that_leads(cells: list[str], fields: dict[str, str]) -> None:
    text = lines("a;b", *(f"{cell};x" for cell in cells))
    assert found(text, Format(delimiter=";")).dialect == Dialect(delimiter=";", **fields)  # type: ignore[arg-type]
