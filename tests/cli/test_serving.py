"""predict and eval without TensorFlow: LiteRT where a run has it, TensorFlow where not, told in one line."""

from __future__ import annotations

import csv
import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from backports import zstd

from nettrain.rundir import PLAN, RunDir
from tests.cli.conftest import nettrain
from tests.making import sealed, write_config, write_table


@pytest.fixture
def folder(trained: Path, tmp_path: Path) -> Path:
    """Return a folder with a copy of a finished run, config/1."""
    shutil.copytree(trained / "runs/config/1", tmp_path / "config/1")
    shutil.copy(trained / "table.csv", tmp_path)
    return tmp_path


def probabilities(text: str) -> list[float]:
    return [float(row["probability_yes"]) for row in csv.DictReader(text.splitlines())]


def test_litert_predicts_as_keras_does(folder: Path) -> None:
    lite = nettrain(folder, "predict", "config/1", "table.csv")
    assert (lite.returncode, lite.stderr) == (0, "")
    (folder / "config/1/model.tflite").unlink()
    keras = nettrain(folder, "predict", "config/1", "table.csv")
    assert keras.stderr == "note: predicting with TensorFlow: the run has no model.tflite\n"
    assert probabilities(lite.stdout) == pytest.approx(probabilities(keras.stdout), abs=1e-5)


def test_a_damaged_model(folder: Path) -> None:
    model = folder / "config/1/model.tflite"
    model.write_bytes(model.read_bytes()[:-1] + b"x")
    for verb in (["predict", "config/1", "table.csv"], ["eval", "config/1", "--data", "table.csv"]):
        done = nettrain(folder, *verb)
        assert (done.returncode, done.stdout) == (5, "")
        assert done.stderr == (
            "nettrain: config/1/model.tflite is not what fit wrote: damaged, or of another run; remove it to use"
            " TensorFlow\n"
        )


def test_what_litert_cannot_take(tmp_path: Path) -> None:
    """It is said by fit, written down, and said by those who start TensorFlow for it; the bits are fit's."""
    write_table(tmp_path, "binary")
    transposed = "{conv1d_transpose: {filters: 2, kernel_size: 2, dilation_rate: 2}}"
    write_config(tmp_path, f"[{{reshape: {{target_shape: [4, 2]}}}}, {transposed}, flatten, output]", "{epochs: 1}")
    fitted = nettrain(tmp_path, "fit", "config.yaml", "--json")
    assert fitted.returncode == 0, fitted.stderr
    why = "LiteRT cannot take conv1d_transpose with dilation_rate 2"
    assert f"note: there is no model.tflite: {why}; predict and eval will start TensorFlow" in fitted.stderr
    run = tmp_path / "runs/config/1"
    assert not (run / "model.tflite").exists()
    assert json.loads((run / "manifest.json").read_text())["inference"] == {"engine": "tensorflow", "why": why}
    judged = nettrain(tmp_path, "eval", "--json")
    assert f"note: predicting with TensorFlow: {why}" in judged.stderr
    assert json.loads(judged.stdout)["metrics"] == json.loads(fitted.stdout)["metrics"]


def test_a_code_that_the_embedding_does_not_know(tmp_path: Path) -> None:
    rows = [f"{n % 5},{n % 7},{'yes' if n % 5 > 2 else 'no'}" for n in range(70)]
    (tmp_path / "table.csv").write_text("\n".join(["t0,t1,y", *rows]) + "\n")
    tokens = {"path": "table.csv", "target": "y", "columns": {"tokens": {"sequence": {"of": "t*", "scale": "none"}}}}
    layers = "[reshape: [2], embedding: {input_dim: 7, output_dim: 2}, flatten, output]"
    write_config(tmp_path, layers, "{epochs: 1, compile: graph}", data=tokens)
    assert nettrain(tmp_path, "fit", "config.yaml", "-o", "run").returncode == 0
    (tmp_path / "new.csv").write_text("t0,t1\n1,2\n1,9\n")
    done = nettrain(tmp_path, "predict", "run", "new.csv", "-o", "out.csv")
    assert (done.returncode, (tmp_path / "out.csv").exists()) == (3, False)
    assert done.stderr == (
        "new.csv: LiteRT cannot compute the outputs of some rows: an embedding takes whole numbers from"
        " 0 to its input_dim - 1\n"
    )


