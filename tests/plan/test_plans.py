"""What the plan resolves: target, loss, metrics, layers; and its way through plan.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nettrain.commands.check import described
from nettrain.components.task import Task
from nettrain.config.load import load
from nettrain.errors import ConfigError, DataError
from nettrain.plan import devices
from nettrain.plan.making import make_plan
from nettrain.plan.plan import Plan
from tests.making import planned, write_config, write_table

CONFIGS = sorted((Path(__file__).parents[2] / "configs").glob("*.yaml"))


@pytest.mark.parametrize("path", CONFIGS, ids=lambda path: path.stem)
def test_shipped_configs_plan_and_survive_json(path: Path) -> None:
    plan = make_plan(load([path])).plan
    record = json.loads(json.dumps(plan.to_json()))
    again = Plan.from_json(record)
    assert json.loads(json.dumps(again.to_json())) == record
    assert again.config == plan.config
    assert again.layers == plan.layers


def test_gates_and_slices_keep_their_order(tmp_path: Path) -> None:
    """The files of a run have their keys sorted; eval is to judge in the order in which fit does."""
    write_table(tmp_path, "binary")
    config = write_config(tmp_path, "[output]", "{epochs: 1}")
    asked = "{log_loss: {max: 1}, accuracy: {min: 0}}"
    config.write_text(f"{config.read_text()}gates: {asked}\nslices: {{y: {asked}, c0: {{}}}}\n")
    plan = make_plan(load([config])).plan
    again = Plan.from_json(json.loads(json.dumps(plan.to_json(), sort_keys=True)))
    assert json.dumps(again.config.model_dump(mode="json")) == json.dumps(plan.config.model_dump(mode="json"))


@pytest.mark.parametrize(
    ("kind", "task", "loss", "metrics", "last"),
    [
        ("binary", Task.BINARY, "binary_crossentropy", ["accuracy", "log_loss"], "sigmoid"),
        ("multiclass", Task.MULTICLASS, "sparse_categorical_crossentropy", ["accuracy", "log_loss"], "softmax"),
        (
            "regression",
            Task.REGRESSION,
            "mean_squared_error",
            ["root_mean_squared_error", "mean_absolute_error", "r2_score"],
            "linear",
        ),
    ],
)
def test_what_is_left_to_nettrain(
    kind: str, task: Task, loss: str, metrics: list[str], last: str, tmp_path: Path
) -> None:
    plan = planned(tmp_path, kind, "[dense: 4, output]").plan
    assert plan.target.task is task
    assert plan.loss.yaml_name() == loss
    assert [metric.yaml_name() for metric in plan.metrics] == metrics
    assert (plan.layers[-1].layer.yaml_name(), plan.layers[-1].output_activation) == ("dense", last)
    assert plan.monitor == "val_loss"
    assert plan.compiled == "xla"
    assert plan.params == 8 * 4 + 4 + 4 * plan.outputs + plan.outputs


NUMBERS = "loss or metrics ask for numbers"
TARGETS = {
    "text": ("a b a b", "{}", Task.BINARY, "its cells are text"),
    "two numbers": ("0 5 0 5", "{}", Task.BINARY, "it has two values"),
    "labels from 0": ("0 1 2 3", "{}", Task.MULTICLASS, "it has the 4 whole numbers 0 to 3"),
    "labels from 1": ("1 2 3 1", "{}", Task.MULTICLASS, "it has the 3 whole numbers 1 to 3"),
    "grades with a gap": ("3 4 6 7", "{}", Task.REGRESSION, "its cells are numbers"),
    "decimals": ("0.5 1 2 3", "{}", Task.REGRESSION, "its cells are numbers"),
    "grades, a loss for labels": (
        "3 4 6 7",
        "{loss: sparse_categorical_crossentropy}",
        Task.MULTICLASS,
        "the loss asks for labels",
    ),
    "few numbers, a loss for numbers": ("0 1 2 3", "{loss: huber}", Task.REGRESSION, NUMBERS),
    "few numbers, metrics for numbers": ("0 1 2 3", "{metrics: [r2_score]}", Task.REGRESSION, NUMBERS),
    "two numbers, metrics for numbers": (
        "0 1 0 1",
        "{metrics: [r2_score, pearson_correlation]}",
        Task.REGRESSION,
        NUMBERS,
    ),
}


@pytest.mark.parametrize(("cells", "train", "task", "why"), TARGETS.values(), ids=TARGETS)
def test_what_a_target_is(cells: str, train: str, task: Task, why: str, tmp_path: Path) -> None:
    rows = [f"{n},{cell}" for n, cell in enumerate(cells.split() * 10)]
    (tmp_path / "table.csv").write_text("\n".join(["x,y", *rows]) + "\n")
    config = load([write_config(tmp_path, "[output]", train)])
    made = make_plan(config)
    assert (made.plan.target.task, made.dataset.drawn.asked.why) == (task, why)


def test_gates_tell_what_a_target_is_and_metrics_of_labels_do_not(tmp_path: Path) -> None:
    rows = [f"{n},{n % 4}" for n in range(40)]
    (tmp_path / "table.csv").write_text("\n".join(["x,y", *rows]) + "\n")
    gated = load([write_config(tmp_path, "[output]", gates={"r2_score": {"min": 0}})])
    assert make_plan(gated).plan.target.task is Task.REGRESSION
    (tmp_path / "table.csv").write_text("\n".join(["x,y", *(f"{n},{n / 7}" for n in range(40))]) + "\n")
    with pytest.raises(ConfigError, match="accuracy: is not for numbers"):
        make_plan(load([write_config(tmp_path, "[output]", "{metrics: [accuracy]}")]))


def test_labels_stand_in_the_order_of_numbers(tmp_path: Path) -> None:
    rows = [f"{n},{n % 11}" for n in range(220)]
    (tmp_path / "table.csv").write_text("\n".join(["x,y", *rows]) + "\n")
    config = write_config(tmp_path, "[output]", "{loss: sparse_categorical_crossentropy}")
    assert make_plan(load([config])).plan.target.labels == tuple(map(str, range(11)))


def test_a_metric_of_one_label_is_told_with_it(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("\n".join(["x,y", *(f"{n},{n % 3 + 5}" for n in range(60))]) + "\n")
    train = "{loss: sparse_categorical_crossentropy, metrics: [accuracy, {recall: {class_id: 1}}]}"
    told = described(make_plan(load([write_config(tmp_path, "[output]", train)])))
    assert [line for line in told.splitlines() if line.startswith("metric")] == ["metric  recall is of the label '6'"]


def test_files_of_their_own(tmp_path: Path) -> None:
    for name, rows in (("train", 60), ("test", 20)):
        write_table(tmp_path, "binary", rows, seed=rows).rename(tmp_path / f"{name}.csv")
    data = {"train": "train.csv", "test": "test.csv", "target": "y", "split": {"validation": 0.25}}
    made = make_plan(load([write_config(tmp_path, "[output]", data=data)]))
    assert made.plan.rows == {"train": 45, "validation": 15, "test": 20}
    assert made.dataset.drawn.sides.test.to_list() == list(range(60, 80))


@pytest.mark.parametrize("memory", ["1GB", "2kB"], ids=["in memory", "on disk"])
def test_rows_in_many_files_are_the_rows_of_one(memory: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    rows = [f"{n * 7 % 31 / 9},{['red', 'green', 'blue'][n % 3]}{n // 50 % 2},{'ab'[n % 5 % 2]}" for n in range(200)]
    (tmp_path / "table.csv").write_text("\n".join(["x,colour,y", *rows]) + "\n")
    for number in range(40):
        part = rows[5 * number : 5 * number + 5]
        (tmp_path / f"part-{number:02}.csv").write_text("\n".join(["x,colour,y", *part]) + "\n")
    plans = []
    for path in ("table.csv", "part-*.csv"):
        data = {"path": path, "target": "y", "memory": memory}
        plans.append(make_plan(load([write_config(tmp_path, "[output]", data=data)])).plan)
    assert plans[0].columns == plans[1].columns
    assert plans[0].split == plans[1].split


def test_rows_that_are_too_few_for_a_side(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("x,y\n1,a\n2,b\n3,a\n4,b\n")
    with pytest.raises(DataError, match="4 rows: too few to leave any for validation; raise its share, or set it to 0"):
        make_plan(load([write_config(tmp_path, "[output]")]))
    data = {"path": "table.csv", "target": "y", "split": {"validation": 0, "test": 0.25}}
    assert make_plan(load([write_config(tmp_path, "[output]", data=data)])).plan.rows["test"] == 1


def test_notices(tmp_path: Path) -> None:
    rows = [f"{n % 3},word{n},same,{n % 4}" for n in range(100)]
    (tmp_path / "table.csv").write_text("\n".join(["x,name,flat,y", *rows]) + "\n")
    data = {"path": "table.csv", "target": "y", "split": {"bins": 5}}
    made = make_plan(load([write_config(tmp_path, "[output]", data=data)]))
    assert [n.path for n in made.notices if n.message.startswith("counts for nothing")] == ["data.split.bins"]
    left_out = [(n.path, n.message.partition(":")[0]) for n in made.notices if "left out" in n.message]
    assert left_out == [("name", "is left out as identifier"), ("flat", "is left out as constant")]
    assert (
        "'y' is taken for labels, since it has the 4 whole numbers 0 to 3; declare it as number to predict numbers"
        in [n.message for n in made.notices]
    )
    assert [column.name for column in made.plan.columns] == ["x"]


def test_rows_on_two_sides_are_told(tmp_path: Path) -> None:
    for name, rows in (("train", range(40)), ("validation", range(39, 50)), ("test", (38, 39, *range(50, 58)))):
        lines = ["x,y", *(f"{row}.5,{'ab'[row % 2]}" for row in rows)]
        (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n")
    data = {"train": "train.csv", "validation": "validation.csv", "test": "test.csv", "target": "y"}
    made = make_plan(load([write_config(tmp_path, "[output]", data=data)]))
    assert [notice.message for notice in made.notices if notice.path == "data.split"] == [
        "1 validation row of 11 has the inputs of a training row",
        "2 test rows of 10 have the inputs of a training row",
    ]


@pytest.mark.parametrize(
    ("precision", "mixed"), [("mixed_bfloat16", 1), ("mixed_float16", 1), ("float32", 0), ("auto", 0)]
)
@pytest.mark.parametrize("there", [False, True])
def test_mixed_precision_without_a_gpu_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, there: bool, precision: str, mixed: int
) -> None:
    driver = tmp_path / "driver"
    monkeypatch.setattr(devices, "DRIVERS", [driver])
    if there:
        driver.touch()
    made = planned(tmp_path, "binary", "[output]", f"{{precision: {precision}}}")
    told = f"this machine has no GPU: {precision} is slower here than float32, not faster"
    assert [notice.message for notice in made.notices].count(told) == (0 if there else mixed)
