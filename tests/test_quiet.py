"""What compiled libraries write is kept off the screen; what anybody else writes meanwhile is not."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections.abc import Callable, Iterator

import pytest
import typer

from nettrain.cli.exits import carry_out
from nettrain.commands.outcome import Outcome
from nettrain.engine import importing
from nettrain.errors import DataError
from nettrain.quiet import quiet
from nettrain.reporters.outlet import Outlet


def report() -> None:
    Outlet(sys.stderr).line("words")


def fail() -> None:
    def verb() -> Outcome:
        raise DataError("words")

    with contextlib.suppress(typer.Exit):
        carry_out(verb, json=False)


@contextlib.contextmanager
def written() -> Iterator[None]:
    """Let sys.stderr write to descriptor 2, as it does outside of tests."""
    with open(2, "w", buffering=1, closefd=False) as stream, contextlib.redirect_stderr(stream):
        yield


@pytest.mark.parametrize(("speak", "said"), [(report, "words\n"), (fail, "nettrain: words\n")])
def test_nobodys_words_are_lost(capfd: pytest.CaptureFixture[str], speak: Callable[[], None], said: str) -> None:
    """Another thread has just turned the standard error away."""
    turned = threading.Event()

    def chat() -> None:
        with quiet():
            turned.set()
            os.write(2, b"chatter\n")
            threading.Event().wait(0.1)

    with written():
        thread = threading.Thread(target=chat)
        thread.start()
        assert turned.wait(10)
        speak()
        thread.join()
    assert capfd.readouterr().err == said


def test_a_failure_beside_the_import_is_told(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It leaves the block once the thread has turned the standard error back."""
    turned, ended = threading.Event(), threading.Event()

    def load(failed: threading.Event) -> None:
        with quiet():
            turned.set()
            threading.Event().wait(0.1)
        ended.set()

    def read() -> None:
        assert turned.wait(10)
        raise DataError("words")

    monkeypatch.setattr(importing, "_load_library", load)
    with pytest.raises(DataError), importing.imported_meanwhile():
        read()
    os.write(2, b"words\n")
    assert ended.wait(10)
    assert capfd.readouterr().err == "words\n"
