"""Fine-tuning from another run, frozen layers, a time budget: in one process, with the files of a real run."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import nettrain
from nettrain.commands.opening.own_files import seen
from nettrain.config.load import load
from nettrain.data.sources import Source
from nettrain.engine.state import State
from nettrain.errors import ConfigError, RunError
from nettrain.plan.freezing import frozen
from nettrain.plan.starting import differing
from nettrain.rundir import PLAN, RunDir
from tests.making import sealed, write_config

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation")  # of Keras with NumPy 2, when it saves
FROM = "{epochs: 2, start_from: runs/config/1%s}"


@pytest.fixture
def _here(trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(trained, tmp_path / "copy", symlinks=True)
    monkeypatch.chdir(tmp_path / "copy")


def weights(run: str) -> list[np.ndarray]:
    return State.from_bytes(Path(run, "checkpoints/best.state").read_bytes()).variables


@pytest.mark.usefixtures("_here")
def test_fine_tuning() -> None:
    """Frozen layers keep the weights of the other run, a new last layer starts anew, encoders are those of that run."""
    layers = "[dense: {units: 8, activation: relu}, dense: {units: 5}, output]"
    table = Path("table.csv").read_text().splitlines()
    shifted = [",".join([str(float(row.split(",")[0]) + 5), *row.split(",")[1:]]) for row in table[1:]]
    Path("other.csv").write_text("\n".join([table[0], *shifted]) + "\n")
    write_config(Path(), layers, FROM % ", freeze: [0]", data={"path": "other.csv", "target": "y"})
    nettrain.fit("config.yaml", output="tuned")
    old, new = weights("runs/config/1"), weights("tuned")
    np.testing.assert_array_equal(old[0], new[0])
    np.testing.assert_array_equal(old[1], new[1])
    assert new[2].shape == (8, 5)
    plans = [json.loads(Path(run, "plan.json").read_text()) for run in ("runs/config/1", "tuned")]
    assert plans[0]["columns"] == plans[1]["columns"], "not measured anew"
    assert plans[1]["started"] == 1
    events = Path("tuned/events.jsonl").read_text()
    assert "the first layer starts with the weights of runs/config/1; the last 2 start anew" in events
    write_config(Path(), "[dense: {units: 8, activation: relu}, output]", FROM % ", optimizer: {sgd: 1e-12}")
    nettrain.fit("config.yaml", output="same")
    for one, other in zip(weights("runs/config/1"), weights("same"), strict=True):
        np.testing.assert_allclose(one, other, atol=1e-6)


@pytest.mark.usefixtures("_here")
def test_test_rows_that_the_other_run_was_trained_on_are_told() -> None:
    """In another split of its file; a run that started from it is known by that file too, when the first is gone."""
    write_config(Path(), "[dense: {units: 8, activation: relu}, output]", FROM % "")
    told = "the test rows come from a file that runs/config/1 was trained on, split in another way"
    assert told not in nettrain.check("config.yaml").text
    assert f"train.start_from: {told}" in nettrain.check("config.yaml", seed=5).text
    shutil.copy("table.csv", "kept.csv")
    Path("table.csv").write_text("\n".join(Path("table.csv").read_text().splitlines()[:120]) + "\n")
    assert told not in nettrain.check("config.yaml", seed=5).text, "a file with another hash"
    nettrain.fit("config.yaml", output="tuned")
    assert told not in Path("tuned/events.jsonl").read_text()
    nettrain.fit("config.yaml", sets=["data.path=kept.csv", "train.epochs=1"], seed=5, output="leaky")
    assert told in Path("leaky/events.jsonl").read_text()
    assert told in nettrain.check("config.yaml", sets=["data.path=kept.csv", "train.start_from=tuned"], seed=5).text
    shutil.rmtree("runs")
    nettrain.fit(resume="tuned", sets=["train.epochs=3"])
    notice = seen(RunDir(Path("tuned")), Source(Path("kept.csv"), "kept.csv"))
    assert notice is not None
    assert "tuned started from runs/config/1, which was trained on this file" in notice.text


@pytest.mark.usefixtures("_here")
def test_going_on_with_a_plan_of_another_version_is_told_as_such() -> None:
    write_config(Path(), "[dense: {units: 8, activation: relu}, output]", FROM % "")
    nettrain.fit("config.yaml", output="tuned")
    run = RunDir(Path("tuned"))
    run.write_json(PLAN, {key: value for key, value in run.read_json(PLAN).items() if key != "rows"})
    sealed(run)
    with pytest.raises(RunError, match=r"^tuned/plan.json cannot be used: 'rows'; it is damaged, or .*train a new run"):
        nettrain.fit(resume="tuned")


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    ("layers", "train", "message"),
    [
        (
            "[dense: 9, output]",
            FROM % "",
            "train.start_from: no weights can be taken over: layer 0 is dense from (8) to (9) here, "
            "dense from (8) to (8) in that run",
        ),
        (
            "[dense: {units: 8, activation: tanh}, output]",
            FROM % "",
            "train.start_from: no weights can be taken over: layer 0, dense, has another activation in that run",
        ),
        ("[output]", "{start_from: runs/none}", "train.start_from: there is no run runs/none"),
        ("[dense: 8, output]", "{freeze: [dense, output]}", "train.freeze: every layer with weights is frozen"),
        ("[dense: 8, dense: 1]", "{freeze: [dense]}", "train.freeze: every layer with weights is frozen"),
        ("[dense: 8, output]", "{freeze: [-1]}", "expected a whole number of at least 0, or text; got the number -1$"),
        (
            "[dense: 8, output]",
            '{freeze: ["-1"]}',
            "train.freeze[0]: the network has no layer '-1'; places are counted from 0 to 1, without quotes: write 1",
        ),
        (
            "[dense: 8, output]",
            "{freeze: [2]}",
            "train.freeze[0]: there is no layer 2; the network has 2",
        ),
        (
            "[dense: 8, output]",
            "{freeze: [dens]}",
            "train.freeze[0]: the network has no layer 'dens'; did",
        ),
    ],
)
def test_refused(layers: str, train: str, message: str) -> None:
    write_config(Path(), layers, train)
    with pytest.raises(ConfigError) as refused:
        nettrain.check("config.yaml")
    assert message in f"{refused.value}$"


@pytest.mark.usefixtures("_here")
@pytest.mark.parametrize(
    ("freeze", "places"), [("[dense]", {0}), ("[output]", {1}), ("[dense, 1]", {0, 1}), ("[0]", {0})]
)
def test_layers_are_frozen_by_the_names_that_the_config_gives(freeze: str, places: set[int]) -> None:
    write_config(Path(), "[dense: 8, output]", "{}")
    config = load([Path("config.yaml")], [f"train.freeze={freeze}"]).config
    assert frozen(config) == places


LSTM = "lstm: {units: 3, dropout: 0.5, kernel_initializer: zeros, bias_regularizer: l2}"


@pytest.mark.parametrize(
    ("here", "there", "options"),
    [
        ("dense: {units: 3, activation: relu}", "dense: {units: 3, activation: {relu: {negative_slope: 0.0}}}", []),
        ("dense: {units: 3, activation: relu}", "dense: 3", ["activation"]),
        ("lstm: {units: 3, go_backwards: true}", LSTM, ["go_backwards"]),
        ("lstm: 3", LSTM, []),
        ("dropout: 0.1", "dropout: 0.3", []),
        (
            "conv1d: {filters: 2, kernel_size: 1, dilation_rate: 2}",
            "conv1d: {filters: 2, kernel_size: 1}",
            ["dilation_rate"],
        ),
        ("time_distributed: {layer: {dense: 2}}", "time_distributed: {layer: {dense: {units: 2}}}", []),
        (
            "time_distributed: {layer: {dense: 2}}",
            "time_distributed: {layer: {dense: {units: 2, activation: relu}}}",
            ["layer.activation"],
        ),
        ("time_distributed: {layer: {dense: 2}}", "time_distributed: {layer: {lstm: 2}}", ["layer"]),
    ],
)
def test_layers_are_the_same_that_compute_the_same(here: str, there: str, options: list[str], tmp_path: Path) -> None:
    layers = []
    for text in (here, there):
        write_config(tmp_path, f"[{text}, output]")
        layers.append(load([tmp_path / "config.yaml"]).config.model.layers[0])
    assert differing(*layers) == options


@pytest.mark.usefixtures("_here")
def test_other_columns_are_refused() -> None:
    columns = {"c1": {"number": {"scale": "robust"}}}
    data = {"path": "table.csv", "target": "y", "drop": ["c0"], "columns": columns}
    write_config(Path(), "[dense: 8, output]", FROM % "", data=data)
    with pytest.raises(ConfigError) as refused:
        nettrain.check("config.yaml")
    assert "that run was trained on c0 too, which is no input here" in str(refused.value)
    assert "'c1' is number here, but number with other options there" in str(refused.value)


@pytest.mark.usefixtures("_here")
def test_a_time_budget() -> None:
    """Training ends after the step in progress, says why, and goes on from there when it is given more."""
    write_config(Path(), "[dense: 8, output]", "{epochs: 3, batch_size: 8, max_time: 1ms}")
    nettrain.fit("config.yaml", output="short")
    assert "the time of 1ms is used up" in Path("short/events.jsonl").read_text()
    assert Path("short/history.csv").read_text() == "epoch\n"
    nettrain.fit(resume="short", sets=["train.max_time=1h"])
    write_config(Path(), "[dense: 8, output]", "{epochs: 3, batch_size: 8}")
    nettrain.fit("config.yaml", output="whole")
    for name in ("history.csv", "metrics.json", "checkpoints/best.state"):
        assert Path("short", name).read_bytes() == Path("whole", name).read_bytes(), name


@pytest.mark.usefixtures("_here")
def test_a_batch_size_by_rows() -> None:
    write_config(Path(), "[dense: 8, output]", "{batch_size: auto}")
    assert "batches of 16" in nettrain.check("config.yaml").text


def test_a_name_that_is_too_long_is_told_where_it_stands(tmp_path: Path) -> None:
    config = write_config(tmp_path, "[output]", f"{{start_from: {'x' * 300}}}")
    with pytest.raises(ConfigError, match=r"config\.yaml:\d+:\d+: train\.start_from: x+ cannot be opened: the name is"):
        nettrain.check(config)
