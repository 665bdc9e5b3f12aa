"""A file passed through a run in stretches: eval and predict give what they give of the whole, whatever its shape."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import polars as pl
import pytest

import nettrain as package
from nettrain.data import blocks
from nettrain.data.streams import AHEAD
from nettrain.errors import DataError
from nettrain.records import json_text
from tests.cli.conftest import nettrain
from tests.cli.test_data_verbs import config, save, write

CUTS = (200, 1000, blocks.BLOCK)


@pytest.fixture(scope="module")
def fitted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a run on words, numbers, dates and weights; rows without x are left out."""
    folder = tmp_path_factory.mktemp("streamed")
    write(folder)
    columns = {"x": {"number": {"missing": "drop"}}, "word": {"category": {"unseen": "error"}}}
    config(folder, drop=["side", "group"], weight="weight", columns=columns)
    done = nettrain(folder, "fit", "c.yaml", "-o", "run")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def rows(fitted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """Return rows of a table; stand in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return write(tmp_path, 400)


def test_eval_in_any_cut_gives_the_same_bits(
    fitted: Path, rows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Metrics, weights, slices, what is counted; the number of rows is that of a count by hand."""
    told = []
    for cut in CUTS:
        monkeypatch.setattr(blocks, "BLOCK", cut)
        document = package.evaluate(fitted / "run", "f.csv", by=["group", "word"]).document
        told.append(json.loads(json_text(document)))
    assert told[0] == told[1] == told[2]
    kept = [row for row in rows if row["x"]]
    assert (told[0]["rows"], told[0]["dropped"]) == (len(kept), 400 - len(kept))
    sizes = {part["group"]: part["rows"] for part in told[0]["slices"]["group"]}
    assert sizes == {f"g{n}": sum(row["group"] == f"g{n}" for row in kept) for n in range(10)}
    made = package.predict(fitted / "run", "f.csv").document["predictions"]
    right = [(row, guess) for row, guess in zip(rows, made, strict=True) if row["x"]]
    weight = sum(int(row["weight"]) for row, _ in right)
    hits = sum(int(row["weight"]) for row, guess in right if guess["predicted"] == row["y"])
    assert told[0]["metrics"]["accuracy"]["value"] == pytest.approx(hits / weight, abs=1e-12)


STRANGE = {
    "a label with a dot": ({"y": "yes."}, "; each would be known without its final '.'"),
    "a label that was never met": ({"y": "maybe"}, ""),
    "no target": ({"y": ""}, ""),
    "a weight below 0": ({"weight": "-1"}, ""),
    "a word that was never met": ({"word": "pink"}, ""),
}


@pytest.mark.parametrize(("cells", "remark"), STRANGE.values(), ids=STRANGE)
def test_the_rows_that_cannot_be_judged_are_counted_in_any_cut(
    fitted: Path, rows: list[dict[str, str]], cells: dict[str, str], remark: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(Path("f.csv"), [{**row, **(cells if n % 10 == 5 else {}), "x": "1"} for n, row in enumerate(rows)])
    for cut in CUTS:
        monkeypatch.setattr(blocks, "BLOCK", cut)
        with pytest.raises(DataError) as error:
            package.evaluate(fitted / "run", "f.csv")
        told = error.value.problems
        assert [problem.span.line for problem in told] == [*range(7, 207, 10), 0]
        assert told[-1].message == f"and 20 more{remark}"


def test_eval_of_standard_input(fitted: Path, rows: list[dict[str, str]]) -> None:
    command = [sys.executable, "-m", "nettrain", "eval", str(fitted / "run"), "--data", "-", "--by", "word", "--json"]
    with open("f.csv", "rb") as file:
        piped = subprocess.run(command, stdin=file, capture_output=True, text=True)
    named = nettrain(Path.cwd(), "eval", str(fitted / "run"), "--data", "f.csv", "--by", "word", "--json")
    expected = named.stdout.replace("f.csv", "stdin").replace('"seen": false', '"seen": null')  # a pipe has no checksum
    assert (piped.returncode, piped.stdout) == (named.returncode, expected)
    assert piped.stderr == named.stderr.replace("f.csv", "stdin")


def test_standard_input_is_read_once(fitted: Path) -> None:
    asked = ("eval", str(fitted / "run"), "--data", "-", "--no-worse-than", str(fitted / "run"))
    done = nettrain(fitted, *asked)
    assert (done.returncode, done.stdout) == (2, "")
    assert "standard input" in done.stderr
    assert "name a file" in done.stderr


@pytest.mark.parametrize("cut", CUTS)
def test_all_faults_are_told_at_the_end(
    fitted: Path, rows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch, cut: int
) -> None:
    """Targets that are missing or new, and words that the config refuses, of every stretch, by line; cells that fit no
    column come first."""
    monkeypatch.setattr(blocks, "BLOCK", cut)
    rows[3]["y"] = ""
    rows[200]["y"] = "maybe"
    rows[300]["word"] = "violet"
    save(Path("f.csv"), rows)
    told = "f.csv:5: y: the target has no value", "f.csv:202: y: the label 'maybe'", "f.csv:302: word: 'violet'"
    with pytest.raises(DataError) as wrong:
        package.evaluate(fitted / "run", "f.csv")
    assert len(wrong.value.problems) == len(told)
    assert all(str(problem).startswith(start) for problem, start in zip(wrong.value.problems, told, strict=True))
    rows[390]["x"] = "much"
    save(Path("f.csv"), rows)
    with pytest.raises(DataError) as wrong:
        package.evaluate(fitted / "run", "f.csv")
    cell, advice = map(str, wrong.value.problems)
    assert cell.startswith("f.csv:392: x: expected")
    assert advice == "f.csv: mend it, or leave the row out with --set data.on_bad_row=drop"


def test_lines_are_told_of_a_pipe_with_line_ends_in_cells(
    fitted: Path, rows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    rows[1]["side"] = rows[299]["side"] = "a\nb"
    rows[300]["word"] = "violet"
    rows[390]["y"] = ""
    save(Path("f.csv"), rows)
    with open("f.csv", "rb") as file, pytest.raises(DataError) as wrong:
        package.evaluate(fitted / "run", f"/dev/fd/{file.fileno()}")
    named = wrong.value.problems
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path("f.csv").read_bytes())))
    with pytest.raises(DataError) as wrong:
        package.evaluate(fitted / "run", "-")
    for problems in (named, wrong.value.problems):
        assert [(problem.span.line, problem.path) for problem in problems] == [(304, "word"), (394, "y")]