def test_standard_input_and_output(folder: Path) -> None:
    plain = nettrain(folder, "predict", "config/1", "table.csv")
    content = (folder / "table.csv").read_bytes()
    for more in ([], ["-o", "-"]):
        through = subprocess.run(
            [sys.executable, "-m", "nettrain", "predict", "config/1", "-", *more],
            cwd=folder,
            input=content,
            capture_output=True,
        )
        assert (through.returncode, through.stdout.decode(), through.stderr) == (0, plain.stdout, b"")
    both = nettrain(folder, "predict", "config/1", "table.csv", "--json", "-o", "-")
    assert both.returncode == 2
    assert "--json and -o - both want the standard output" in both.stderr


def test_parquet_holds_what_csv_holds(folder: Path) -> None:
    for output, more in (("out.csv", []), ("out.parquet", []), ("out.bin", ["--format", "parquet"])):
        done = nettrain(folder, "predict", "config/1", "table.csv", "-o", output, "--keep", "c1", *more)
        assert done.stdout == f"{output}: 150 predictions\n"
    made = pl.read_csv(folder / "out.csv", schema_overrides={"c1": pl.String})
    assert pl.read_parquet(folder / "out.parquet").equals(made)
    assert pl.read_parquet(folder / "out.bin").equals(made)
    nowhere = nettrain(folder, "predict", "config/1", "table.csv", "--format", "parquet", "--json")
    assert (nowhere.returncode, json.loads(nowhere.stdout)["exit_code"]) == (2, 2)


@pytest.mark.parametrize(("ending", "unpack"), [("gz", gzip.decompress), ("zst", zstd.decompress)])
def test_a_packed_file_is_packed(folder: Path, ending: str, unpack: Callable[[bytes], bytes]) -> None:
    nettrain(folder, "predict", "config/1", "table.csv", "-o", "plain.csv")
    made = []
    for name in (f"one.csv.{ending}", f"other.{ending.upper()}"):
        done = nettrain(folder, "predict", "config/1", "table.csv", "-o", name)
        assert (done.returncode, done.stdout) == (0, f"{name}: 150 predictions\n")
        made.append((folder / name).read_bytes())
    assert made[0] == made[1], "the same bytes each time"
    assert unpack(made[0]) == (folder / "plain.csv").read_bytes()


OTHERWISE = "CSV or Parquet is written: end the name so, or give --format"
PACKED_OTHERWISE = {
    "out.csv.bz2": "files are packed as .gz or .zst alone: end the name otherwise",
    "out.zip": "files are packed as .gz or .zst alone: end the name otherwise",
    "out.parquet.gz": "Parquet is packed within: end the name without .gz",
    "out.json": OTHERWISE,
    "out.XLSX": OTHERWISE,
    "out.jsonl.gz": OTHERWISE,
}


@pytest.mark.parametrize("name", PACKED_OTHERWISE)
def test_an_ending_that_would_not_be_true(folder: Path, name: str) -> None:
    done = nettrain(folder, "predict", "config/1", "table.csv", "-o", name)
    told = f"nettrain: -o {name}: {PACKED_OTHERWISE[name]}\n"
    assert (done.returncode, done.stderr, (folder / name).exists()) == (2, told, False)


def test_a_form_that_is_asked_for_is_written_under_any_name(folder: Path) -> None:
    assert nettrain(folder, "predict", "config/1", "table.csv", "-o", "out.json", "--format", "csv").returncode == 0
    assert (folder / "out.json").read_text().startswith("predicted,")


