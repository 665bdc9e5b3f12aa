"""Sizes as a config writes them and as a person reads them."""

from __future__ import annotations

import pytest

from nettrain.data.memory import available, budget, spoken

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


@pytest.mark.parametrize(("size", "count"), WRITTEN.items())
def test_what_a_size_comes_to(size: str, count: int) -> None:
    assert budget(size) == count


@pytest.mark.parametrize(("count", "said"), READ.items())
def test_a_size_in_words(count: int, said: str) -> None:
    assert spoken(count) == said


def test_auto_leaves_half_of_what_is_free() -> None:
    assert 0.3 * available() < budget("auto") < 0.7 * available()