def test_weights_that_are_none_are_refused_or_dropped(
    fitted: Path, rows: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in training: below 0 never counts, a missing one is dropped where the config says so."""
    monkeypatch.setattr(blocks, "BLOCK", 1000)
    rows[200]["weight"] = ""
    save(Path("f.csv"), rows)
    with pytest.raises(DataError, match=r"f\.csv:202: weight: the weight is missing, expected a number from 0 on"):
        package.evaluate(fitted / "run", "f.csv")
    left = package.evaluate(fitted / "run", "f.csv", sets=["data.on_bad_row=drop"]).document
    del rows[200]
    save(Path("f.csv"), rows)
    assert left["metrics"] == package.evaluate(fitted / "run", "f.csv").document["metrics"]
    rows[300]["weight"] = "-2"
    save(Path("f.csv"), rows)
    for sets in ((), ("data.on_bad_row=drop",)):
        with pytest.raises(DataError) as wrong:
            package.evaluate(fitted / "run", "f.csv", sets=sets)
        assert str(wrong.value) == "f.csv:302: weight: the weight is -2, expected a number from 0 on"


def test_rows_that_all_count_nothing_are_not_judged(fitted: Path, rows: list[dict[str, str]]) -> None:
    save(Path("f.csv"), [{**row, "weight": "0"} for row in rows])
    with pytest.raises(DataError) as wrong:
        package.evaluate(fitted / "run", "f.csv")
    kept = sum(1 for row in rows if row["x"])
    assert str(wrong.value) == f"f.csv: weight: every weight is 0 ({kept} rows): nothing could be judged by them"


def shaped(rows: list[dict[str, str]], **options: str) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), **options)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def test_files_of_another_shape_are_predicted_alike(fitted: Path, rows: list[dict[str, str]]) -> None:
    run = fitted / "run"
    plain = package.predict(run, "f.csv").document["predictions"]
    inputs = [{"more": "x", **{name: row[name] for name in ("word", "day", "x")}} for row in rows]
    frame = pl.DataFrame(inputs).with_columns(pl.col("x").replace("", None).cast(pl.Float64))
    frame.with_columns(pl.col("day").str.to_date()).write_parquet("typed.parquet")
    forms = {
        "semicolons.csv": shaped(inputs, delimiter=";", quoting=csv.QUOTE_ALL),
        "utf-16.csv": shaped(inputs).decode().encode("utf-16"),
        "top.csv": b"# made today\n\n" + shaped(inputs, lineterminator="\n"),
        "marked.csv": b"\xef\xbb\xbf" + shaped(inputs),
    }
    for name, content in forms.items():
        Path(name).write_bytes(content)
    for name in [*forms, "typed.parquet"]:
        assert package.predict(run, name).document["predictions"] == plain, name


REFUSED = {
    "another table": (b"a,b\n1,2\n", "f.csv:1: the file has no column '{}', which is an input of the network"),
    "no header": (
        b"1.0,red,2024-01-01\n2.0,blue,2024-01-02\n",
        "f.csv:1: the first line is no header, as it looks like the rows below; set data.format.header to false",
    ),
    "nothing": (b"", "f.csv:1: the file is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "f.csv:1: the file has no column '{}'"),
}


@pytest.mark.parametrize("shape", REFUSED)
@pytest.mark.usefixtures("rows")
def test_files_of_a_foreign_shape_are_refused(fitted: Path, shape: str) -> None:
    content, message = REFUSED[shape]
    Path("f.csv").write_bytes(content)
    before = set(os.listdir())
    with pytest.raises(DataError) as wrong:
        package.predict(fitted / "run", "f.csv", "out.csv")
    told = [str(problem) for problem in wrong.value.problems]
    expected = [message.format(name) for name in (("x", "word", "day") if "{}" in message else ("",))]
    assert len(told) == len(expected)
    assert all(line.startswith(start) for line, start in zip(sorted(told), sorted(expected), strict=True)), told
    assert set(os.listdir()) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_is_half_written_is_gone_when_a_signal_ends_the_process(
    fitted: Path, rows: list[dict[str, str]], number: signal.Signals
) -> None:
    """The input is a pipe that stays open, so the output is half written for sure."""
    head, *lines = Path("f.csv").read_text("utf-8").splitlines(keepends=True)
    command = [sys.executable, "-m", "nettrain", "predict", str(fitted / "run"), "-", "-o", "out.csv"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        process.stdin.write((head + "".join(lines) * (2 * AHEAD // len("".join(lines)))).encode())
        process.stdin.flush()
        while not [*Path().glob(".*")]:
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(30) == 128 + number
    assert os.listdir() == ["f.csv"]