def test_a_row_for_which_the_network_gives_no_number_is_told_and_passes_no_gate(tmp_path: Path) -> None:
    """The network holds float32; -1.8e308 is what some programs write for "no value"."""
    write_table(tmp_path, "multiclass")
    config = write_config(
        tmp_path, "[dense: {units: 8, kernel_initializer: ones}, output]", "{epochs: 1, compile: graph}"
    )
    assert nettrain(tmp_path, "fit", config.name, "-o", "run").returncode == 0
    header, *lines = (tmp_path / "table.csv").read_text().splitlines()[:4]
    lines[1] = "-1.7976931348623157e308," * 8 + lines[1].rpartition(",")[2]
    (tmp_path / "new.csv").write_text("\n".join([header, *lines]) + "\n")
    told = "new.csv:3: note: the network gives no finite number for this row\n"
    done = nettrain(tmp_path, "predict", "run", "new.csv")
    assert (done.returncode, done.stderr) == (0, told)
    judged = nettrain(tmp_path, "eval", "run", "--data", "new.csv", "--fail-under", "accuracy=0.001")
    assert (judged.returncode, judged.stderr) == (1, told)
    assert "FAIL  accuracy is undefined: no gate lets that pass" in judged.stdout


def test_kept_cells_are_those_of_the_file(folder: Path) -> None:
    lines = (folder / "table.csv").read_text().splitlines()[:4]
    cells = [" 1.50", "+2e0", "-0"]
    names = lines[0].split(",")
    held = [line.partition(",")[2] for line in lines[1:]]
    rows = [f'{cell},{rest},"{n}, ""n"""' for n, (cell, rest) in enumerate(zip(cells, held, strict=True))]
    (folder / "new.csv").write_text("\n".join([",".join([*names, "note"]), *rows]) + "\n")
    done = nettrain(folder, "predict", "config/1", "new.csv", "--keep", "c0", "--keep", "note")
    made = list(csv.reader(done.stdout.splitlines()))
    assert [row[:2] for row in made] == [["c0", "note"], *([cell, f'{n}, "n"'] for n, cell in enumerate(cells))]
    taken = nettrain(folder, "predict", "config/1", "new.csv", "--keep", "predicted")
    assert taken.returncode == 3


def test_kept_cells_stand_in_each_entry_of_the_document(folder: Path) -> None:
    """As the file has them: text of a CSV; of Parquet what JSON has, moments and decimals as the CSV of predict."""
    table = pl.read_csv(folder / "table.csv", n_rows=2, infer_schema=False)
    table.with_columns(pl.Series("note", ["007", " b"])).write_csv(folder / "new.csv")
    moments = [datetime(2024, 5, 1, 12, 30), None]
    held = {"n": [7, None], "x": [0.5, 1.0], "flag": [True, False], "price": ["1.50", "20.00"], "at": moments}
    zoned = pl.col("at").dt.replace_time_zone("Europe/Rome").alias("zoned")
    cells = pl.DataFrame(held).with_columns(pl.col("price").cast(pl.Decimal(10, 2)), zoned)
    table.hstack(cells).write_parquet(folder / "new.parquet")
    told = {"n": [7, None], "x": [0.5, 1.0], "flag": [True, False], "price": ["1.50", "20.00"]}
    at = {"at": ["2024-05-01T12:30:00.000000", None], "zoned": ["2024-05-01T12:30:00.000000+0200", None]}
    for name, kept in (("new.csv", {"note": ["007", " b"]}), ("new.parquet", {**told, **at})):
        asked = [word for column in kept for word in ("--keep", column)]
        document = json.loads(nettrain(folder, "predict", "config/1", name, "--json", *asked).stdout)
        entries = document["predictions"]
        assert [list(entry) == sorted(document["columns"]) for entry in entries] == [True, True]
        assert {column: [entry[column] for entry in entries] for column in kept} == kept
    text = nettrain(folder, "predict", "config/1", "new.parquet", "--keep", "at", "--keep", "zoned").stdout
    assert [line.split(",")[:2] for line in text.splitlines()[1:]] == [[at["at"][0], at["zoned"][0]], ["", ""]]


