"""list: what it tells of the keys and sections of a config, and how wide it is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nettrain.commands.list import run
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.json_schema import json_schema
from nettrain.config.keys import places
from nettrain.errors import UsageError


def _described(node: object) -> list[str]:
    if isinstance(node, list):
        return [text for item in node for text in _described(item)]
    if not isinstance(node, dict):
        return []
    own = [node["description"]] if isinstance(node.get("description"), str) else []
    return own + [text for item in node.values() for text in _described(item)]


DESCRIBED = _described(json_schema())


def test_sections_are_named_first() -> None:
    outcome = run()
    first, *_ = outcome.text.split("\n\n")
    named = [line.split()[0] for line in first.splitlines() if not line.startswith(" ")]
    assert named == list(outcome.document["sections"])
    assert {"seed", "data", "data.split", "train.early_stopping", "model.threshold", "gates", "slices"} <= {*named}
    assert "train.epochs" not in named


@pytest.mark.parametrize("path", places())
def test_a_key_tells_what_the_schema_tells(path: str) -> None:
    outcome = run(path)
    (record,) = outcome.document["keys"]
    assert json.dumps(outcome.document)
    assert outcome.text.startswith(f"{path} (key of the config)\n")
    assert record["path"] == path
    assert record["meaning"] in " ".join(outcome.text.split())
    assert record["meaning"] in DESCRIBED
    for key in record["keys"]:
        shown = "required" if key["default"] is None else key["default"]
        assert f"\n  {key['name']}: {shown}" in outcome.text


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        ("early_stopping", ["train.early_stopping"]),
        ("Reduce-On-Plateau", ["train.reduce_on_plateau"]),
        ("patience", ["train.early_stopping.patience", "train.reduce_on_plateau.patience"]),
        ("warmup.epochs", ["train.warmup.epochs"]),
        ("epochs", ["train.epochs", "train.warmup.epochs"]),
        ("split", ["data.split"]),
        ("missing", ["data.missing"]),
        ("gates", ["gates"]),
        ("gates.accuracy.min", ["gates.NAME.min"]),
        ("min", ["gates.NAME.min", "slices.NAME.NAME.min"]),
    ],
)
def test_a_key_is_known_by_the_end_of_its_path(asked: str, paths: list[str]) -> None:
    assert [record["path"] for record in run(asked).document["keys"]] == paths


def test_a_whole_path_goes_first_and_names_the_others() -> None:
    outcome = run("train")
    assert [record["path"] for record in outcome.document["keys"]] == ["train"]
    assert outcome.text.endswith("\n\nOther keys that are called so: data.train")


def test_a_key_and_a_component_of_one_name_are_both_told() -> None:
    document = run("precision").document
    assert [record["path"] for record in document["keys"]] == ["train.precision"]
    assert [record["folder"] for record in document["components"]] == ["metrics"]


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.folder)
def test_a_kind_leads_to_its_key_and_back(registry: Registry[Any]) -> None:
    text, stands = run(registry.folder).text, run().document["kinds"][registry.folder]["stands"]
    direct = stands in places()
    assert (f"(nettrain list {stands})" in text) == direct
    if direct:
        assert f"\n  What can be named: nettrain list {registry.folder}" in run(stands).text


def test_what_is_required_and_what_it_takes() -> None:
    assert "\n  Takes: text, or a list\n  Required\n  Example: target: species" in run("data.target").text
    assert "\n  Takes: one of best, last\n  Default: best" in run("keep").text
    assert "\n  Required\n" in run("data").text
    assert run("train.warmup").document["keys"][0]["default"] == "null"
    assert "Default" not in run("checkpoint").text


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("early_stoping", "did you mean 'early_stopping'?"),
        ("train.epoch", "did you mean 'train.epochs'?"),
        ("bach_size", "did you mean 'batch_size'?"),
    ],
)
def test_a_misspelt_key(asked: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"nothing is called '{asked}'; ") as found:
        run(asked)
    assert hint in str(found.value)


@pytest.mark.parametrize("width", [40, 50, 80])
@pytest.mark.parametrize("asked", [None, "train", "dense", "losses", "initializers", "gates"])
def test_as_wide_as_the_terminal(asked: str | None, width: int) -> None:
    lines = run(asked, width).text.splitlines()
    assert max(map(len, lines)) <= width
    assert " ".join(" ".join(lines).split()) == " ".join(run(asked).text.split())


def test_no_wider_than_can_be_read_and_no_narrower() -> None:
    assert run("dense", 300) == run("dense", 100) == run("dense")
    assert run("dense", 1) == run("dense", 40)
