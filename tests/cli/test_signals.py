"""A signal ends every verb at any moment with a line, its exit code, and the reports that were asked for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

SAID = {
    signal.SIGINT: "interrupted",
    signal.SIGTERM: "interrupted by SIGTERM",
    signal.SIGHUP: "interrupted by SIGHUP",
}
MEETING = """
import os, sys
number, module = int(sys.argv[1]), sys.argv[2]
sys.argv = ["nettrain", *sys.argv[3:]]

class Meeting:
    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), number)

sys.meta_path.insert(0, Meeting())
from nettrain.entry import main
main()
"""
"""Runs nettrain, to which a signal is sent when a module is about to be imported."""
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
RUN = "runs/config/1"


def met(folder: Path, number: signal.Signals, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", MEETING, str(int(number)), module, *arguments]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True)


@pytest.mark.parametrize("number", SAID)
@pytest.mark.parametrize("module", ["nettrain.cli", "typer", "nettrain.cli.verbs.show", "nettrain.commands.show"])
def test_while_it_starts(trained: Path, number: signal.Signals, module: str) -> None:
    done = met(trained, number, module, "show", RUN, "--json")
    assert (done.returncode, done.stderr) == (128 + number, f"nettrain: {SAID[number]}\n")
    document = json.loads(done.stdout)
    assert document["exit_code"] == 128 + number
    assert [problem["message"] for problem in document["problems"]] == [SAID[number]]


def test_while_its_options_are_read(trained: Path) -> None:
    """Typer ends without a word then."""
    code = (
        "import signal, sys; from typer.core import TyperCommand; "
        "TyperCommand.parse_args = lambda *_: signal.raise_signal(signal.SIGINT); "
        "sys.argv[1:] = ['show']; from nettrain.entry import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=trained, env=ENVIRONMENT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "nettrain: interrupted\n")


@pytest.mark.parametrize("number", SAID)
@pytest.mark.parametrize(("verb", "module"), [("fit", "nettrain.engine.importing"), ("check", "nettrain.data.profile")])
def test_while_it_reads(trained: Path, tmp_path: Path, number: signal.Signals, verb: str, module: str) -> None:
    report = tmp_path / "a.xml"
    done = met(trained, number, module, verb, "config.yaml", "--report", f"junit:{report}")
    assert (done.returncode, done.stderr) == (128 + number, f"nettrain: {SAID[number]}\n")
    assert [error.attrib["message"] for error in ElementTree.parse(report).iter("error")] == [SAID[number]]


@pytest.mark.parametrize("verb", [("fit", "config.yaml"), ("check", "config.yaml"), ("eval", RUN)])
@pytest.mark.parametrize("module", ["nettrain.commands.inputs", "polars"])
def test_while_it_looks_what_will_be_read(trained: Path, tmp_path: Path, verb: tuple[str, str], module: str) -> None:
    """Nothing is written over what may be read, then: only an earlier report."""
    report, row = tmp_path / "new" / "a.xml", tmp_path / "row.csv"
    row.write_text("a,b\n")
    asked = ("--report", f"junit:{report}", "--report", f"markdown:{row}")
    done = met(trained, signal.SIGTERM, module, *verb, *asked)
    *_, last = done.stderr.splitlines()
    assert (done.returncode, last) == (143, f"nettrain: {SAID[signal.SIGTERM]}")
    assert [error.attrib["message"] for error in ElementTree.parse(report).iter("error")] == [SAID[signal.SIGTERM]]
    assert row.read_text() == "a,b\n"


@pytest.mark.parametrize("number", SAID)
def test_while_doctor_trains(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    """It says nothing against the machine, and of no run to go on with; the folder of that is gone."""
    monkeypatch.setitem(ENVIRONMENT, "TMPDIR", str(tmp_path))
    done = met(tmp_path, number, "nettrain.engine.export", "doctor")
    assert (done.returncode, done.stdout, done.stderr) == (128 + number, "", f"nettrain: {SAID[number]}\n")
    assert not list(tmp_path.glob("nettrain-doctor-*"))


@pytest.mark.parametrize("number", SAID)
def test_while_it_judges_a_stream(trained: Path, tmp_path: Path, number: signal.Signals) -> None:
    report = tmp_path / "a.xml"
    command = [sys.executable, "-m", "nettrain", "eval", RUN, "--data", "-", "--report", f"junit:{report}"]
    with subprocess.Popen(
        command,
        cwd=trained,
        env=ENVIRONMENT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stderr is not None
        rows = (trained / "table.csv").read_bytes()
        process.stdin.write(rows + rows.partition(b"\n")[2] * 2000)
        process.stdin.flush()  # it has begun to read, and waits for more
        process.send_signal(number)
        assert process.wait(60) == 128 + number
        assert process.stderr.read().decode() == f"nettrain: {SAID[number]}\n"
    assert [error.attrib["message"] for error in ElementTree.parse(report).iter("error")] == [SAID[number]]


@pytest.mark.parametrize("number", SAID)
def test_where_python_cannot_raise(tmp_path: Path, number: signal.Signals) -> None:
    """An exception in a destructor is only printed: the signal is sent once more."""
    code = f"""
import signal, time
from nettrain.signals import hear, interruption
class Dying:
    def __del__(self):
        signal.raise_signal({int(number)})
hear()
try:
    dying = Dying()
    del dying
    print("goes on", flush=True)
    time.sleep(30)
except KeyboardInterrupt as stopped:
    print(interruption(stopped).number)
"""
    done = subprocess.run([sys.executable, "-c", code], env=ENVIRONMENT, capture_output=True, text=True, timeout=20)
    assert (done.stdout, done.stderr) == (f"goes on\n{int(number)}\n", "")


def test_what_is_ignored_stays_ignored(trained: Path) -> None:
    """As nohup has it."""
    command = f"trap '' HUP; exec '{sys.executable}' -c \"$0\" {int(signal.SIGHUP)} nettrain.commands.show show {RUN}"
    done = subprocess.run(["sh", "-c", command, MEETING], cwd=trained, env=ENVIRONMENT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
