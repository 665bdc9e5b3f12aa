"""The command line in a process of its own, forked from one that has imported everything already.

A new interpreter that imports TensorFlow costs three seconds, the fork of one that has done so a few milliseconds.
What a run is given and what it leaves is the same: arguments, folder, environment, streams, exit code. What is about
the start of the interpreter itself (what is imported, signals, kills) is tested with a real new process.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from nettrain.engine.compilation_cache import FLAGS, FOLDER

ROOT = Path(__file__).parents[1]


def run(
    folder: Path, arguments: Sequence[str], environment: Mapping[str, str], timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run `nettrain` with arguments in a folder, without input; return what it said and its exit code."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        code = _server().run([str(folder), list(arguments), dict(environment)], [out.fileno(), err.fileno()], timeout)
        told = []
        for stream in (out, err):
            stream.seek(0)
            told.append(stream.read().decode())
    return subprocess.CompletedProcess(["nettrain", *arguments], code, *told)


class Server:
    """The process that is forked."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.compiled = tempfile.TemporaryDirectory(prefix="nettrain-tests-")
        """What XLA compiled: the next one forked from the same process finds it there."""
        code = f"from tests.forking import serve; serve({theirs.fileno()})"
        command = [sys.executable, "-W", "default::RuntimeWarning", "-c", code]  # what NumPy warns of is told in tests
        environment = os.environ | {FLAGS: f"{FOLDER}{self.compiled.name}"}
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL
        )
        theirs.close()
        self.socket = ours

    def run(self, asked: object, streams: Sequence[int], timeout: float) -> int:
        """Fork, and return the exit code: negative for a signal, as subprocess has it."""
        socket.send_fds(self.socket, [json.dumps(asked).encode() + b"\n"], streams)
        pid = int(_line(self.socket))
        self.socket.settimeout(timeout)
        try:
            return int(_line(self.socket))
        except TimeoutError:
            os.kill(pid, signal.SIGKILL)
            raise
        finally:
            self.socket.settimeout(None)


@functools.cache
def _server() -> Server:
    server = Server()
    atexit.register(server.socket.close)
    return server


def serve(number: int) -> None:
    """Import, then fork a child for each request until the asker is gone."""
    from nettrain.engine.importing import imported

    imported()
    import nettrain.cli.verbs.fit
    import nettrain.commands.fit
    import nettrain.engine.training  # noqa: F401 (what a fit imports by and by)

    with socket.socket(fileno=number) as asking:
        while True:
            asked, streams = b"", list[int]()
            while not asked.endswith(b"\n"):
                some, more, _, _ = socket.recv_fds(asking, 1 << 16, 2)
                if not some:
                    return
                asked, streams = asked + some, [*streams, *more]
            pid = os.fork()
            if not pid:
                asking.close()
                _child(*json.loads(asked), streams)
            for stream in streams:
                os.close(stream)
            asking.sendall(f"{pid}\n".encode())
            asking.sendall(f"{os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n".encode())


def _child(folder: str, arguments: list[str], environment: dict[str, str], streams: list[int]) -> NoReturn:
    code = 70
    with contextlib.suppress(BaseException):
        for target, stream in enumerate(streams, start=1):
            os.dup2(stream, target)
            os.close(stream)
        os.chdir(folder)
        compiled = os.environ[FLAGS]
        for name in set(os.environ) - set(environment):
            del os.environ[name]
        os.environ.update(environment)
        if environment.get(FLAGS) == FOLDER:  # off: what others compiled is kept here, not in what nettrain keeps
            os.environ[FLAGS] = compiled
        sys.argv = ["nettrain", *arguments]
        import nettrain.entry

        nettrain.entry.main()
    os._exit(code)


def _line(stream: socket.socket) -> str:
    told = b""
    while not told.endswith(b"\n"):
        some = stream.recv(1)
        if not some:
            raise RuntimeError("the process that is forked has ended")
        told += some
    return told.decode()
