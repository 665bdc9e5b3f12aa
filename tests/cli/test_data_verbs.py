"""What the data section asks for, through the real command line: splits, weights, policies, stores, the same bits."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import polars as pl
import pytest
import yaml

from nettrain.rundir import PLAN, RunDir
from tests.cli.conftest import nettrain
from tests.making import sealed

TRAIN = {"epochs": 2, "compile": "eager"}


def write(folder: Path, rows: int = 120) -> list[dict[str, str]]:
    """Write f.csv: numbers, words, dates, groups, weights, sides, and a label."""
    table = [
        {
            "x": f"{n * 37 % 101 / 10}" if n % 11 else "",
            "word": ["red", "green", "blue"][n * 7 % 3] if n % 13 else "",
            "day": f"2024-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "group": f"g{n % 10}",
            "weight": str(n % 3),
            "side": ["train", "train", "train", "val", "test"][n % 5],
            "y": "yes" if n * 37 % 101 > 50 else "no",
        }
        for n in range(rows)
    ]
    save(folder / "f.csv", table)
    return table


def save(path: Path, table: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def config(folder: Path, **data: object) -> None:
    record = {
        "data": {"path": "f.csv", "target": "y", **data},
        "model": {"layers": [{"dense": 4}, "output"]},
        "train": TRAIN,
    }
    (folder / "c.yaml").write_text(yaml.safe_dump(record))


SPLITS = {
    "group": {"method": "group", "by": "group"},
    "time": {"method": "time", "by": "day"},
    "hash": {"method": "hash"},
    "column": {"method": "column", "by": "side"},
    "random": {"method": "random"},
}


@pytest.mark.parametrize("split", SPLITS.values(), ids=SPLITS)
def test_eval_splits_as_fit_did(tmp_path: Path, split: dict[str, object]) -> None:
    table = write(tmp_path)
    config(tmp_path, split=split, drop=["weight"])
    done = nettrain(tmp_path, "fit", "c.yaml", "--json")
    assert done.returncode == 0, done.stderr
    fitted = json.loads(done.stdout)
    judged = nettrain(tmp_path, "eval", "--json")
    assert judged.returncode == 0, judged.stderr
    assert json.loads(judged.stdout)["metrics"] == fitted["metrics"]
    predicted = list(csv.DictReader((tmp_path / "runs/c/1/predictions.csv").read_text().splitlines()))
    test = [table[int(row["row"]) - 1] for row in predicted]
    others = [row for number, row in enumerate(table, start=1) if str(number) not in {row["row"] for row in predicted}]
    if split["method"] == "group":
        assert not {row["group"] for row in test} & {row["group"] for row in others}
    if split["method"] == "time":
        assert min(row["day"] for row in test) > max(row["day"] for row in others)
    if split["method"] == "column":
        assert {row["side"] for row in test} == {"test"}


def test_another_split_is_refused_by_eval(tmp_path: Path) -> None:
    write(tmp_path)
    config(tmp_path, drop=["weight"])
    assert nettrain(tmp_path, "fit", "c.yaml").returncode == 0
    run = RunDir(tmp_path / "runs/c/1")
    run.write_json(PLAN, {**run.read_json(PLAN), "split": "0" * 64})
    sealed(run)
    done = nettrain(tmp_path, "eval")
    assert done.returncode == 3
    assert "the rows are split in another way" in done.stderr


def test_predict_gives_the_same_bits(tmp_path: Path) -> None:
    """With columns in another order, others beside them, without the label, and another dialect."""
    table = write(tmp_path)
    config(tmp_path, drop=["weight", "side", "group"])
    assert nettrain(tmp_path, "fit", "c.yaml").returncode == 0
    plain = nettrain(tmp_path, "predict", "runs/c/1", "f.csv")
    assert plain.returncode == 0, plain.stderr
    shuffled = [{"new": "1", "day": row["day"], "word": row["word"], "x": row["x"]} for row in table]
    save(tmp_path / "g.csv", shuffled)
    assert nettrain(tmp_path, "predict", "runs/c/1", "g.csv").stdout == plain.stdout
    with (tmp_path / "h.csv").open("w", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
            [list(shuffled[0]), *(list(row.values()) for row in shuffled)]
        )
    assert nettrain(tmp_path, "predict", "runs/c/1", "h.csv").stdout == plain.stdout


def test_rows_on_disk_give_the_same_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    write(tmp_path)
    config(tmp_path, drop=["weight"])
    for name, memory in (("held", "auto"), ("stored", "1kB"), ("again", "1kB")):
        done = nettrain(tmp_path, "fit", "c.yaml", "-o", name, "--set", f"data.memory={memory}")
        assert done.returncode == 0, done.stderr
    for name in ("history.csv", "predictions.csv"):
        assert len({(tmp_path / run / name).read_bytes() for run in ("held", "stored", "again")}) == 1
    hashes = {json.loads((tmp_path / run / "manifest.json").read_text())["weights_sha256"] for run in ("held", "again")}
    assert len(hashes) == 1
    assert len(list((tmp_path / "cache/rows").iterdir())) == 1, "the second run took what the first one wrote"
    told = nettrain(tmp_path, "check", "c.yaml", "--set", "data.memory=1kB")
    assert "on disk: they need " in told.stdout


def test_a_damaged_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    write(tmp_path)
    config(tmp_path, drop=["weight"], memory="1kB")
    assert nettrain(tmp_path, "fit", "c.yaml").returncode == 0
    (found,) = (tmp_path / "cache/rows").iterdir()
    os.truncate(found / "train.f32", 10)
    done = nettrain(tmp_path, "fit", "c.yaml")
    assert done.returncode == 5
    assert done.stderr.splitlines()[-1].endswith("remove the folder, it is made again")


def test_weights_count_in_loss_and_metrics(tmp_path: Path) -> None:
    table = write(tmp_path)
    config(tmp_path, weight="weight")
    done = nettrain(tmp_path, "fit", "c.yaml", "--json")
    assert done.returncode == 0, done.stderr
    predicted = list(csv.DictReader((tmp_path / "runs/c/1/predictions.csv").read_text().splitlines()))
    weights = [float(table[int(row["row"]) - 1]["weight"]) for row in predicted]
    right = [row["y"] == row["predicted"] for row in predicted]
    accuracy = sum(w for w, r in zip(weights, right, strict=True) if r) / sum(weights)
    assert json.loads(done.stdout)["metrics"]["accuracy"]["value"] == pytest.approx(accuracy)


def test_a_negative_weight(tmp_path: Path) -> None:
    table = write(tmp_path)
    save(tmp_path / "f.csv", [*table, {**table[0], "weight": "-1"}])
    config(tmp_path, weight="weight")
    done = nettrain(tmp_path, "check", "c.yaml")
    assert (done.returncode, done.stderr) == (
        3,
        "f.csv:122: weight: the weight is -1, expected a number from 0 on\n",
    )


POLICIES = {
    "missing number": (
        {"x": {"number": {"missing": "error"}}},
        "f.csv:2: x: has no value, and the config says missing: error",
    ),
    "missing word": ({"word": {"category": {"missing": "error"}}}, "f.csv:2: word: has no value, and the config says"),
    "a word that is not in the order": (
        {"word": {"ordinal": ["red", "green"]}},
        "word: expected one of red, green, got 'blue'",
    ),
}


@pytest.mark.parametrize(("columns", "message"), POLICIES.values(), ids=POLICIES)
def test_what_a_policy_refuses(tmp_path: Path, columns: dict[str, object], message: str) -> None:
    write(tmp_path)
    config(tmp_path, columns=columns)
    done = nettrain(tmp_path, "check", "c.yaml")
    assert done.returncode == 3
    assert message in done.stderr


def test_what_policies_did_is_counted(tmp_path: Path) -> None:
    table = write(tmp_path)
    columns = {"x": {"number": {"clip": [1.0, 9.0]}}, "word": {"category": {"missing": "drop"}}}
    config(tmp_path, columns=columns, drop=["weight"])
    done = nettrain(tmp_path, "fit", "c.yaml", "--json")
    document = json.loads(done.stdout)
    assert document["dropped"] == {"no word": sum(not row["word"] for row in table)}
    clipped = sum(part["clipped"]["x"] for part in document["handled"].values())
    usable = [row for row in table if row["word"] and row["x"]]
    assert clipped == sum(not 1 <= float(row["x"]) <= 9 for row in usable)
    new = [{**table[1], "word": "pink"}, {**table[1], "word": ""}]
    save(tmp_path / "new.csv", new)
    predicted = nettrain(tmp_path, "predict", "runs/c/1", "new.csv")
    assert "cells that are never met in training: word 1" in predicted.stderr
    assert "rows without a prediction: 1" in predicted.stderr
    assert predicted.stdout.splitlines()[2].strip(",") == "", "a row without a prediction keeps its place"
    for suffix in ("csv", "parquet"):
        done = nettrain(tmp_path, "predict", "runs/c/1", "new.csv", "-o", f"out.{suffix}")
        assert done.stdout == f"out.{suffix}: 1 prediction in 2 rows\n"


def test_rows_that_cannot_be_used_are_counted_and_the_first_told(tmp_path: Path) -> None:
    table = write(tmp_path)
    config(tmp_path, drop=["weight"])
    assert nettrain(tmp_path, "fit", "c.yaml").returncode == 0
    for count, rest in (3, []), (5, ["new.csv: note: and 2 more"]):
        save(tmp_path / "new.csv", [*table, *[{**table[1], "x": "1o"}] * count])
        faults = [
            f"new.csv:{line}: note: x: expected a number, got '1o'; the run was trained with it: mend the cell"
            for line in range(122, 125)
        ]
        for verb, rows in ("predict", "rows without a prediction"), ("eval", "rows that are left out"):
            file = ["new.csv"] if verb == "predict" else ["--data", "new.csv"]
            done = nettrain(tmp_path, verb, "runs/c/1", *file, "--set", "data.on_bad_row=drop")
            told = [line for line in done.stderr.splitlines() if "note: cells" not in line]
            assert told[: 1 + len(faults) + len(rest)] == [f"new.csv: note: {rows}: {count}", *faults, *rest]


def test_a_target_without_a_value_is_one_in_another_file_too(tmp_path: Path) -> None:
    """-999 as a number stands for none in every spelling; Parquet tells floats with decimals."""
    table = [{"x": row["x"], "y": f"{n}.5"} for n, row in enumerate(write(tmp_path))]
    save(tmp_path / "f.csv", [*table, {"x": "1.5", "y": "-999.0"}])
    config(tmp_path, missing=["-999"], on_bad_row="drop")
    done = nettrain(tmp_path, "fit", "c.yaml", "--json")
    assert json.loads(done.stdout)["dropped"] == {"no target": 1}
    save(tmp_path / "new.csv", [*table, {"x": "1.5", "y": "-999.0"}, {"x": "2.5", "y": "-999"}])
    pl.DataFrame({"x": [1.5, 2.5, 3.5, 4.5], "y": [-999.0, 3.5, 4.5, -999.0]}).write_parquet(tmp_path / "new.parquet")
    for name, rows in ("new.csv", 120), ("new.parquet", 2):
        judged = nettrain(tmp_path, "eval", "runs/c/1", "--data", name, "--json")
        assert (json.loads(judged.stdout)["rows"], judged.returncode in (0, 1)) == (rows, True), judged.stderr
    strict = nettrain(tmp_path, "eval", "runs/c/1", "--data", "new.csv", "--set", "data.on_bad_row=error")
    assert strict.returncode == 3
    assert strict.stderr.count("the target has no value, expected a number") == 2
    predicted = nettrain(tmp_path, "predict", "runs/c/1", "new.csv")
    assert len(predicted.stdout.splitlines()) == 123
    assert nettrain(tmp_path, "eval", "runs/c/1").returncode == 0, (
        "the rows of the run are those that it was trained on"
    )


def test_another_file_is_resampled_by_the_groups_that_it_has(tmp_path: Path) -> None:
    """The test rows as a file of their own have the intervals of the test rows."""
    table = write(tmp_path)
    config(tmp_path, split=SPLITS["group"], drop=["weight", "side"])
    assert nettrain(tmp_path, "fit", "c.yaml").returncode == 0
    with (tmp_path / "runs/c/1/predictions.csv").open() as file:
        rows = [table[int(row["row"]) - 1] for row in csv.DictReader(file)]
    save(tmp_path / "test.csv", rows)
    own, file = (
        json.loads(nettrain(tmp_path, "eval", "runs/c/1", *more, "--json").stdout)["metrics"]
        for more in ((), ("--data", "test.csv"))
    )
    assert file == own
    save(tmp_path / "bare.csv", [{name: cell for name, cell in row.items() if name != "group"} for row in rows])
    bare = nettrain(tmp_path, "eval", "runs/c/1", "--data", "bare.csv", "--json")
    assert "bare.csv: note: there is no column 'group', by which rows are alike" in bare.stderr
    metrics = json.loads(bare.stdout)["metrics"]
    assert metrics["log_loss"]["value"] == own["log_loss"]["value"]
    assert metrics["log_loss"]["interval"] != own["log_loss"]["interval"]
