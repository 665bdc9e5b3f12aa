"""predict and eval of a file that is to be read otherwise than those of training: --set data.format... says how."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import nettrain as package
from nettrain.errors import NettrainError
from tests.cli.conftest import nettrain

FORMS = {
    "quotes that are text": (lambda t: t.replace("\n", ",\n").replace(",\n", ',"\n'), ["data.format.quote=none"]),
    "a line above that might be the names": (lambda t: f"a,b,c,d,e,f,g,h,i\n{t}", ["data.format.skip=1"]),
    "names of its own": (lambda t: t.replace("c0", "other", 1), ["data.format.names={names}"]),
    "no names above": (lambda t: t.partition("\n")[2], ["data.format.names={names}"]),
    "rows that are none": (lambda t: f"{t}1,2\n", ["data.on_bad_row=drop"]),
    "another word for a gap": (lambda t: f"{t}gone,{t.splitlines()[1].partition(',')[2]}\n", ["data.missing=[gone]"]),
}


@pytest.mark.parametrize(("written", "sets"), FORMS.values(), ids=FORMS)
def test_what_is_set_reads_the_file(trained: Path, written: object, sets: list[str], tmp_path: Path) -> None:
    """The rows of training come out as of their own file, whatever form they were put into."""
    assert callable(written)
    text = (trained / "table.csv").read_text()
    (tmp_path / "f.csv").write_text(written(text))
    names = [*text.splitlines()[0].split(","), *(['"'] if "quote" in sets[0] else [])]
    sets = [setting.replace("{names}", f"[{', '.join(names)}]") for setting in sets]
    run, rows = trained / "runs/config/1", len(text.splitlines()) - 1
    with pytest.raises(NettrainError, match=r"f\.csv"):
        package.predict(run, tmp_path / "f.csv")
    of_old = package.predict(run, trained / "table.csv").document["predictions"]
    assert package.predict(run, tmp_path / "f.csv", sets=sets).document["predictions"][:rows] == of_old


def predict(folder: Path, *settings: str) -> subprocess.CompletedProcess[str]:
    sets = [word for setting in settings for word in ("--set", setting)]
    return nettrain(folder, "predict", "runs/config/1", "table.csv", *sets)


REFUSED = {
    "train.epochs=3": (
        2,
        "nettrain: --set train.epochs=3: of another file only data.format, data.missing, data.on_bad_row and"
        " data.columns.NAME.date.format can be set; the run was trained with the rest\n",
    ),
    "data.formatter=3": (2, "--set data.formatter=3: of another file only"),
    "data.format.delimeter=;": (2, "data.format.delimeter: unknown key; did you mean 'delimiter'?"),
    "data.format.header=maybe": (2, "expected true or false"),
    "data.on_bad_row": (2, "expected PATH=VALUE"),
    "data.columns.c0.date.format=iso": (2, "'c0' is no date that enters the network"),
    "data.columns.c0.number.flag=false": (2, "of another file only"),
}


@pytest.mark.parametrize("setting", REFUSED)
def test_settings_of_something_else(trained: Path, setting: str) -> None:
    code, message = REFUSED[setting]
    done = predict(trained, setting)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr


def test_several_faults_are_told_at_once(trained: Path) -> None:
    done = predict(trained, "data.format.delimeter=;", "data.format.header=maybe")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)


def test_the_files_of_training_are_read_as_in_training(trained: Path) -> None:
    done = nettrain(trained, "eval", "runs/config/1", "--set", "data.format.skip=1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "name that too; its own rows are read as in training" in done.stderr


def test_a_reference_reads_the_file_likewise(trained: Path, tmp_path: Path) -> None:
    """A run is not shown to be worse than itself, on a file that neither reads without the setting."""
    (tmp_path / "f.csv").write_text("a,b,c,d,e,f,g,h,i\n" + (trained / "table.csv").read_text())
    run = trained / "runs/config/1"
    with pytest.raises(NettrainError, match=r"f\.csv"):
        package.evaluate(run, tmp_path / "f.csv", no_worse_than=run)
    judged = package.evaluate(run, tmp_path / "f.csv", no_worse_than=run, sets=["data.format.skip=1"])
    assert judged.document["gates"]
    assert all(gate["passed"] and gate["difference"] == 0 for gate in judged.document["gates"])


@pytest.mark.parametrize("row", ["{inputs},", "1,2"], ids=["no target", "no row"])
def test_a_file_of_which_no_row_is_left_is_not_judged(trained: Path, tmp_path: Path, row: str) -> None:
    header, first, *_ = (trained / "table.csv").read_text().splitlines()
    line = row.replace("{inputs}", first.rpartition(",")[0])
    (tmp_path / "f.csv").write_text("\n".join([header, line, line]) + "\n")
    file = str(tmp_path / "f.csv")
    done = nettrain(trained, "eval", "runs/config/1", "--data", file, "--set", "data.on_bad_row=drop")
    assert (done.returncode, done.stdout) == (3, "")
    assert "no row is left to judge: all 2 were left out" in done.stderr


def test_what_is_not_clear_is_told(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("1,2\n" + (trained / "table.csv").read_text())
    for setting, told in ((), [True]), (("--set", "data.format.skip=1"), []):
        for verb in (
            ["predict", "runs/config/1", str(tmp_path / "f.csv"), *setting],
            ["eval", "runs/config/1", "--data", str(tmp_path / "f.csv"), *setting],
        ):
            done = nettrain(trained, *verb)
            assert done.returncode == 0
            assert [line.endswith("settle it with data.format.skip") for line in done.stderr.splitlines()] == told
