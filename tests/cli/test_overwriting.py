"""No output is written over what the command reads, nor over a file that a run consists of, nor over a folder."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import nettrain

FOLDER = "this is a folder; name a file\n"
READ = "this file is read; choose another, so that nothing is lost\n"
OWN = "the run in this folder has a file of that name; choose another\n"
RUN = "runs/config/1"

REFUSED = {
    f"predict {RUN} table.csv -o table.csv": f"-o table.csv: {READ}",
    f"predict {RUN} table.csv -o link.csv": f"-o link.csv: {READ}",
    f"predict {RUN} - -o table.csv": f"-o table.csv: {READ}",
    f"predict {RUN} - -o {RUN}/predictions.csv": f"-o {RUN}/predictions.csv: {OWN}",
    f"predict {RUN} - -o {RUN}/checkpoints/best.state": f"-o {RUN}/checkpoints/best.state: {OWN}",
    "init table.csv --target y -o table.csv --force": f"-o table.csv: {READ}",
    f"init table.csv --target y -o {RUN}/config.yaml --force": f"-o {RUN}/config.yaml: {OWN}",
    "check config.yaml --report junit:config.yaml": f"--report junit:config.yaml: {READ}",
    f"fit config.yaml --report markdown:{RUN}/plan.json": f"--report markdown:{RUN}/plan.json: {OWN}",
    f"eval {RUN} --data table.csv --report junit:table.csv": f"--report junit:table.csv: {READ}",
    f"eval {RUN} --report markdown:table.csv": f"--report markdown:table.csv: {READ}",
    "eval --report markdown:link.csv": f"--report markdown:link.csv: {READ}",
    "check config.yaml --report junit:./table.csv": f"--report junit:table.csv: {READ}",
    "check --each config.yaml --report junit:table.csv": f"--report junit:table.csv: {READ}",
    "fit config.yaml --report junit:table.csv": f"--report junit:table.csv: {READ}",
    f"fit --resume {RUN} --report junit:table.csv": f"--report junit:table.csv: {READ}",
    "fit config.yaml --report github --report markdown:link.csv": f"--report markdown:link.csv: {READ}",
    f"predict {RUN} table.csv -o ./": f"-o .: {FOLDER}",
    f"predict {RUN} table.csv -o /": f"-o /: {FOLDER}",
    f"predict {RUN} table.csv -o ..": f"-o ..: {FOLDER}",
    "init table.csv --target y -o . --force": f"-o .: {FOLDER}",
    "init table.csv --target y -o runs/": f"-o runs: {FOLDER}",
    "check config.yaml --report junit:runs": f"--report junit:runs: {FOLDER}",
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
    done = nettrain(folder, *shlex.split(command))
    assert done.returncode == 2
    assert done.stderr == f"nettrain: {REFUSED[command]}"
    assert contents(folder) == before


def test_a_report_spares_the_data_of_its_run(trained: Path) -> None:
    done = nettrain(trained, "report", RUN, "-o", "table.csv")
    assert (done.returncode, done.stderr) == (2, f"nettrain: -o table.csv: {READ}")


def test_a_page_goes_to_stdout_where_that_is_asked_for(trained: Path) -> None:
    assert nettrain(trained, "report", RUN, "-o", "page.html").returncode == 0
    done = nettrain(trained, "report", RUN, "-o", "-")
    assert (done.returncode, done.stdout.rstrip()) == (0, (trained / "page.html").read_text().rstrip())
    assert not (trained / "-").exists()
    both = nettrain(trained, "report", RUN, "-o", "-", "--open")
    assert (both.returncode, "--open shows a file" in both.stderr) == (2, True)


@pytest.mark.parametrize(
    "command",
    [f"predict {RUN} table.csv -o {RUN}/more.csv", f"report {RUN}", "check config.yaml --report junit:plan.json"],
)
def test_other_names_are_free(folder: Path, command: str) -> None:
    for _ in range(2):
        assert nettrain(folder, *command.split()).returncode == 0


WRONG = {
    "check typo.yaml": 2,
    "fit typo.yaml": 2,
    "fit config.yaml --set data.target=nix": 3,
    "check config.yaml --set train.epochs=ten": 2,
    "eval runs/none": 2,
    "fit --resume runs/none": 2,
    "fit": 2,
}
"""Commands that fail, most of them before it is known which data they would read."""


@pytest.mark.parametrize("command", WRONG)
def test_no_report_of_a_fault_is_written_over_the_data(folder: Path, command: str) -> None:
    (folder / "typo.yaml").write_text((folder / "config.yaml").read_text().replace("path:", "path"))
    before = contents(folder)
    plain = nettrain(folder, *command.split())
    done = nettrain(folder, *command.split(), "--report", "junit:table.csv", "--report", "markdown:out.md")
    assert WRONG[command] == plain.returncode
    if READ not in done.stderr:
        assert done.returncode == plain.returncode
        assert (folder / "out.md").read_text().startswith("## nettrain")
        assert "nettrain: table.csv is there already and no report; as it is not known" in done.stderr
        assert plain.stderr in done.stderr
        (folder / "out.md").unlink()
    assert contents(folder) == before


def test_a_report_of_a_fault_is_written_over_an_earlier_one(folder: Path) -> None:
    (folder / "empty.md").touch()
    for name in ("empty.md", "good.xml", "good.md"):
        report = f"{'junit' if name == 'good.xml' else 'markdown'}:{name}"
        assert nettrain(folder, "check", "config.yaml", "--report", report).returncode == 0
        before = (folder / name).read_text()
        assert nettrain(folder, "check", "none.yaml", "--report", report).returncode == 2
        assert "none.yaml" in (folder / name).read_text() != before


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
