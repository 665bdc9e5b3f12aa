"""Names in figures: short, and no two alike that differ."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from nettrain.html.figures.classes import curves
from nettrain.html.figures.confusion import confusion
from nettrain.html.figures.names import shown
from tests.html.test_figures import classes

LONG = tuple(f"Class label number {n} of many" for n in range(1, 21))
NAMES = [
    (("yes", "no"), ["yes", "no"]),
    (("x" * 18, "a\x07"), ["x" * 18, "a\\x07"]),
    (("a name that is long and 1", "a name that is long and 2"), ["a name th…ng and 1", "a name th…ng and 2"]),
    (LONG[9:11], ["Class l…10 of many", "Class l…11 of many"]),
    (("the very first part", "the very first part and"), ["the very …rst part", "the very …part and"]),
    (("abcdefghi 1 and a lot behind", "abcdefghi 2 and a lot behind"), ["…1 and a …t behind", "…2 and a …t behind"]),
]


@pytest.mark.parametrize(("names", "short"), NAMES, ids=[short[0] for _, short in NAMES])
def test_the_middle_is_left_out_or_what_all_begin_with(names: tuple[str, ...], short: list[str]) -> None:
    assert shown(names) == short
    assert all(len(name) <= 18 for name in short if "\\" not in name)


@pytest.mark.parametrize("most", [16, 18])
def test_many_are_told_apart(most: int) -> None:
    assert len(set(shown(LONG, most))) == len(LONG)


def test_whole_names_appear_over_those_that_are_cut() -> None:
    """And over no other."""
    judged = classes(("short", *LONG[:3]), 80)
    matrix = confusion(judged, [[20.0 * (n == m) for n in range(4)] for m in range(4)])
    assert matrix is not None
    for picture, times in ((matrix, 2), *((made, 1) for made in curves(judged, {})[:2])):
        words = ElementTree.fromstring(picture.svg).iter("text")
        over = [(str(word.text).partition(",")[0], title.text) for word in words for title in word.iter("title")]
        assert {full for _, full in over} == set(LONG[:3])
        assert len(over) == 3 * times
