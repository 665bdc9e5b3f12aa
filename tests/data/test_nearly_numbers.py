"""Text that is numbers but for a sign, a unit or infinities, and numbers that look like codes: said, never parsed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from nettrain.components.columns.category import Category
from nettrain.components.columns.number import Number
from nettrain.components.task import EVERY_TASK
from nettrain.config.data import DataConfig
from nettrain.data.dataset import prepare
from nettrain.data.dialect import Dialect
from nettrain.data.inference import inferred
from nettrain.data.streams import HEAD
from nettrain.errors import DataError


def why(cells: list[str | None], dialect: Dialect | None = None) -> tuple[object, str]:
    found, told = inferred(pl.DataFrame({"d": cells}, {"d": pl.String}), dialect or Dialect())["d"]
    return found, str(told)


AMOUNTS = {
    "{n}.5%": "'%' behind",
    "{n} %": "'%' behind",
    "{n},5\u00a0%": "'%' behind",
    "-{n}.{n}‰": "'‰' behind",
    "${n},234.56": "'$' before",
    "-${n}": "'$' before",
    "$-{n}": "'$' before",
    "US$ {n}": "'US$' before",
    "EUR {n}": "'EUR' before",
    "{n}.50 €": "'€' behind",
    "1'{n} Fr.": "'Fr.' behind",
    "{n} kg": "'kg' behind",
    "{n}km/h": "'km/h' behind",
    "{n} m²": "'m²' behind",
    "{n}.1°C": "'°C' behind",
    "{n} years": "'years' behind",
    "${n} USD": "'$' before and 'USD' behind",
}


@pytest.mark.parametrize(("cell", "told"), AMOUNTS.items(), ids=AMOUNTS)
@pytest.mark.parametrize("others", [[], ["unknown"] * 9, [None] * 300, ["0"] * 40])
def test_a_unit_around_numbers(cell: str, told: str, others: list[str | None]) -> None:
    """Up to a tenth of the cells are something else; numbers without the unit do not count against it."""
    cells = [*others, *(cell.format(n=100 + n) for n in range(100))]
    assert why(cells) == (Category(), f"text: numbers with {told} them")


TEXTS = [
    *("A{n}", "A {n}", "SKU{n}", "id_{n}", "#{n}", "{n}-{n}", "{n}/5", "room {n}", "v{n}.0.1"),
    *("{n} Main St", "+49 30 {n}{n}", "{n}:30x", "10.0.{n}.7"),
]


@pytest.mark.parametrize("cell", TEXTS)
def test_words_with_digits_are_no_amounts(cell: str) -> None:
    assert why([cell.format(n=100 + n) for n in range(100)]) == (Category(), "text")


def test_a_unit_is_one_and_the_same() -> None:
    assert why([f"{n} {'kg' if n % 3 else 'lb'}" for n in range(100)]) == (Category(), "text")
    assert why([f"{n}%" for n in range(100)] + ["unknown"] * 12) == (Category(), "text")
    assert why([f"{n}%" for n in range(40)] + ["7"] * 60) == (Category(), "text")


INFINITE = {
    "inf": (["inf"] * 20, "'inf'"),
    "both ends, spelled in several ways": (["-inf"] * 9 + ["Infinity"] * 9, "'-inf', 'Infinity'"),
    "not a number": (["NAN"] * 20, "'NAN'"),
    "beyond float64": (["1e999"] * 20, "'1e999'"),
}


@pytest.mark.parametrize(("words", "told"), INFINITE.values(), ids=INFINITE)
def test_numbers_but_for_infinities(words: list[str], told: str) -> None:
    cells = [*words, *(f"{n}.5" for n in range(100))]
    assert why(cells) == (Category(), f"text: numbers but for {told}")
    assert why([*cells, *["unknown"] * 20]) == (Category(), "text")


def test_few_infinities_are_faults_and_no_other_word_is_an_infinity() -> None:
    assert why(["inf"] * 5 + [f"{n}.5" for n in range(100)]) == (Number(), "numbers")
    assert why(["infinite", "unknown"] * 10 + [f"{n}.5" for n in range(100)]) == (Category(), "text")
    assert why(["inf"] * 20) == (Category(), "text")


ONE_WORD = {
    "a dash": (["-"] * 20, range(100), "text: numbers but for '-'"),
    "nearly as many as there are numbers": (["none yet"] * 80, range(100), "text: numbers but for 'none yet'"),
    "more than there are numbers": (["none yet"] * 101, range(100), "text"),
    "two words": (["-"] * 20 + ["unknown"] * 20, range(100), "text"),
    "an open range": (["65+"] * 20, range(65), "text"),
    "a label among codes": (["other"] * 20, [n % 20 for n in range(100)], "text"),
}


@pytest.mark.parametrize(("words", "numbers", "told"), ONE_WORD.values(), ids=ONE_WORD)
def test_numbers_but_for_one_word(words: list[str], numbers: Sequence[int], told: str) -> None:
    assert why([*words, *map(str, numbers)]) == (Category(), told)


@pytest.mark.parametrize("cell", ["2024-03-{d:02} 10:00", "-"])
def test_a_tenth_of_other_cells_are_faults_wherever_they_stand(cell: str, tmp_path: Path) -> None:
    """No cell more and the column is text: the rows together are counted as the first ones are."""
    plain = "{n}.5" if cell == "-" else "2024-03-{d:02}"
    for others, fault in ((100, True), (101, False)):
        cells = [(cell if n < others else plain).format(n=n, d=n % 28 + 1) for n in range(1000)]
        (tmp_path / "t.csv").write_text("\n".join(["x,z,y", *(f"{x},{n % 7},{n}.5" for n, x in enumerate(cells))]))
        data = DataConfig.model_validate({"path": ("t.csv",), "target": ("y",)})
        if fault:
            with pytest.raises(DataError, match=r"t.csv:2: x: expected a"):
                prepare(data, tmp_path, 0, EVERY_TASK)
        else:
            assert any(problem.path == "x" for problem in prepare(data, tmp_path, 0, EVERY_TASK).notices)


OTHERWISE = {
    "a minus of its own": ("\u2212{n}", "numbers, some with '\u2212' for minus"),
    "parentheses": ("({n}.50)", "numbers, some in parentheses"),
    "a minus behind": ("{n}.5-", "numbers, some with '-' behind them"),
    "thousands": ("{n},345", "numbers, some with ',' between thousands, as in 100,345"),
    "raised commas": ("{n}\u2019345.5", "numbers, some with '\u2019' between thousands, as in 100\u2019345.5"),
    "decimal commas": ("{n},5", "numbers, some with a decimal comma, as in 100,5"),
}


@pytest.mark.parametrize(("cell", "told"), OTHERWISE.values(), ids=OTHERWISE)
@pytest.mark.parametrize("plain", [20, 150])
def test_some_numbers_are_written_in_another_way_than_others(cell: str, told: str, plain: int) -> None:
    cells: list[str | None] = [f"{n}.5" for n in range(plain)]
    cells += [None, *(cell.format(n=100 + n) for n in range(100))]
    assert why(cells) == (Category(), f"text: {told}")
    assert why([*cells, *["unknown"] * 30]) == (Category(), "text")
    assert why(cells[plain:]) == (Category(), "text"), "none stands as a number"


NOT_OTHERWISE = {
    "ranges": ["18-25", "26-40", "41-", "65"],
    "open ranges alone": ["18-", "26-", "41-"],
    "marks in parentheses": ["(1)", "(2)", "(3)"],
    "names of files": ["7.csv", "8.csv", "9"],
    "of two kinds": ["7", "8-", "(9)", "\u22126"],
    "times": ["12:30", "7", "8:15"],
    "groups of four": ["1,2345", "2,3456,7", "7"],
    "codes": ["12-34", "7", "56-78"],
}


@pytest.mark.parametrize("cells", NOT_OTHERWISE.values(), ids=NOT_OTHERWISE)
def test_other_text_is_no_number_in_another_way(cells: list[str | None]) -> None:
    assert why(cells * 30) == (Category(), "text")


CODES = {
    "postcodes": ([f"0{n}" for n in range(1000, 1100)], "01000"),
    "nearly all": ([*(f"0{n}" for n in range(91)), *(f"{n}" for n in range(10, 19))], "00"),
    "some of one width": ([*(f"{n}" for n in range(10_000, 10_200)), *(f"0{n}" for n in range(1000, 1009))], "01000"),
}
NUMBERS = {
    "months": [f"{n % 12 + 1:02}" for n in range(100)],
    "zeros": [str(n % 3 % 2) for n in range(100)],
    "decimals": [f"0.{n}" for n in range(100)],
    "of several widths": [*(f"{n}" for n in range(900, 1100)), *(f"0{n}" for n in range(1000, 1009))],
    "with a decimal among them": [*(f"0{n}" for n in range(1000, 1009)), *(f"{n}.5" for n in range(100, 300))],
}


@pytest.mark.parametrize(("cells", "example"), CODES.values(), ids=CODES)
def test_leading_zeros_are_told(cells: list[str | None], example: str) -> None:
    assert why(cells) == (Number(), f"numbers with leading zeros, as in {example}")


@pytest.mark.parametrize("cells", NUMBERS.values(), ids=NUMBERS)
def test_other_zeros_are_none_of_a_code(cells: list[str | None]) -> None:
    assert why(cells) == (Number(), "numbers")


def test_decimal_commas_are_numbers() -> None:
    comma = Dialect(delimiter=";", decimal=",")
    assert why([f"0,{n}" for n in range(100)], comma) == (Number(), "numbers")
    assert why([f"{n},5 %" for n in range(100)], comma) == (Category(), "text: numbers with '%' behind them")
    assert why(["inf"] * 20 + [f"{n},5" for n in range(100)], comma) == (Category(), "text: numbers but for 'inf'")


NOTICES = {
    "p: number": (
        ["{n}", "{k}%", "{a}"],
        "p: its cells are numbers with '%' behind them: they are read as text; write them without it to have numbers",
    ),
    "p: identifier": (
        ["{n}.5", "${n}", "{a}"],
        "p: is left out as identifier: numbers with '$' before them; write them without it to have numbers, "
        "or declare its kind to keep it",
    ),
    "p: infinities": (
        ["{n}.5", "{i}", "{a}"],
        "p: its cells are numbers but for 'inf': they are read as text; add it to data.missing to have numbers",
    ),
    "p: parentheses": (
        ["{n}.5", "{p}", "{a}"],
        "p: its cells are numbers, some in parentheses: they are read as text; write those with '-' instead to have "
        "numbers",
    ),
    "p: code": (["{n}.5", "0{m}", "{a}"], "p: numbers with leading zeros, as in 01000: a code? declare it category"),
    "target: unit": (
        ["{n}.5", "{m}", "{k}%"],
        "y: its cells are numbers with '%' behind them: they are taken for labels; "
        "write them without it to predict numbers",
    ),
    "target: dates": (
        ["{n}.5", "{m}", "{d}"],
        "y: its cells are dates as %d.%m.%Y: they are taken for labels; write the days since a fixed one into a column "
        "of its own to predict numbers",
    ),
    "target: infinities": (
        ["{n}.5", "{m}", "{i}"],
        "y: its cells are numbers but for 'inf': they are taken for labels; add it to data.missing to predict numbers",
    ),
    "target: parentheses": (
        ["{n}.5", "{m}", "{p}"],
        "y: its cells are numbers, some in parentheses: they are taken for labels; write those with '-' instead to "
        "predict numbers",
    ),
    "target: code": (
        ["{n}.5", "{k}.5", "0{m}"],
        "y: numbers with leading zeros, as in 01000: a code? declare it category to predict labels",
    ),
}


def told(cells: list[str], folder: Path, **keys: object) -> list[str]:
    """Return what is noticed of a table of x, p and y; {k} is one of few numbers, {m} one of four digits,
    {i} infinite at times, {p} in parentheses and {d} a date."""
    rows = [
        ",".join(cells).format(
            n=n * 37 % 101,
            k=n % 7,
            m=1000 + n * 53 % 89,
            a="ab"[n * n % 3 % 2],
            i="inf" if n % 4 == 0 else n % 5,
            d=f"{n % 20 + 1:02}.01.2024",
            p=f"({n % 5})" if n % 4 else n % 7,
        )
        for n in range(100)
    ]
    (folder / "t.csv").write_text("".join(f"{row}\n" for row in ["x,p,y", *rows]))
    data = DataConfig.model_validate({"path": "t.csv", "target": "y", **keys})
    found = prepare(data, folder, 0, EVERY_TASK).notices
    return [f"{notice.path}: {notice.message}" for notice in found if notice.path in ("x", "p", "y")]


@pytest.mark.parametrize(("cells", "message"), NOTICES.values(), ids=NOTICES)
def test_check_and_fit_notice_it(cells: list[str], message: str, tmp_path: Path) -> None:
    assert told(cells, tmp_path) == [message]


@pytest.mark.parametrize("case", NOTICES, ids=NOTICES)
def test_a_declared_kind_is_no_doubt(case: str, tmp_path: Path) -> None:
    cells, message = NOTICES[case]
    assert told(cells, tmp_path, columns={message.partition(":")[0]: Category()}) == []


@pytest.mark.parametrize("name", ["name", "column", "cell", "share", "number", "before", "0", "*a*", "^x"])
def test_columns_of_any_name(name: str) -> None:
    amounts, codes = [f"{n}%" for n in range(100)], [f"0{n}" for n in range(100)]
    found = inferred(pl.DataFrame({"a": codes, name: amounts, "z": amounts}), Dialect())
    assert [str(why) for _, why in found.values()] == [
        "numbers with leading zeros, as in 00",
        *["text: numbers with '%' behind them"] * 2,
    ]
    assert inferred(pl.DataFrame({"1": amounts, name: codes}), Dialect())[name][1].text.endswith("as in 00")


def test_the_mend_works(tmp_path: Path) -> None:
    assert told(["{n}.5", "{i}", "{a}"], tmp_path, missing=("inf",)) == []


LATER = {
    "thousands": (
        '"{n},345"',
        "numbers, some with ',' between thousands, as in 21,345",
        'set data.format.thousands: "," to have numbers',
    ),
    "decimal commas": (
        '"{n},5"',
        "numbers, some with a decimal comma, as in 21,5",
        "write the point in all to have numbers",
    ),
    "a unit": ("{n}%", "numbers with '%' behind them", "write them without it to have numbers"),
}


@pytest.mark.parametrize(("cell", "told", "mend"), LATER.values(), ids=LATER)
def test_cells_behind_the_head(cell: str, told: str, mend: str, tmp_path: Path) -> None:
    """What the first rows hold tells kinds and marks; what later ones hold is told."""
    rows = [f"{n % 97}.5,{n % 89},{'ab'[n * n % 3 % 2]}\n" for n in range(HEAD // 7)]
    rows += [f"{n % 97}.5,{cell.format(n=n % 89 + 10)},{'ab'[n * n % 3 % 2]}\n" for n in range(2 * len(rows))]
    (tmp_path / "t.csv").write_text("x,p,y\n" + "".join(rows))
    made = prepare(DataConfig.model_validate({"path": "t.csv", "target": "y"}), tmp_path, 0, EVERY_TASK)
    (notice,) = (notice for notice in made.notices if notice.path == "p")
    assert re.sub("as in [0-9]+", "as in 21", notice.message) == f"its cells are {told}: they are read as text; {mend}"
    assert str(made.profiles["p"].why).startswith("text in many rows: numbers")
    if "thousands" in told:
        data = {"path": "t.csv", "target": "y", "format": {"thousands": ","}}
        settled = prepare(DataConfig.model_validate(data), tmp_path, 0, EVERY_TASK)
        assert (settled.profiles["p"].kind, str(settled.profiles["p"].why)) == (Number(), "numbers")
