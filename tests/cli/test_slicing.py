"""Slices on the command line, of files that write numbers in other ways."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import NETWORK, nettrain
from tests.making import write_config

BY = ("--by", "price", "--by", "day", "--by", "note", "--json")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return two folders with one trained run of the same rows each: numbers with a point, and with a comma."""
    made = {}
    for mark, delimiter in ((".", ","), (",", ";")):
        folder = made[mark] = tmp_path_factory.mktemp("slicing")
        lines = [delimiter.join(("x", "price", "day", "note", "y"))]
        for n in range(200):
            x, price = f"{n * 7 % 200 / 8:.3f}", f"{n * 37 % 200 / 4:.2f}"
            cells = (x, price, f"2023010{n % 4 + 1}", ("(missing)", "", "ok")[n % 3], "yes" if n % 5 < 2 else "no")
            lines.append(delimiter.join(cell.replace(".", mark) for cell in cells))
        (folder / "table.csv").write_text("\n".join(lines) + "\n")
        write_config(folder, NETWORK, "{epochs: 1}")
        settings = ("--set", "data.drop=[price,day,note]", "--set", "data.split.test=0.5")
        done = nettrain(folder, "fit", "config.yaml", *settings, *BY)
        assert done.returncode == 0, done.stderr
        (folder / "fit.json").write_text(done.stdout)
    return made


def sizes(text: str) -> dict[str, list[tuple[str, int]]]:
    """Return name and rows of each group by column, from a verdict in JSON."""
    slices: dict[str, list[dict[str, Any]]] = json.loads(text)["slices"]
    return {column: [(group["group"], group["rows"]) for group in groups] for column, groups in slices.items()}


def test_the_same_slices_whatever_the_decimal_mark(folders: dict[str, Path]) -> None:
    """By fit, by eval of the run's own rows, and of a file."""
    point, comma = folders["."], folders[","]
    assert len(sizes((point / "fit.json").read_text())["price"]) == 4
    for asked in ((), ("--data", "table.csv")):
        told = [nettrain(folder, "eval", *asked, *BY) for folder in (point, comma)]
        assert [done.returncode for done in told] == [0, 0], told[1].stderr
        assert sizes(told[0].stdout) == sizes(told[1].stdout)
    assert sizes(told[0].stdout)["price"][0] == ("0 to 12.25", 50)
    assert sizes((point / "fit.json").read_text()) == sizes((comma / "fit.json").read_text())
    other = nettrain(point, "eval", "--data", str(comma / "table.csv"), *BY)
    assert sizes(other.stdout) == sizes(told[0].stdout), "the marks are those of the file, not of the run's data"


def test_no_two_groups_have_one_name(folders: dict[str, Path]) -> None:
    done = nettrain(folders["."], "eval", "--data", "table.csv", *BY)
    found = sizes(done.stdout)
    assert found["day"] == [(f"2023010{n}", 50) for n in range(1, 5)]
    assert found["note"] == [("'(missing)'", 67), ("ok", 66), ("(missing)", 67)]
