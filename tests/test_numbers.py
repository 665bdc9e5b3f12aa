"""Numbers as a person reads them."""

from __future__ import annotations

import pytest

from nettrain.numbers import bracketed, byte_size, bytes_of, count, counted, figure, left, percent, seconds, signed

WRITTEN = {
    "0B": 0,
    "1 kB": 1_000,
    "1KB": 1_000,
    "1.5MB": 1_500_000,
    "2 GB": 2_000_000_000,
    "1TB": 10**12,
    "1KiB": 1_024,
    "1.5 GiB": 1_610_612_736,
}
READ = {
    0: "0 bytes",
    999: "999 bytes",
    1_000: "1.0 kB",
    12_345_678: "12.3 MB",
    4_060_000_000: "4.1 GB",
    10**12: "1.0 TB",
}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.94117, "0.9412"),
        (0.0, "0"),
        (1.0, "1"),
        (0.99994, "0.9999"),
        (0.99996, "0.99996"),
        (-0.9999856, "-0.99999"),
        (0.99999996, "1"),
        (1.00001, "1"),
        (1234.4, "1234"),
        (9999.6, "10,000"),
        (12345.6, "12,346"),
        (999_999.7, "1,000,000"),
        (2e9, "2.000e+09"),
        (1e-4, "0.0001"),
        (0.00012346, "0.0001235"),
        (2.6e-6, "2.600e-06"),
        (-0.5, "-0.5"),
        (-123456.7, "-123,457"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (float("-inf"), "-inf"),
        (None, "undefined"),
    ],
)
def test_figures(value: float | None, text: str) -> None:
    assert figure(value) == text


@pytest.mark.parametrize(
    ("ends", "text"),
    [
        ((0.91, 0.96), "[0.91, 0.96]"),
        ((0.99996, 1.0), "[0.99996, 1]"),
        ((1390.2, 92462.4), "[1390; 92,462]"),
        ((-123456.7, -1.0), "[-123,457; -1]"),
        (None, "-"),
    ],
)
def test_ends_of_intervals(ends: tuple[float, float] | None, text: str) -> None:
    assert bracketed(ends) == text


def test_ends_of_the_interval_of_a_difference() -> None:
    assert bracketed((-12345.6, 0.02), signed) == "[-12,346; +0.02]"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.02134, "+0.02134"),
        (-1204.6, "-1205"),
        (-12345.6, "-12,346"),
        (60314.1, "+60,314"),
        (0.0, "0"),
        (-0.0, "0"),
        (float("nan"), "+nan"),
    ],
)
def test_differences(value: float, text: str) -> None:
    assert signed(value) == text


@pytest.mark.parametrize(("number", "text"), [(0, "0"), (999.6, "1,000"), (1234567, "1,234,567")])
def test_counts(number: float, text: str) -> None:
    assert count(number) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 epochs"), (1, "1 epoch"), (2, "2 epochs"), (12_345, "12,345 epochs")]
)
def test_counts_of_things(number: int, text: str) -> None:
    assert counted(number, "epoch") == text


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (0.04, "0.0 s"),
        (4.21, "4.2 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min 0 s"),
        (190.4, "3 min 10 s"),
        (3599.4, "59 min 59 s"),
        (3599.6, "1 h 0 min"),
        (7500.0, "2 h 5 min"),
    ],
)
def test_seconds(time: float, text: str) -> None:
    assert seconds(time) == text


@pytest.mark.parametrize(
    ("time", "text"), [(0.2, "0 s"), (89.4, "89 s"), (90.0, "2 min"), (3590.0, "1 h 0 min"), (7500.0, "2 h 5 min")]
)
def test_left(time: float, text: str) -> None:
    assert left(time) == text


@pytest.mark.parametrize(
    ("share", "digits", "text"),
    [
        (0.0, 0, "0%"),
        (1.0, 0, "100%"),
        (0.123, 0, "12%"),
        (0.123, 1, "12.3%"),
        (0.002, 0, "0.2%"),
        (0.0002, 0, "0.02%"),
        (0.00002, 1, "<0.01%"),
        (0.996, 0, "99.6%"),
        (0.99999, 0, ">99.99%"),
        (1.0, 1, "100.0%"),
        (0.0, 1, "0.0%"),
    ],
)
def test_a_share_is_not_shown_as_none_or_all(share: float, digits: int, text: str) -> None:
    assert percent(share, digits) == text


@pytest.mark.parametrize(("size", "count"), WRITTEN.items())
def test_what_a_size_comes_to(size: str, count: int) -> None:
    assert bytes_of(size) == count


@pytest.mark.parametrize(("count", "said"), READ.items())
def test_a_size_in_words(count: int, said: str) -> None:
    assert byte_size(count) == said
