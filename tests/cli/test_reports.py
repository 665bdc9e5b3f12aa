"""--report on the real command line: a fault, a diverged training, a failed gate."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.cli.conftest import NETWORK, QUICK, nettrain
from tests.making import write_config, write_table
from tests.reporters.test_github import read
from tests.reporters.test_junit import refused


def suite(file: Path) -> ElementTree.Element:
    root = ElementTree.parse(file).getroot()
    assert refused(root) == []
    return root[0]


def test_a_fault_is_annotated_at_its_line(tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    file = write_config(tmp_path, NETWORK, "{epochs: ten, optimizer: {adamm: 0.01}}")
    done = nettrain(tmp_path, "check", "config.yaml", "--report", "github", "--report", "junit:out/check.xml")
    told = [read(line) for line in done.stderr.splitlines() if line.startswith("::")]
    lines = file.read_text().splitlines()
    assert done.returncode == 2
    assert [lines[int(at["line"]) - 1].split()[0] for _, at, _ in told] == ["epochs:", "adamm:"]
    assert [lines[int(at["line"]) - 1][int(at["col"]) - 1 :] for _, at, _ in told] == ["ten", "adamm: 0.01"]
    assert suite(tmp_path / "out/check.xml").attrib["errors"] == "1"


def test_wrong_data_are_annotated_at_their_row(tmp_path: Path) -> None:
    write_config(tmp_path, NETWORK)
    (tmp_path / "table.csv").write_text("c0,y\n" + "1,a\n2,b\n" * 10 + "oops,a\n")
    done = nettrain(tmp_path, "fit", "config.yaml", "--report", "github")
    told, advice = (read(line) for line in done.stderr.splitlines() if line.startswith("::error"))
    assert done.returncode == 3
    assert (told[1]["file"], told[1]["line"]) == ("table.csv", "22")
    assert "line" not in advice[1]


def test_cases_go_by_the_name_of_the_config_however_the_run_is_named(tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    file = write_config(tmp_path, NETWORK, "{epochs: 1}", name="letters")
    for number, verb in enumerate(
        (
            "check config.yaml",
            "fit config.yaml",
            "fit --resume latest",
            "fit -o elsewhere config.yaml",
            "eval",
            "eval latest",
            "eval runs/letters",
            "eval runs/letters/1",
            "eval elsewhere --data table.csv",
            "fit config.yaml --set data.path=none.csv",
        )
    ):
        nettrain(tmp_path, *verb.split(), "--report", f"junit:{number}.xml")
        made = suite(tmp_path / f"{number}.xml")
        assert {case.attrib["classname"] for case in made.findall("testcase")} == {"nettrain.letters"}, verb
        if verb.startswith("eval"):
            told = {one.attrib["name"]: one.attrib["value"] for one in made.iter("property")}
            assert told["run"] == ("elsewhere" if "elsewhere" in verb else "runs/letters/1")
            assert told["judged"] == ("table.csv" if "--data" in verb else "test")
    file.write_text("name: [")
    nettrain(tmp_path, "check", "config.yaml", "--report", "junit:x.xml")
    assert suite(tmp_path / "x.xml").findall("testcase")[0].attrib["classname"] == "nettrain.config"


@pytest.mark.parametrize(
    ("verb", "code", "found"),
    [
        ("check config.yaml --set data.memory=1GB", 5, "layers"),  # what is free changes between two commands
        ("eval runs/config/1", 5, "metrics"),
        ("eval runs/config/1 --fail-under accuracy=1.5", 1, "metrics"),
    ],
)
def test_a_report_that_cannot_be_written_does_not_hide_what_was_found(
    verb: str, code: int, found: str, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the results, and not a gate that failed: the exit code tells of that first."""
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none/summary.md"))
    report, told = ("--report", "github"), f"{tmp_path}/none/summary.md ($GITHUB_STEP_SUMMARY) cannot be written: "
    plain, done = nettrain(trained, *verb.split()), nettrain(trained, *verb.split(), *report)
    assert done.returncode == code
    assert done.stdout.splitlines()[:4] == plain.stdout.splitlines()[:4] != []
    assert [line for line in done.stderr.splitlines() if line[0] != ":"][-1].startswith(f"nettrain: {told}")
    plain, done = nettrain(trained, *verb.split(), "--json"), nettrain(trained, *verb.split(), *report, "--json")
    assert done.returncode == code
    results, document = json.loads(plain.stdout), json.loads(done.stdout)
    *problems, last = document.pop("problems")
    assert (document.pop("exit_code"), problems) == (code, results.pop("problems"))
    assert last["message"].startswith(told)
    assert document.keys() == results.keys() - {"exit_code"}
    assert document[found] == results[found]


