from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nettrain.components.component import Component
from nettrain.components.schema import Schema
from nettrain.config.config import Config
from nettrain.config.documentation import documentation
from nettrain.config.load import load
from nettrain.config.places import find
from nettrain.config.printing import print_config
from nettrain.config.reference import EXAMPLES, reference

ROOT = Path(__file__).parents[2]
GOOD_FOLDER = ROOT / "tests" / "configs" / "good"
GOOD = sorted(GOOD_FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", [*GOOD, ROOT / "configs" / "reference.yaml"], ids=lambda file: file.stem)
def test_what_is_printed_binds_to_the_same_config(file: Path, tmp_path: Path) -> None:
    loaded = load([file])
    printed = tmp_path / "printed.yaml"
    printed.write_text(print_config(loaded), "utf-8")
    assert load([printed]).config == loaded.config


def test_each_value_names_its_origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("data: {path: a.csv, target: y}\nmodel:\n  layers:\n    - dropout: 0.1\n    - output\n")
    Path("b.yaml").write_text("\ntrain: {metrics: [accuracy]}\n")
    lines = print_config(load([Path("a.yaml"), Path("b.yaml")], ["train.epochs=5"], seed=3)).splitlines()
    for line in [
        "name: a  # default",
        "seed: 3  # --seed",
        "    - a.csv  # a.yaml:1",
        "    - y  # a.yaml:1",
        "    - dropout:",
        "        rate: 0.1  # a.yaml:4",
        "        seed: null  # default",
        "  epochs: 5  # --set train.epochs=5",
        "  batch_size: 32  # default",
        "gates: {}  # default",
    ]:
        assert line in lines
    assert [line for line in lines if "#" not in line and not line.endswith(":")] == []


def test_the_reference_is_up_to_date() -> None:
    kept = (ROOT / "configs" / "reference.yaml").read_text("utf-8")
    assert kept == reference(), "run: python -m nettrain.config.reference > configs/reference.yaml"
    assert max(map(len, kept.splitlines())) <= 120


def test_the_reference_shows_every_key_with_its_default() -> None:
    shown, bare = (load([file]) for file in (ROOT / "configs" / "reference.yaml", GOOD_FOLDER / "smallest.yaml"))
    missing, other = [], []

    def compare(schema: Any, plain: Any, path: tuple[str, ...]) -> None:
        for name in type(schema).model_fields:
            here, value, default = (*path, name), getattr(schema, name), getattr(plain, name, None)
            if not find(shown.document, here)[2]:
                missing.append(here)
            if isinstance(value, Schema) and not isinstance(value, Component):
                compare(value, default if default is not None else type(value)(), here)
            elif value != default:
                other.append(".".join(here))

    compare(shown.config, bare.config, ())
    assert missing == []
    assert sorted(other) == sorted({*EXAMPLES})


def test_every_key_of_the_config_is_documented() -> None:
    assert list(documentation(Config)) == list(Config.model_fields)
    assert documentation(Config)["model"] == "The network."
