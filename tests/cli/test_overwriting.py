"""No output is written over what the command reads, nor over a file that a run consists of."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import nettrain

READ = "this file is read; choose another, so that nothing is lost\n"
OWN = "the run in this folder has a file of that name; choose another\n"
RUN = "runs/config/1"

REFUSED = {
    f"predict {RUN} table.csv -o table.csv": f"-o table.csv: {READ}",
    f"predict {RUN} table.csv -o link.csv": f"-o link.csv: {READ}",
    f"predict {RUN} - -o {RUN}/predictions.csv": f"-o {RUN}/predictions.csv: {OWN}",
    f"predict {RUN} - -o {RUN}/checkpoints/best.state": f"-o {RUN}/checkpoints/best.state: {OWN}",
    "init table.csv --target y -o table.csv --force": f"-o table.csv: {READ}",
    f"init table.csv --target y -o {RUN}/config.yaml --force": f"-o {RUN}/config.yaml: {OWN}",
    "check config.yaml --report junit:config.yaml": f"--report junit:config.yaml: {READ}",
    f"fit config.yaml --report markdown:{RUN}/plan.json": f"--report markdown:{RUN}/plan.json: {OWN}",
    f"eval {RUN} --data table.csv --report junit:table.csv": f"--report junit:table.csv: {READ}",
}


@pytest.fixture(scope="module")
def folder(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("overwriting") / "copy"
    shutil.copytree(trained, folder, symlinks=True)
    (folder / "link.csv").symlink_to("table.csv")
    return folder


@pytest.mark.parametrize("command", REFUSED)
def test_what_is_read_stays(folder: Path, command: str) -> None:
    before = contents(folder)
    done = nettrain(folder, *command.split())
    assert done.returncode == 2
    assert done.stderr == f"nettrain: {REFUSED[command]}"
    assert contents(folder) == before


def test_a_report_spares_the_data_of_its_run(trained: Path) -> None:
    done = nettrain(trained, "report", RUN, "-o", "table.csv")
    assert (done.returncode, done.stderr) == (2, f"nettrain: -o table.csv: {READ}")


@pytest.mark.parametrize(
    "command",
    [f"predict {RUN} table.csv -o {RUN}/more.csv", f"report {RUN}", "check config.yaml --report junit:plan.json"],
)
def test_other_names_are_free(folder: Path, command: str) -> None:
    for _ in range(2):
        assert nettrain(folder, *command.split()).returncode == 0


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_link_is_followed(trained: Path, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_text("old\n")
    (tmp_path / "link.csv").symlink_to("real.csv")
    done = nettrain(trained, "predict", RUN, "table.csv", "-o", str(tmp_path / "link.csv"))
    assert done.returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == nettrain(trained, "predict", RUN, "table.csv").stdout


def test_another_name_of_the_standard_output_is_that(trained: Path, tmp_path: Path) -> None:
    """A link like /dev/stdout, which a root would otherwise replace by a file."""
    (tmp_path / "stdout").symlink_to("/proc/self/fd/1")
    for verb in (["predict", RUN, "table.csv"], ["init", "table.csv", "--target", "y"]):
        done, plain = (nettrain(trained, *verb, "-o", name) for name in (str(tmp_path / "stdout"), "-"))
        assert (done.returncode, done.stdout, done.stderr) == (0, plain.stdout, plain.stderr)
    assert (tmp_path / "stdout").is_symlink()
