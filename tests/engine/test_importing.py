"""TensorFlow comes without a word, without what Keras takes along, and not at all for a config that fails."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.making import write_config, write_table

LOOK = """
import sys
from nettrain.engine.importing import LEFT_OUT
print(*sorted(name for name in {module.partition('.')[0] for module in sys.modules} & LEFT_OUT))
"""


def python(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python in a fresh process."""
    return subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120)


def test_nothing_is_said_and_nothing_taken_along() -> None:
    done = python(
        "from nettrain.engine.start import start\nassert float(start(1, 0)[1].ops.sum([1.0, 2.0])) == 3\n" + LOOK
    )
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "", "")


def test_what_was_left_out_can_be_imported_after() -> None:
    done = python("from nettrain.engine.importing import imported\nimported()\nimport sklearn\n" + LOOK)
    assert "sklearn" in done.stdout.split(), done.stderr


def test_an_import_that_fails_is_told_once_and_as_it_failed(tmp_path: Path) -> None:
    """Tried again, it would stumble over what the first attempt left behind."""
    package = tmp_path / "packages/tensorflow"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "import sys\nif hasattr(sys, 'tried'):\n    raise ValueError('registered twice')\n"
        "sys.tried = True\nraise ImportError('no library')\n"
    )
    write_table(tmp_path, "binary")
    write_config(tmp_path, "[output]", "{epochs: 1}")
    done = subprocess.run(
        [sys.executable, "-m", "nettrain", "fit", "config.yaml"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "packages")},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 5
    assert done.stderr.splitlines()[-1] == (
        "nettrain: TensorFlow cannot be imported: ImportError: no library; "
        "see that it is installed whole, and that there is memory enough"
    )


FIT = """
import sys, time
from pathlib import Path
import nettrain
from nettrain.engine import importing
importing.DELAY = float(sys.argv[2])
try:
    nettrain.fit(sys.argv[1], output="run")
except nettrain.errors.NettrainError as error:
    print(type(error).__name__)
time.sleep(0.2)
print("tensorflow" in sys.modules)
"""


@pytest.mark.parametrize(("layers", "error"), [("[dense: 4, output]", ""), ("[dense: 4, flatten: 3]", "ConfigError")])
def test_a_config_that_fails_imports_nothing(tmp_path: Path, layers: str, error: str) -> None:
    write_table(tmp_path, "binary")
    config = write_config(tmp_path, layers, "{epochs: 1, compile: eager}")
    done = subprocess.run(
        [sys.executable, "-c", FIT, str(config), "5"], capture_output=True, text=True, timeout=120, cwd=tmp_path
    )
    assert done.stdout.split() == ([error, "False"] if error else ["True"]), done.stderr


def test_the_thread_that_imports_is_waited_for(tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    config = write_config(tmp_path, "[dense: 4, output]", "{epochs: 1, compile: eager}")
    done = subprocess.run(
        [sys.executable, "-c", FIT, str(config), "0"], capture_output=True, text=True, timeout=120, cwd=tmp_path
    )
    assert (done.stdout.split(), done.stderr) == (["True"], "")
    assert (tmp_path / "run" / "metrics.json").exists()


FAILS = """
import atexit, sys, threading, time
from nettrain.engine.importing import NAME, imported_meanwhile
atexit.register(lambda: print([t.name for t in threading.enumerate() if t.name == NAME], "keras" in sys.modules))
with imported_meanwhile():
    while "keras" not in sys.modules:
        time.sleep(0.01)
    raise SystemExit(3)
"""


def test_a_process_ends_without_an_import_in_its_middle() -> None:
    done = python(FAILS)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (3, "[] False", "")
