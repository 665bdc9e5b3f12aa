"""list and schema: what they tell of every component, and how they take a wrong name."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nettrain.commands import schema
from nettrain.commands.list import WIDTH, run
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.json_schema import json_schema
from nettrain.config.load import load
from nettrain.errors import RunError, UsageError
from tests.cli.conftest import nettrain

CONFIGS = Path(__file__).parents[2] / "configs"


def test_kinds_say_where_they_stand() -> None:
    outcome = run()
    _, table, _ = outcome.text.split("\n\n")
    rows = {line.split()[0]: line.split(maxsplit=2)[1:] for line in table.splitlines()[1:]}
    assert {folder: int(count) for folder, (count, _) in rows.items()} == {r.folder: len(r) for r in REGISTRIES}
    places = {folder: place for folder, (_, place) in rows.items()}
    assert (places["layers"], places["losses"], places["columns"]) == ("model.layers", "train.loss", "data.columns")
    assert places["schedules"].startswith("learning_rate of ")
    assert outcome.document["kinds"]["layers"]["stands"] == "model.layers"


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.folder)
def test_a_kind_names_all_of_it(registry: Registry[Any]) -> None:
    outcome = run(registry.folder)
    table, told = outcome.text.split("\n\n")
    named = [line.split()[0] for line in table.splitlines() if not line.startswith(" ")]
    assert told.startswith(f"They stand at {outcome.document['kinds'][registry.folder]['stands']}")
    assert named == list(registry) == list(outcome.document["kinds"][registry.folder]["components"])
    assert all(outcome.document["kinds"][registry.folder]["components"].values())


@pytest.mark.parametrize(
    ("asked", "folder"),
    [("layer", "layers"), ("Loss", "losses"), ("scale", "scales"), ("schedule", "schedules"), ("column", "columns")],
)
def test_a_kind_in_the_singular(asked: str, folder: str) -> None:
    assert run(asked) == run(folder)


def test_a_name_goes_before_a_kind_in_the_singular() -> None:
    assert [component["folder"] for component in run("activation").document["components"]] == ["layers"]


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda registry: registry.folder)
def test_a_component_tells_its_options(registry: Registry[Any]) -> None:
    for name in registry:
        outcome = run(name)
        (record,) = [found for found in outcome.document["components"] if found["folder"] == registry.folder]
        assert json.dumps(outcome.document)
        assert [option["name"] for option in record["options"]] == list(registry[name].model_fields)
        assert all(option["meaning"] and option["takes"] for option in record["options"])
        assert record["source"]
        assert record["example"]
        assert max(map(len, outcome.text.splitlines())) <= WIDTH
        for option in record["options"]:
            shown = "required" if option["default"] is None else option["default"]
            assert f"\n  {option['name']}: {shown}" in outcome.text


def test_a_default_is_what_the_config_takes_without_it(tmp_path: Path) -> None:
    """The defaults that list shows, written out, bind to the same component as its name alone."""
    (tmp_path / "bare.yaml").write_text("data: {path: a.csv, target: y}\nmodel: {layers: [output]}\n")
    (record,) = run("adamw").document["components"]
    options = ", ".join(f"{option['name']}: {option['default']}" for option in record["options"])
    bare, spelled = (
        load([tmp_path / "bare.yaml"], [f"train.optimizer={value}"]).config.train.optimizer
        for value in ("adamw", f"{{adamw: {{{options}}}}}")
    )
    assert bare == spelled


def test_one_name_of_several_kinds_tells_all() -> None:
    assert [found["folder"] for found in run("relu").document["components"]] == ["layers", "activations"]


@pytest.mark.parametrize(
    ("asked", "hint"),
    [("denes", "did you mean 'dense'?"), ("layrs", "did you mean 'layers'?"), ("zzz", "choose from layers, losses")],
)
def test_a_misspelt_name(asked: str, hint: str) -> None:
    with pytest.raises(UsageError, match=f"nothing is called '{asked}'; ") as found:
        run(asked)
    assert hint in str(found.value)


def test_names_as_others_write_them() -> None:
    assert run("Batch-Normalization").document == run("batch_normalization").document


def test_the_schema_on_stdout_and_in_a_file(tmp_path: Path) -> None:
    done = nettrain(tmp_path, "schema")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == json_schema()
    outcome = schema.run(tmp_path / "nettrain.schema.json")
    assert json.loads((tmp_path / "nettrain.schema.json").read_text("utf-8")) == json_schema()
    assert outcome.text.endswith("# yaml-language-server: $schema=nettrain.schema.json")
    with pytest.raises(RunError, match="cannot be written"):
        schema.run(tmp_path / "no" / "folder.json")


EARLIER = '{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "nettrain config", "type": "object"}'
OTHERS = {
    "a config": "name: a\n",
    "an empty file": "",
    "another schema": EARLIER.replace("nettrain config", "config"),
    "a document of that title": '{"title": "nettrain config"}',
    "a list": "[1]",
    "bytes": "\0",
    "brackets": "[" * 100_000,
}


@pytest.mark.parametrize("content", OTHERS.values(), ids=OTHERS)
def test_the_schema_is_written_over_nothing_else(content: str, tmp_path: Path) -> None:
    file = tmp_path / "moons.yaml"
    file.write_text(content)
    done = nettrain(tmp_path, "schema", "-o", "moons.yaml")
    message = (
        "nettrain: moons.yaml is there already: overwrite it with force (--force), or choose another output (-o)\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)
    assert file.read_text() == content
    assert nettrain(tmp_path, "schema", "-o", "moons.yaml", "--force").returncode == 0
    assert json.loads(file.read_text("utf-8")) == json_schema()


@pytest.mark.parametrize("content", [EARLIER, json.dumps(json_schema())], ids=["of another nettrain", "of this one"])
def test_an_earlier_schema_is_written_anew(content: str, tmp_path: Path) -> None:
    file = tmp_path / "nettrain.schema.json"
    file.write_text(content)
    schema.run(file)
    assert json.loads(file.read_text("utf-8")) == json_schema()


def test_the_schema_spares_the_files_of_a_run_and_fills_devices(tmp_path: Path) -> None:
    for name in (".lock", "plan.json"):
        (tmp_path / name).touch()
    with pytest.raises(UsageError, match="the run in this folder has a file of that name"):
        schema.run(tmp_path / "plan.json", force=True)
    assert schema.run(Path("/dev/null")).text.startswith("wrote /dev/null")


@pytest.mark.parametrize("file", sorted(CONFIGS.glob("*.yaml")), ids=lambda file: file.stem)
def test_shipped_configs_lead_editors_to_the_schema(file: Path) -> None:
    assert file.read_text("utf-8").splitlines()[0] == "# yaml-language-server: $schema=nettrain.schema.json"
