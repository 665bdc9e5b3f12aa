"""Carrying out a verb: its outcome on stdout, its problems on stderr, its exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import typer

from nettrain import errors, signals
from nettrain.cli.screen import width_of
from nettrain.quiet import heard
from nettrain.text import encodable, page, printable, wrapped

if TYPE_CHECKING:
    from nettrain.commands.outcome import Outcome

DONE, GATE_FAILED, WRONG_CONFIG, WRONG_DATA, DIVERGED, RUN_IN_THE_WAY, BUG = 0, 1, 2, 3, 4, 5, 70
UNREAD = 141
"""Whoever read the standard output has gone."""
CODES: dict[type[errors.NettrainError], int] = {
    errors.UsageError: WRONG_CONFIG,
    errors.ConfigError: WRONG_CONFIG,
    errors.DataError: WRONG_DATA,
    errors.DivergedError: DIVERGED,
    errors.RunError: RUN_IN_THE_WAY,
}
SIGNALLED = 128
"""What is added to the number of the signal that ended a run."""
EVERY = frozenset({DONE, GATE_FAILED, *CODES.values(), BUG, UNREAD, *(SIGNALLED + one for one in signals.EVERY)})
"""All codes that a command may end with."""


def carry_out(verb: Callable[[], Outcome], *, json: bool, quiet: bool = False, told: bool = False) -> None:
    """Run a verb, print its outcome on stdout and its problems on stderr, and exit with the right code.

    With `json` problems go to stdout too: it is one document in any case. `told`: the reporter has already said on
    stdout what there is to say.
    """
    try:
        outcome = verb()
        code = GATE_FAILED if not outcome.passed else RUN_IN_THE_WAY if outcome.unwritten else DONE
        content = _document(outcome, code) if json else b"" if quiet or told else _text(outcome)
    except BrokenPipeError:
        code = UNREAD
    except BaseException as error:  # a panic of Polars is no Exception; Python would end as failed gates do
        code = failed(error, json=json)
    else:
        for problem in outcome.unwritten:
            say(f"nettrain: {printable(problem.message)}")
        code = written(content) or code
    raise typer.Exit(code)


def failed(error: BaseException, *, json: bool = False) -> int:
    """Say on stderr what went wrong, with `json` on stdout too; return the exit code."""
    wrong, code = _known(error)
    for problem in wrong.problems:
        text = str(problem)
        say(printable(text) if problem.span.file else f"nettrain: {text}")
    if json:
        document_of(wrong, code)
    return code


def document_of(wrong: errors.NettrainError, code: int) -> None:
    """Write the document of a command that failed to stdout; the exit code stays what it is if that takes nothing."""
    from nettrain.records import json_text

    problems = [problem.to_json() for problem in wrong.problems]
    written(json_text({**wrong.document, "problems": problems, "exit_code": code}).encode())


def written(content: bytes = b"") -> int:
    """Write to stdout what is there and more; return DONE, or the exit code for what was in the way, which is said."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except OSError as refused:
        return unwritten(refused)
    except (Exception, KeyboardInterrupt) as error:
        return failed(error)
    return DONE


def unwritten(refused: OSError) -> int:
    """Say why stdout, or a file if the error names one, cannot be written; return the exit code."""
    if isinstance(refused, BrokenPipeError):
        return UNREAD
    if refused.filename is not None:
        return failed(refused)
    from nettrain.atomic import reason

    return failed(errors.RunError(f"the standard output cannot be written: {reason(refused.errno)}"))


def say(line: str) -> None:
    """Print on stderr, if that takes anything."""
    with heard(), contextlib.suppress(OSError):  # TensorFlow may just be loaded by another thread
        print(_shown(line, sys.stderr), file=sys.stderr, flush=True)


def _document(outcome: Outcome, code: int) -> bytes:
    """Return an outcome as JSON; gates that failed are its problems, as errors are those of a command that failed.

    So are reports that could not be written.
    """
    from nettrain.events import failed_gates
    from nettrain.records import json_text

    problems = [] if outcome.passed else failed_gates(outcome.document.get("gates", ()), outcome.places)
    problems = [*problems, *outcome.unwritten]
    told = {"problems": [problem.to_json() for problem in problems], **outcome.document, "exit_code": code}
    return json_text(told).encode()


def _text(outcome: Outcome) -> bytes:
    """Return an outcome's text: in UTF-8 what a file would hold, all else as the stream can show it."""
    if outcome.verbatim:
        return f"{outcome.text}\n".encode()
    encoding = sys.stdout.encoding
    return encodable(_shown(outcome.text, sys.stdout) + "\n", encoding).encode(encoding)


def _shown(text: str, stream: TextIO) -> str:
    """Return text, printable, with long lines broken between words on a terminal: elsewhere a message is one line."""
    lines, width = page(text.split("\n")), width_of(stream)
    return lines if width is None else "\n".join(part for line in lines.split("\n") for part in wrapped(line, width))


def _known(error: BaseException) -> tuple[errors.NettrainError, int]:
    """Return an error in the user's words with its exit code: what the system refused, or else that it is a bug."""
    from nettrain.atomic import REASONS

    if isinstance(error, errors.InterruptedRunError):
        return error, SIGNALLED + error.signal
    if isinstance(error, errors.NettrainError):
        return error, CODES[type(error)]
    if (stopped := signals.interruption(error)) is not None:
        return errors.NettrainError(stopped.told), SIGNALLED + stopped.number
    if isinstance(error, OSError) and error.filename is not None and error.errno in REASONS:
        return errors.RunError(f"{os.fsdecode(error.filename)}: {REASONS[error.errno]}"), RUN_IN_THE_WAY
    if short := _short_of(error):
        return errors.RunError(short), RUN_IN_THE_WAY
    if not _somewhere():
        gone = "the folder that this was started in is gone: change into another"
        return errors.RunError(gone), RUN_IN_THE_WAY
    return errors.NettrainError(f"this is a bug in nettrain; the report is in {_report()}"), BUG


def _short_of(error: BaseException) -> str:
    """Return what the process got no more of and what to do, "" if the error is another.

    The system's word for a thread that it refuses is all that a panic of Polars tells; a library that it cannot load
    is told by the loader's.
    """
    told = str(error)
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and "failed to map segment" in told):
        return "this process got no more memory: end other programs, raise its limit, or set a smaller data.memory"
    if not isinstance(error, OSError) and ("can't start new thread" in told or os.strerror(errno.EAGAIN) in told):
        return "this process got no more threads: end other programs, or raise its limits (ulimit -u, ulimit -v)"
    return ""


def _somewhere() -> bool:
    """Return whether the working directory is there."""
    try:
        return bool(os.getcwd())
    except OSError:
        return False


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
