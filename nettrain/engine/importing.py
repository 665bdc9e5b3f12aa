"""Importing TensorFlow: beside the reading of the data, without a word on stderr, without what Keras only takes along.

Nothing here is imported before it is asked for: this module is cheap.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib.machinery
import importlib.util
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from nettrain.engine.compilation_cache import ask
from nettrain.environ import TENSORFLOW, settle
from nettrain.errors import InterruptedRunError, RunError
from nettrain.quiet import heard, quiet

LEFT_OUT = frozenset({
    "IPython", "PIL", "jax", "matplotlib", "pandas", "pydot", "scipy", "sklearn", "tensorboard", "torch"
})  # fmt: skip
"""What TensorFlow and Keras import if they find it, and nettrain never needs: up to two seconds."""
DELAY = 0.25
"""Seconds of planning after which the import begins: what fails sooner has not waited for it."""
NAME = "nettrain imports TensorFlow"


@contextlib.contextmanager
def imported_meanwhile() -> Iterator[None]:
    """Import TensorFlow in a thread if the body takes long, or once it is done; not at all if it soon fails.

    Its library is loaded meanwhile, which holds nobody up. `start` waits for the thread. So does a process that ends,
    as one crashes that is taken apart in the middle of an import; the thread then imports no module more.
    """
    ask()
    settle(TENSORFLOW)
    planned, failed = threading.Event(), threading.Event()
    begins, caller = time.monotonic() + DELAY, threading.current_thread()

    def wanted() -> bool:
        return caller.is_alive() or threading.main_thread().is_alive()

    def work() -> None:
        _load_library(failed)
        planned.wait(max(0.0, begins - time.monotonic()))
        if not failed.is_set():
            with contextlib.suppress(RunError, SystemExit), _given_up_unless(wanted):
                imported()  # whoever needs TensorFlow after a failure is told

    threading.Thread(target=work, name=NAME).start()
    try:
        yield
    except BaseException:
        failed.set()
        with heard():  # the thread is not just loading a library
            raise
    finally:
        planned.set()


def imported() -> tuple[Any, Any]:
    """Return TensorFlow and Keras, imported here or in the thread that has begun with it.

    Raises RunError where they cannot be imported.
    """
    if threading.current_thread().name != NAME:
        for thread in threading.enumerate():
            if thread.name == NAME:
                thread.join()
    made = _once()
    if isinstance(made, Exception):
        why = f"{type(made).__name__}: {made}".removesuffix(": ")
        mend = "see that it is installed whole, and that there is memory enough"
        raise RunError(f"TensorFlow cannot be imported: {why}; {mend}") from made
    return made


@cache
def _once() -> tuple[Any, Any] | Exception:
    """Import TensorFlow and Keras, or return why not: tried again, what has failed halfway fails for other reasons."""
    settle(TENSORFLOW)
    os.environ["KERAS_BACKEND"] = "tensorflow"
    try:
        with _without(LEFT_OUT), _extensions_quiet(), _uncollected():
            import keras
            import tensorflow as tf
    except InterruptedRunError:  # a signal, whatever was just done
        raise
    except Exception as failed:
        return failed
    return tf, keras


def _load_library(failed: threading.Event) -> None:
    """Load TensorFlow's shared libraries ahead of the import, the large one without the interpreter's lock.

    The small one says something while it is loaded, which takes 40 ms. Where they have other names nothing is loaded
    ahead, nor once the planning has `failed`.
    """
    found = importlib.util.find_spec("tensorflow")
    for folder in (found and found.submodule_search_locations) or ():
        for name, loader in (("libtensorflow_framework", ctypes.PyDLL), ("libtensorflow_cc", ctypes.CDLL)):
            for path in sorted(Path(folder).glob(f"{name}.*")):
                if failed.is_set():
                    return
                with quiet() if loader is ctypes.PyDLL else contextlib.nullcontext():
                    load = loader(None).dlopen
                    load.argtypes, load.restype = [ctypes.c_char_p, ctypes.c_int], ctypes.c_void_p
                    load(os.fsencode(path), os.RTLD_LAZY | os.RTLD_LOCAL)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Collect no garbage meanwhile: of half a million objects that an import makes, nearly all stay."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Told:
    """A finder that finds nothing: it tells each name that the thread which made it imports."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell, self.thread = tell, threading.get_ident()

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> None:
        """Know of no module."""
        if threading.get_ident() == self.thread:
            self.tell(name)


@contextlib.contextmanager
def _told(tell: Callable[[str], None]) -> Iterator[None]:
    finder = _Told(tell)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


def _without(names: frozenset[str]) -> contextlib.AbstractContextManager[None]:
    """Have none of these packages be found."""

    def absent(name: str) -> None:
        if name.partition(".")[0] in names:
            raise ModuleNotFoundError(f"{name} is left out while TensorFlow is imported", name=name)

    return _told(absent)


def _given_up_unless(wanted: Callable[[], bool]) -> contextlib.AbstractContextManager[None]:
    """Leave by SystemExit at the next module once nobody is there who could want it."""

    def go_on(name: str) -> None:
        if not wanted():
            raise SystemExit

    return _told(go_on)


@contextlib.contextmanager
def _extensions_quiet() -> Iterator[None]:
    """Keep stderr clean while a library of TensorFlow is loaded, and only then: others write to it too."""
    loader, create = importlib.machinery.ExtensionFileLoader, importlib.machinery.ExtensionFileLoader.create_module

    def quietly(self: Any, spec: Any) -> Any:
        if not spec.name.startswith("tensorflow."):
            return create(self, spec)
        with quiet():
            return create(self, spec)

    loader.create_module = quietly  # type: ignore[method-assign]
    try:
        yield
    finally:
        loader.create_module = create  # type: ignore[method-assign]