def test_a_diverged_training_and_a_failed_gate_are_reported(tmp_path: Path) -> None:
    write_table(tmp_path, "regression")
    write_config(tmp_path, NETWORK, "{epochs: 30, loss: mean_squared_error, optimizer: {sgd: 1e30}}")
    assert nettrain(tmp_path, "fit", "config.yaml", "--report", "junit:a.xml").returncode == 4
    made = suite(tmp_path / "a.xml")
    assert [case.attrib["name"] for case in made.findall("testcase[error]")] == ["training"]
    times = [float(case.attrib["time"]) for case in made.findall("testcase")]
    assert min(times) > 0
    assert sum(times) == pytest.approx(float(made.attrib["time"]), abs=0.1)
    write_config(tmp_path, NETWORK, QUICK, gates={"r2_score": {"min": 0.9999}})
    done = nettrain(tmp_path, "fit", "config.yaml", "--json", "--report", "junit:b.xml", "--report", "markdown:b.md")
    assert done.returncode == 1
    assert done.stdout.startswith("{")
    made = suite(tmp_path / "b.xml")
    assert [case.attrib["name"] for case in made.findall("testcase[failure]")] == ["r2_score: min 0.9999"]
    assert all(float(case.attrib["time"]) > 0 for case in made.findall("testcase")[:3])
    assert (tmp_path / "b.md").read_text().startswith("## nettrain fit config.yaml: ❌ failed\n")


def test_a_failed_gate_is_annotated_where_it_stands_in_the_config(tmp_path: Path) -> None:
    """That of an option stands nowhere; the run's own files do not say where a config lay."""
    write_table(tmp_path, "regression")
    write_config(tmp_path, NETWORK, QUICK, gates={"r2_score": {"min": 0.9999}})
    table = tmp_path / "table.csv"
    head, *rows = table.read_text().splitlines()
    table.write_text("\n".join([f"{head},g", *(f"{row},a" for row in rows)]) + "\n")
    more = "slices:\n  g:\n    mean_absolute_error: {max: 0.001}\ndata: {split: {test: 0.4}, drop: g}\n"
    (tmp_path / "more.yaml").write_text(more)
    asked = ("--json", "--report", "github", "--fail-over", "root_mean_squared_error=0.001")
    done = nettrain(tmp_path, "fit", "config.yaml", "more.yaml", "-o", "run", *asked)
    assert done.returncode == 1
    line = (tmp_path / "config.yaml").read_text().splitlines().index("  r2_score:") + 1
    told = [[p[key] for key in ("file", "line", "column", "where")] for p in json.loads(done.stdout)["problems"]]
    assert told == [
        ["config.yaml", line, 3, "gates.r2_score"],
        [None] * 4,
        ["more.yaml", 3, 5, "slices.g.mean_absolute_error"],
    ]
    told = [line.split(",title=")[0] for line in done.stderr.splitlines() if "gate failed::" in line]
    assert told[0] == f"::error file=config.yaml,line={line},col=3"
    assert told[1].startswith("::error title=")
    assert told[2] == "::error file=more.yaml,line=3,col=5"
    for name in ("metrics.json", "events.jsonl"):
        assert "more.yaml" not in (tmp_path / "run" / name).read_text()
