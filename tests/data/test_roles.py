"""Roles: which column is what, and what the config may not ask for."""

from __future__ import annotations

import polars as pl
import pytest

from nettrain.config.data import DataConfig
from nettrain.data.roles import roles, stripped
from nettrain.errors import DataError

NAMES = ("p1", "a", "p2", "y", "w", "g", "p10")


def config(**data: object) -> DataConfig:
    return DataConfig.model_validate({"path": ("f.csv",), "target": ("y",), **data})


def sequence(*of: str, features: int = 1) -> dict[str, object]:
    return {"p": {"sequence": {"of": of, "features": features}}}


FOUND = {
    "all but the target": ({}, ("p1", "a", "p2", "w", "g", "p10"), ()),
    "dropped and weight": ({"drop": ("a",), "weight": "w"}, ("p1", "p2", "g", "p10"), ("w",)),
    "a group is no input": ({"split": {"method": "group", "by": ("g",)}}, ("p1", "a", "p2", "w", "p10"), ("g",)),
    "a time is one": ({"split": {"method": "time", "by": ("g",)}}, ("p1", "a", "p2", "w", "g", "p10"), ()),
    "a sequence stands together": ({"columns": sequence("p*")}, ("p1", "p2", "p10", "a", "w", "g"), ()),
    "in its own order": ({"columns": sequence("p10", "p1")}, ("p10", "p1", "a", "p2", "w", "g"), ()),
    "a pattern spares the target": ({"columns": sequence("*"), "drop": ("a",)}, ("p1", "p2", "w", "g", "p10"), ()),
}


@pytest.mark.parametrize(("data", "inputs", "beside"), FOUND.values(), ids=FOUND)
def test_roles(data: dict[str, object], inputs: tuple[str, ...], beside: tuple[str, ...]) -> None:
    found = roles(config(**data), NAMES, "f.csv")
    assert (found.inputs, found.beside, found.targets) == (inputs, beside, ("y",))
    assert found.read == (*inputs, "y", *beside)


REFUSED = {
    "a column that is not there": (
        {"drop": ("b",)},
        "f.csv:1: data.drop: the file has no column 'b'; choose from p1, a",
    ),
    "a member that is not there": (
        {"columns": sequence("p3")},
        "data.columns.p: the file has no column 'p3'; choose from p1, a",
    ),
    "a pattern without a match": ({"columns": sequence("q*")}, "data.columns.p: no column of the file matches 'q*'"),
    "another pattern": (
        {"columns": sequence("p?")},
        "data.columns.p: the file has no column 'p?'; of patterns there is only *, as in 'p*'; choose",
    ),
    "no whole steps": (
        {"columns": sequence("p*", features=2)},
        "has 3 columns, which are no whole steps of 2 features",
    ),
    "the target in a sequence": ({"columns": sequence("y", "p1")}, "'y' is not among the inputs"),
    "nothing left": ({"drop": ("p1", "a", "p2", "w", "g", "p10")}, "data.drop: no column is left to predict from"),
}


@pytest.mark.parametrize(("data", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(data: dict[str, object], message: str) -> None:
    with pytest.raises(DataError) as found:
        roles(config(**data), NAMES, "f.csv")
    assert message in str(found.value)


def test_a_mark_is_a_cell_without_the_blanks_around_it() -> None:
    """A unit separator is no blank of cells, though Python strips it."""
    cells = pl.DataFrame({"a": [" NA ", "none\x1f", "none", ""]})
    assert stripped(cells, ["NA ", "none\x1f"]).get_column("a").to_list() == [None, None, "none", None]
