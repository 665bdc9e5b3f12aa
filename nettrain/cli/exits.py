"""Carrying out a verb: its outcome on stdout, its problems on stderr, its exit code."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from nettrain import errors
from nettrain.quiet import heard
from nettrain.text import encodable, page

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome

DONE, GATE_FAILED, WRONG_CONFIG, WRONG_DATA, DIVERGED, RUN_IN_THE_WAY, BUG, INTERRUPTED = 0, 1, 2, 3, 4, 5, 70, 130
CODES: dict[type[errors.NettrainError], int] = {
    errors.UsageError: WRONG_CONFIG,
    errors.ConfigError: WRONG_CONFIG,
    errors.DataError: WRONG_DATA,
    errors.DivergedError: DIVERGED,
    errors.RunError: RUN_IN_THE_WAY,
}


def carry_out(verb: Callable[[], Outcome], *, json: bool = False, quiet: bool = False, told: bool = False) -> None:
    """Run a verb, print its outcome on stdout and its problems on stderr, and exit with the right code.

    `told`: the reporter has already said on stdout what there is to say.
    """
    try:
        outcome = verb()
        if json:
            from nettrain.records import json_text

            _write(json_text(outcome.document).encode())
        elif not quiet and not told:
            _write(_spoken(outcome))
        code = DONE if outcome.passed else GATE_FAILED
    except errors.InterruptedRunError as stopped:
        code = _say(stopped, 128 + stopped.signal)
    except errors.NettrainError as wrong:
        code = _say(wrong, CODES[type(wrong)])
    except KeyboardInterrupt:
        code = _interruption()
    except BrokenPipeError:
        code = 141
    except Exception as error:
        code = _unforeseen(error)
    raise typer.Exit(code)


def _spoken(outcome: Outcome) -> bytes:
    """Return an outcome's text: in UTF-8 what a file would hold, all else with escapes for what cannot be shown."""
    if outcome.verbatim:
        return f"{outcome.text}\n".encode()
    encoding = sys.stdout.encoding
    return encodable(page(outcome.text.split("\n")) + "\n", encoding).encode(encoding)


def _write(content: bytes) -> None:
    """Write to stdout. Raises RunError where it takes nothing, BrokenPipeError where nobody reads it."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as failed:
        raise errors.RunError(f"the standard output cannot be written: {failed.strerror}") from None


def _unforeseen(error: Exception) -> int:
    """Say what the system refused, or else that it is a bug; return the exit code."""
    from nettrain.atomic import REASONS

    if _interrupted(error):
        return _interruption()
    if isinstance(error, OSError) and error.filename is not None and error.errno in REASONS:
        return _say(errors.RunError(f"{os.fsdecode(error.filename)}: {REASONS[error.errno]}"), RUN_IN_THE_WAY)
    if isinstance(error, MemoryError):
        short = "this process got no more memory: end other programs, raise its limit, or set a smaller data.memory"
        return _say(errors.RunError(short), RUN_IN_THE_WAY)
    if not _somewhere():
        gone = "the folder that this was started in is gone: change into another"
        return _say(errors.RunError(gone), RUN_IN_THE_WAY)
    _print(f"nettrain: this is a bug in nettrain; the report is in {_report()}")
    return BUG


def _interruption() -> int:
    _print("nettrain: interrupted")
    return INTERRUPTED


def _interrupted(error: BaseException | None) -> bool:
    """Return whether Ctrl-C is behind an error: what a compiled module makes of it while it is imported."""
    return error is not None and (
        isinstance(error, KeyboardInterrupt) or _interrupted(error.__cause__ or error.__context__)
    )


def _somewhere() -> bool:
    """Return whether the working directory is there."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


def _say(wrong: errors.NettrainError, code: int) -> int:
    for problem in wrong.problems:
        text = str(problem)
        _print(text if problem.span.file else f"nettrain: {text}")
    return code


def _print(line: str) -> None:
    with heard(), contextlib.suppress(OSError):  # TensorFlow may just be loaded by another thread
        print(page(line.split("\n")), file=sys.stderr, flush=True)


def _report() -> Path:
    """Write down what went wrong; return where."""
    import platform
    import tempfile

    from nettrain import __version__

    text = (
        f"nettrain {__version__}, Python {platform.python_version()}, {platform.platform()}\n"
        f"command: {sys.argv}\n\n{traceback.format_exc()}"
    )
    for folder in (Path.cwd(), Path(tempfile.gettempdir())):
        try:
            with tempfile.NamedTemporaryFile(
                "w", prefix="nettrain-bug-", suffix=".txt", dir=folder, delete=False, encoding="utf-8"
            ) as file:
                file.write(text)
            return Path(file.name)
        except OSError:
            continue
    return Path("(no folder could be written to)\n" + text)
