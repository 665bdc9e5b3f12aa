"""check --each: every file is a config of its own, as the pre-commit hook runs it."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.cli.conftest import NETWORK, QUICK, nettrain
from tests.cli.test_reports import suite
from tests.making import write_config, write_table

ROOT = Path(__file__).parents[2]


def configs(folder: Path) -> Path:
    write_table(folder, "binary")
    good = write_config(folder, NETWORK, QUICK).rename(folder / "good.yaml")
    text = good.read_text()
    (folder / "typo.yaml").write_text(text.replace("units", "unit"))
    (folder / "lost.yaml").write_text(text.replace("table.csv", "tables.csv"))
    return good


def test_good_files_are_not_merged(tmp_path: Path) -> None:
    good = configs(tmp_path)
    other = good.read_text().replace("epochs: 3", "epochs: 4")
    (tmp_path / "other.yaml").write_text(other)
    done = nettrain(tmp_path, "check", "--each", "good.yaml", "other.yaml")
    assert (done.returncode, done.stdout) == (0, "good.yaml: ok\nother.yaml: ok\n")
    assert nettrain(tmp_path, "check", "--each", "--quiet", "good.yaml", "other.yaml").stdout == ""


def test_problems_of_all_files_are_told(tmp_path: Path) -> None:
    configs(tmp_path)
    done = nettrain(tmp_path, "check", "--each", "typo.yaml", "good.yaml", "lost.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "typo.yaml:" in done.stderr
    assert "did you mean 'units'?" in done.stderr
    assert "\nlost.yaml:2:9: data.path: tables.csv: no such file; did you mean 'table.csv'?\n" in done.stderr
    assert nettrain(tmp_path, "check", "--each", "good.yaml", "lost.yaml").returncode == 3


def test_each_file_is_a_case_of_the_report(tmp_path: Path) -> None:
    configs(tmp_path)
    files = ("good.yaml", "typo.yaml", "lost.yaml")
    done = nettrain(tmp_path, "check", "--each", *files, "--report", "junit:each.xml")
    assert done.returncode == 2
    cases = suite(tmp_path / "each.xml").findall("testcase")
    assert [(case.attrib["classname"], case.attrib["name"]) for case in cases] == [("nettrain.check", f) for f in files]
    told = ["\n".join(error.text or "" for error in case.findall("error")) for case in cases]
    assert told[0] == ""
    assert told[1].startswith("typo.yaml:")
    assert told[2].startswith("lost.yaml:")
    assert "lost.yaml" not in told[1]
    assert float(cases[0].attrib["time"]) > 0


def test_problems_that_stand_in_no_config_say_who_asked(tmp_path: Path) -> None:
    configs(tmp_path)
    table = tmp_path / "table.csv"
    table.write_text(table.read_text() + "1,2\n")
    done = nettrain(tmp_path, "check", "--each", "good.yaml")
    assert "table.csv:152: has 2 cells, expected 9 as in the first line of the table (asked for by good" in done.stderr
    done = nettrain(tmp_path, "check", "--each", "good.yaml", "--set", "data.path=no.csv")
    assert done.stderr == "--set data.path=no.csv: data.path: no.csv: no such file in ./ (asked for by good.yaml)\n"


def test_the_hook_checks_each_of_the_files_that_it_gets(tmp_path: Path) -> None:
    """The definition's own command line, with several files behind it, as pre-commit calls it."""
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["id"] == "nettrain-check"
    program, *arguments = hook["entry"].split()
    assert program == "nettrain"
    configs(tmp_path)
    assert nettrain(tmp_path, *arguments, "good.yaml", "typo.yaml").returncode == 2
    assert nettrain(tmp_path, *arguments, "good.yaml", "good.yaml").returncode == 0