def test_a_fault_leaves_the_old_file(folder: Path) -> None:
    (folder / "out.csv").write_text("old")
    lines = (folder / "table.csv").read_text().splitlines()
    (folder / "bad.csv").write_text("\n".join([*lines, "x" + lines[-1], "1,2"]) + "\n")
    before = sorted(folder.iterdir())
    done = nettrain(folder, "predict", "config/1", "bad.csv", "-o", "out.csv")
    assert (done.returncode, done.stdout) == (3, "")
    assert [line.split(":")[:2] for line in done.stderr.splitlines()] == [
        ["bad.csv", "152"],
        ["bad.csv", "153"],
        ["bad.csv", " mend them all, or leave them out with --set data.on_bad_row=drop"],
    ]
    assert (folder / "out.csv").read_text() == "old"
    assert sorted(folder.iterdir()) == before
    unwritable = nettrain(folder, "predict", "config/1", "table.csv", "-o", "no/such/out.csv")
    assert (unwritable.returncode, unwritable.stderr) == (
        5,
        "nettrain: no/such/out.csv cannot be written: No such file or directory\n",
    )


def test_predict_imports_only_what_it_needs(folder: Path) -> None:
    """Neither TensorFlow nor what reads a config and splits rows, which would make the start a quarter longer."""
    left_out = {"tensorflow", "keras", "pandas", "scipy", "sklearn", "rich.live", "yaml", "nettrain.plan.making"}
    code = (
        "import sys; from nettrain.cli import command_line\n"
        "command_line(['predict', 'config/1', 'table.csv', '-o', 'out.csv'])\n"
        f"print(sorted({left_out} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["out.csv: 150 predictions", "[]"]


def test_predict_needs_no_garbage_collection(folder: Path) -> None:
    """The command line does without: nothing that a stretch of rows leaves behind waits for a collection."""
    code = (
        "import gc; from pathlib import Path; from nettrain.commands import predict; from nettrain.data import flow\n"
        "flow.PASSING = 60\n"
        "run = lambda: predict.run(Path('config/1'), Path('table.csv'), predict.Written(Path('out.csv')))\n"
        "gc.disable(); run(); gc.collect(); run(); print(gc.collect(), Path('table.csv').stat().st_size // 60)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    left, stretches = map(int, done.stdout.split())
    assert left < stretches / 2


def test_a_device_or_a_pipe_is_written_to_and_not_replaced(folder: Path) -> None:
    os.mkfifo(folder / "fifo")
    with subprocess.Popen(["cat", "fifo"], cwd=folder, stdout=subprocess.PIPE, text=True) as reader:
        assert nettrain(folder, "predict", "config/1", "table.csv", "-o", "fifo", "-q").returncode == 0
        told, _ = reader.communicate()
    assert told == nettrain(folder, "predict", "config/1", "table.csv").stdout
    assert (folder / "fifo").is_fifo()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("change", [{"rows": None}, {"target": {}}, {"config": {"data": {"target": ["y", "y"]}}}])
def test_a_plan_of_another_version_is_told_as_such(folder: Path, change: dict[str, object]) -> None:
    run = RunDir(folder / "config/1")
    record = {key: value for key, value in {**run.read_json(PLAN), **change}.items() if value is not None}
    run.write_json(PLAN, {key: value for key, value in record.items() if key not in ("schema", "checksum")})
    sealed(run)
    done = nettrain(folder, "predict", "config/1", "table.csv")
    assert (done.returncode, done.stdout) == (5, "")
    assert "plan.json cannot be used: " in done.stderr
    assert "train a new run" in done.stderr
