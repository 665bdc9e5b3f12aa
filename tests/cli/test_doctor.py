"""doctor: what it tells, and how it takes what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nettrain.commands import doctor
from nettrain.commands.doctor import Finding, Section
from nettrain.commands.trial import Trial
from nettrain.errors import RunError
from tests.cli.conftest import nettrain

FINE = Trial(12, 0.6, 0.05, True, ("CPU",), 2.0, 1.0)


def test_this_machine(tmp_path: Path) -> None:
    done = nettrain(tmp_path, "doctor", "--json")
    assert done.stderr == ""
    document = json.loads(done.stdout)
    sections = document["sections"]
    assert list(sections) == sorted(section.name for section in doctor.SECTIONS)
    training = sections["training"]
    assert training["problems"] == []
    assert training["same_bits"] is True
    assert training["last_loss"] < training["first_loss"] / 2
    assert document["passed"] == (done.returncode == 0)
    assert list(tmp_path.iterdir()) == [], "it leaves nothing behind"


def test_one_section_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Finding:
        raise OSError("no such device")

    fine = Section("second", lambda: Finding("well", {"a": 1}))
    monkeypatch.setattr(doctor, "SECTIONS", (Section("first", broken), fine))
    outcome = doctor.run()
    assert not outcome.passed
    assert outcome.text.splitlines() == [
        "first   cannot be told",
        "        wrong: OSError: no such device",
        "second  well",
        "",
        "1 thing is wrong",
    ]
    (problem,) = outcome.document["problems"]
    assert (problem["where"], problem["message"]) == ("first", "OSError: no such device")
    assert outcome.document["sections"]["second"] == {"a": 1, "text": "well", "problems": []}


@pytest.mark.parametrize(
    ("made", "gpu", "problem"),
    [
        (FINE, False, None),
        (FINE._replace(last_loss=0.59), False, "did not learn"),
        (FINE._replace(same_bits=False), False, "two runs of one config differ"),
        (FINE, True, "that TensorFlow does not see"),
        (FINE._replace(devices=("CPU", "GPU")), True, None),
    ],
)
def test_a_training_that_goes_wrong(
    made: Trial, gpu: bool, problem: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "trial", lambda: made)
    monkeypatch.setattr(doctor.shutil, "which", lambda name: "/usr/bin/nvidia-smi" if gpu else None)
    (section,) = [section for section in doctor.SECTIONS if section.name == "training"]
    told = section.look().problems
    assert len(told) == (problem is not None)
    assert all(problem and problem in line for line in told)


def test_a_package_that_is_too_old_is_told_with_its_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "requires", lambda name: ["keras>=3.15.1", "typer>=0.16", 'mypy>=1; extra == "dev"'])
    monkeypatch.setattr(doctor, "version", {"keras": "3.12.0", "typer": "0.20"}.__getitem__)
    (section,) = [section for section in doctor.SECTIONS if section.name == "versions"]
    assert section.look().problems == ("keras is 3.12.0, expected >=3.15.1: pip install 'keras>=3.15.1'",)


def test_a_folder_that_cannot_be_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETTRAIN_CACHE", "/proc/nettrain")
    (section,) = [section for section in doctor.SECTIONS if section.name == "cache"]
    (told,) = section.look().problems
    assert "NETTRAIN_CACHE" in told


def test_a_folder_in_which_no_run_can_be_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object) -> None:
        raise RunError("file cannot be written: the disk is full")

    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path))
    monkeypatch.setattr(doctor.RunDir, "write", full)
    (section,) = [section for section in doctor.SECTIONS if section.name == "cache"]
    (told,) = section.look().problems
    assert told.startswith(
        f"no files can be kept in {tmp_path} (file cannot be written: the disk is full): set NETTRAIN"
    )
