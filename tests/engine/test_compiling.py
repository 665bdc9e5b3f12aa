"""Compiling side by side: nothing is trained by it, one waits for it with open ears, and its errors arrive."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np
import pytest

from nettrain.engine.compiling import Compiled, Job, compile_all
from nettrain.engine.start import start
from nettrain.engine.state import values_of
from nettrain.engine.steps import Steps
from nettrain.engine.training import Training
from nettrain.errors import InterruptedRunError
from nettrain.plan.rows import rows_of
from tests.making import planned
from tests.surroundings import Unseen


class Slow(Compiled):
    """One that has a function in the place of what TensorFlow makes of it."""

    def __init__(self, called: Callable[..., object]) -> None:
        super().__init__(None, called, "eager")
        self.traced = False

    def trace(self, *arguments: Any) -> None:
        self.traced = True

    def __call__(self, *arguments: Any) -> object:
        assert self.traced
        return self.called(*arguments)


def test_functions_are_compiled_side_by_side() -> None:
    met = threading.Barrier(3)
    compile_all([Job(Slow(lambda _: met.wait(30)), (number,)) for number in range(3)])


def test_a_signal_ends_the_waiting() -> None:
    compiled = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        raise InterruptedRunError("stopped", number)

    def begin() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        compiled.wait(30)

    before = signal.signal(signal.SIGTERM, stop)
    try:
        with pytest.raises(InterruptedRunError):
            compile_all([Job(Slow(begin), ())])
        assert not compiled.is_set()
    finally:
        compiled.set()
        signal.signal(signal.SIGTERM, before)


def test_an_error_arrives() -> None:
    def broken() -> None:
        raise ValueError("no such kernel")

    with pytest.raises(ValueError, match="no such kernel"):
        compile_all([Job(Slow(lambda: None), ()), Job(Slow(broken), ())])


@pytest.mark.parametrize("how", ["xla", "graph"])
def test_nothing_is_trained_and_nothing_compiled_later(
    tmp_path: Path, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    layers = "[dense: {units: 8, activation: relu}, batch_normalization, dropout: 0.3, output]"
    made = planned(tmp_path, "binary", layers, f"{{epochs: 2, batch_size: 16, compile: {how}}}")
    rows = rows_of(made.plan, made.dataset.drawn)
    tf, keras = start(1, 3)
    functions: list[Any] = []
    plain = tf.function
    monkeypatch.setattr(tf, "function", lambda *given, **more: functions.append(plain(*given, **more)) or functions[-1])
    steps = Steps(tf, keras, made.plan)
    before = values_of(steps.variables)
    training = Training(made.plan, steps, Unseen())
    training.prepare(rows["train"], rows["validation"])
    for value, now in zip(before, values_of(steps.variables), strict=True):
        np.testing.assert_array_equal(value, now)
    once = [1] * len(functions)
    assert once
    assert [function.experimental_get_tracing_count() for function in functions] == once
    training.run()
    steps.outputs(rows["test"].inputs)
    assert [function.experimental_get_tracing_count() for function in functions] == once
