"""What nettrain keeps for later lies in a folder of the tests' own; the compilation cache is off; signals are heard."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile

import pytest
from hypothesis import settings

from nettrain.engine.compilation_cache import FLAGS, FOLDER

CACHE = "NETTRAIN_CACHE"


def pytest_configure(config: pytest.Config) -> None:
    """Make the folder; processes that run tests take it from the one that started them. No test looks at the clock."""
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")
    _hear()
    if not hasattr(config, "workerinput"):
        os.environ[CACHE] = tempfile.mkdtemp(prefix="nettrain-tests-")
        os.environ.setdefault(FLAGS, FOLDER)  # off


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove it."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(CACHE), ignore_errors=True)


def _hear() -> None:
    """Take back what a shell ignores for commands in the background, and nohup: processes of tests inherit it."""
    for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, handler)
