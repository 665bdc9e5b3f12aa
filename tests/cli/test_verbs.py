"""The verbs through the real command line: what they print, write, and never import."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import NETWORK, nettrain
from tests.making import write_config, write_table

HEAVY = ("tensorflow", "keras", "pandas", "scipy", "sklearn")
CONFIGS = Path(__file__).parents[2] / "configs"
DOWNLOAD = "addresses are not read: download the file first, and write its path"


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["check", "--help"],
        ["check", str(CONFIGS / "penguins.yaml")],
        ["list"],
        ["list", "dense"],
        ["schema"],
    ],
    ids=" ".join,
)
def test_nothing_heavy_is_imported(arguments: list[str]) -> None:
    code = (
        "import sys; from nettrain.cli import command_line\n"
        "code = command_line(sys.argv[1:])\n"
        f"print([name for name in {HEAVY} if name in sys.modules], code, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "[] 0"


@pytest.mark.parametrize("config", ["penguins.yaml", "diabetes.yaml"], ids=["labels", "numbers"])
def test_check_reads_rows_without_numpy(config: str) -> None:
    """NumPy costs a fifth of `check`; nothing on its way needs it."""
    code = (
        "import sys; from nettrain.cli import command_line\n"
        "command_line(sys.argv[1:]); print('numpy' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, "check", str(CONFIGS / config)], capture_output=True, text=True)
    assert done.stderr.splitlines()[-1] == "False"


def test_fit_leaves_a_whole_run(trained: Path) -> None:
    run = trained / "runs/config/1"
    assert sorted(p.relative_to(run).as_posix() for p in run.rglob("*") if p.is_file() and p.name != ".lock") == [
        "checkpoints/best.state",
        "checkpoints/last.state",
        "config.yaml",
        "events.jsonl",
        "history.csv",
        "manifest.json",
        "metrics.json",
        "model.keras",
        "model.tflite",
        "plan.json",
        "predictions.csv",
        "profile.json",
        "timing.json",
    ]
    assert (run / "config.yaml").read_bytes() == (trained / "config.yaml").read_bytes()
    history = list(csv.DictReader((run / "history.csv").read_text().splitlines()))
    assert [row["epoch"] for row in history] == ["1", "2", "3"]
    assert {"loss", "accuracy", "val_loss", "val_accuracy", "learning_rate"} <= set(history[0])
    metrics = json.loads((run / "metrics.json").read_text())
    predicted = list(csv.DictReader((run / "predictions.csv").read_text().splitlines()))
    right = sum(row["y"] == row["predicted"] for row in predicted)
    assert metrics["metrics"]["accuracy"]["value"] == pytest.approx(right / len(predicted))
    assert metrics["rows"] == len(predicted)
    table = (trained / "table.csv").read_text().splitlines()
    assert all(table[int(row["row"])].endswith("," + row["y"]) for row in predicted), "row counts the file's rows"
    manifest = json.loads((run / "manifest.json").read_text())
    assert len(manifest["weights_sha256"]) == 64
    assert manifest["data"][0]["sha256"] == hashlib.sha256((trained / "table.csv").read_bytes()).hexdigest()
    assert manifest["command"][1:] == ["fit", "config.yaml"]
    timing = json.loads((run / "timing.json").read_text())
    assert set(timing["seconds"]) == {"read", "encode", "import", "build", "compile", "train", "judge", "save"}
    assert timing["rows_per_second"] > 0
    kinds = [json.loads(line)["event"] for line in (run / "events.jsonl").read_text().splitlines()]
    assert kinds[0] == "RunStarted"
    assert kinds[-1] == "RunEnded"
    assert kinds.count("EpochEnded") == 3


def test_eval_gives_what_fit_gave(trained: Path) -> None:
    done = nettrain(trained, "eval", "--json")
    document = json.loads(done.stdout)
    written = json.loads((trained / "runs/config/1/metrics.json").read_text())
    assert document["metrics"] == written["metrics"]
    assert document["confusion"] == written["confusion"]
    assert nettrain(trained, "eval", "runs/config", "--json").stdout.replace("/latest", "/1") == done.stdout


def test_eval_on_another_file(trained: Path) -> None:
    write_table(trained, "binary", rows=40, seed=5).rename(trained / "other.csv")
    write_table(trained, "binary")
    document = json.loads(nettrain(trained, "eval", "--data", "other.csv", "--json").stdout)
    assert (document["judged"], document["rows"], document["seen"]) == ("other.csv", 40, False)
    lines = (trained / "other.csv").read_text().splitlines()
    (trained / "strange.csv").write_text("\n".join([*lines[:3], lines[3].rpartition(",")[0] + ",maybe"]) + "\n")
    refused = nettrain(trained, "eval", "--data", "strange.csv")
    assert refused.returncode == 3
    mend = "take the row out, or set data.on_bad_row: drop"
    assert refused.stderr.splitlines()[-1] == f"strange.csv:4: y: the label 'maybe' was never met in training; {mend}"
    dropping = nettrain(trained, "eval", "--data", "strange.csv", "--set", "data.on_bad_row=drop", "--json")
    document = json.loads(dropping.stdout)
    assert (dropping.returncode, document["rows"], document["dropped"]) == (0, 2, 1)
    assert "rows that are left out: 1\n" in dropping.stderr


def test_eval_refuses_data_that_changed(trained: Path, tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    write_config(tmp_path, NETWORK, "{epochs: 1}")
    assert nettrain(tmp_path, "fit", "config.yaml", "-o", "a run").returncode == 0
    write_table(tmp_path, "binary", seed=9)
    done = nettrain(tmp_path, "eval", "a run")
    assert done.returncode == 3
    told = (
        "table.csv: has changed since a run was trained on it, so the rows that it has not seen cannot be told "
        "from the others: put the file back, train a new run, or judge rows of another file: "
        "\"nettrain eval 'a run' --data FILE\"\n"
    )
    assert (done.stderr, nettrain(tmp_path, "report", "a run", "--by", "c0").stderr) == (told, told)


def test_predict(trained: Path) -> None:
    """Columns by name, no label, extra columns ignored with a note, rows in order, kept columns in front."""
    rows = list(csv.DictReader((trained / "table.csv").read_text().splitlines()))[:20]
    names = ["id", *reversed([name for name in rows[0] if name != "y"]), "note"]
    with (trained / "new.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        for number, row in enumerate(rows):
            writer.writerow({**row, "id": f"r{number}", "note": "x"})
    done = nettrain(trained, "predict", "runs/config/1", "new.csv", "--keep", "id")
    assert done.returncode == 0
    made = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(made[0]) == ["id", "predicted", "probability_no", "probability_yes"]
    assert [row["id"] for row in made] == [f"r{number}" for number in range(20)]
    for row in made:
        assert float(row["probability_no"]) + float(row["probability_yes"]) == pytest.approx(1)
        assert row["predicted"] == ("yes" if float(row["probability_yes"]) > 0.5 else "no")
    (note,) = done.stderr.splitlines()
    assert note.endswith("columns that the network does not use: note")
    assert "new.csv" in note
    straight = nettrain(trained, "predict", "runs/config/1", "table.csv", "-o", "out.csv")
    assert straight.stdout == "out.csv: 150 predictions\n"
    same = list(csv.DictReader((trained / "out.csv").read_text().splitlines()))[:20]
    for mine, theirs in zip(made, same, strict=True):
        assert float(mine["probability_yes"]) == pytest.approx(float(theirs["probability_yes"]), abs=1e-6)
    assert nettrain(trained, "predict", "runs/config/1", "table.csv", "--keep", "nix").returncode == 3


def test_an_output_layer_for_margins(tmp_path: Path) -> None:
    """`output` fits a loss of margins: it trains, is judged alike again, and gives scores whose sign is the label."""
    write_table(tmp_path, "binary", rows=600)
    write_config(tmp_path, NETWORK, "{loss: hinge, epochs: 20, optimizer: {adam: 0.03}}")
    done = nettrain(tmp_path, "fit", "config.yaml", "--json")
    assert done.returncode == 0, done.stderr
    (accuracy,) = json.loads(done.stdout)["metrics"].values()
    assert accuracy["value"] > accuracy["baseline"] + 0.1
    assert json.loads(nettrain(tmp_path, "eval", "--json").stdout)["metrics"] == {"accuracy": accuracy}
    rows = list(csv.DictReader(io.StringIO(nettrain(tmp_path, "predict", "latest", "table.csv").stdout)))
    assert list(rows[0]) == ["predicted", "score_no", "score_yes"]
    assert all(float(row["score_yes"]) == -float(row["score_no"]) for row in rows)
    assert all((float(row["score_yes"]) > 0) == (row["predicted"] == "yes") for row in rows)
    assert max(abs(float(row["score_yes"])) for row in rows) > 1


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ('data.path="table.csv\\n"', r"table.csv\n: no such file; did you mean 'table.csv'?"),
        ('data.path="b/x\\ny"', r"b/x\ny: no such file in b/"),
        ("data.path=~/x.csv", "~/x.csv: no such file in ~/; '~' stands for itself here: write the folder out"),
        ("data.path=$HOME/*.csv", "$HOME/*.csv: the pattern matches no file; '$' stands for itself here: write the"),
        ("data.path=https://e.org/t.csv?raw=1", f"https://e.org/t.csv?raw=1: {DOWNLOAD}"),
        ("data.path=s3://bucket/*.csv", f"s3://bucket/*.csv: {DOWNLOAD}"),
        (
            "data.path=file:///tmp/t%201.csv",
            "file:///tmp/t%201.csv: addresses are not read: write the path, /tmp/t 1.csv",
        ),
        ("data.path=file://t.csv", "file://t.csv: addresses are not read: write the path, t.csv"),
    ],
)
def test_a_path_that_is_not_there(tmp_path: Path, setting: str, said: str) -> None:
    write_table(tmp_path, "binary")
    write_config(tmp_path, NETWORK, "{epochs: 1}")
    done = nettrain(tmp_path, "check", "config.yaml", "--set", setting)
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith(f"--set {setting}: data.path: {said}")


def test_show(trained: Path) -> None:
    done = nettrain(trained, "show")
    assert done.returncode == 0
    assert "runs/config/1" in done.stdout
    assert "dense > dense: 81 weights" in done.stdout
    assert "validation" not in done.stdout.partition("judged on")[2]
    plotted = nettrain(trained, "show", "--plot").stdout
    assert plotted.startswith(done.stdout)
    assert "\nloss   ⠒⠒⠒ validation   ⠂⠂⠂ training   ┴ best epoch " in plotted
    assert plotted.replace("\n", "").isprintable()
    assert json.loads(nettrain(trained, "show", "--json").stdout)["plan"]["params"] == 81


def test_the_same_command_gives_the_same_bits(trained: Path, tmp_path: Path) -> None:
    for name in ("table.csv", "config.yaml"):
        shutil.copy(trained / name, tmp_path / name)
    assert nettrain(tmp_path, "fit", "config.yaml").returncode == 0
    for name in ("history.csv", "metrics.json", "predictions.csv", "plan.json", "checkpoints/best.state"):
        assert (tmp_path / "runs/config/1" / name).read_bytes() == (trained / "runs/config/1" / name).read_bytes(), name
    other = nettrain(tmp_path, "fit", "config.yaml", "--seed", "1", "--json")
    assert json.loads(other.stdout)["run"] == "runs/config/2"
    assert (tmp_path / "runs/config/2/history.csv").read_bytes() != (
        tmp_path / "runs/config/1/history.csv"
    ).read_bytes()


def test_a_log_is_plain(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "nettrain", "fit", str(CONFIGS / "moons.yaml"), "-o", "run"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert all(character == "\n" or character.isprintable() for character in done.stdout)
    assert len(done.stdout.splitlines()) < 30
    assert "tensorflow" not in done.stdout.lower().replace("starting tensorflow", "")


@pytest.mark.parametrize("flags", [["-q", "fit"], ["fit", "-q"], ["-q", "fit", "--"]])
def test_quiet(tmp_path: Path, flags: list[str]) -> None:
    write_table(tmp_path, "binary")
    write_config(tmp_path, NETWORK, "{epochs: 1}")
    done = nettrain(tmp_path, *flags, "config.yaml")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
