"""What a run leaves for predicting without TensorFlow: model.tflite, held against Keras row by row on real rows."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from nettrain.engine.export import ExportError, reason, to_litert
from nettrain.engine.steps import Steps
from nettrain.engine.windows import released
from nettrain.errors import DataError
from nettrain.events import Emit, Notice
from nettrain.inference.network import Array, Network, batch_of
from nettrain.plan.plan import Plan
from nettrain.rundir import LITE, RunDir

AGREE = 1e-5
"""How far an output may lie from Keras's; from 1 on, as a share of it."""
CHECKED = 1 << 16
"""Most rows on which the two are held against each other."""
ArrayPredictor: TypeAlias = Callable[[NDArray[np.float32]], NDArray[np.float32]]
"""Encoded rows (rows, width) -> outputs (rows, outputs)."""


class Exported(NamedTuple):
    """The network as `predict` and `eval` will run it, and what the manifest says of that."""

    outputs: ArrayPredictor
    record: dict[str, Any]


def export(directory: RunDir, plan: Plan, steps: Steps, inputs: NDArray[np.float32], show: Emit) -> Exported:
    """Write model.tflite, unless LiteRT cannot take the network or disagrees with Keras on `inputs`; then show why.

    Without it TensorFlow predicts. Raises RunError where the disk does not take the file.
    """
    widths = [plan.inputs.size, *(math.prod(planned.outputs) for planned in plan.layers)]
    why = next((told for planned in plan.layers if (told := planned.layer.beyond_litert())), "")
    try:
        if why:
            raise ExportError(f"LiteRT cannot take {why}")
        content = to_litert(steps.tf, steps.network, batch_of(max(widths)))
        network = _network(content)
        some = inputs[:CHECKED]
        keras = steps.outputs(some)
        if not np.isfinite(keras).all():
            raise ExportError(f"the network's outputs are no finite numbers for some of {len(some):,} rows")
        apart = _apart(keras, network(Array(some)))
        if not apart <= AGREE:
            raise ExportError(f"LiteRT's outputs are {apart:.1g} away from Keras's, more than {AGREE:g}")
    except (ExportError, DataError) as error:
        show(Notice(text=f"there is no {LITE}: {error}; predict and eval will start TensorFlow"))
        return Exported(steps.outputs, {"engine": "tensorflow", "why": str(error)})
    directory.write(LITE, content)
    record = {"engine": "litert", "sha256": hashlib.sha256(content).hexdigest(), "apart": apart}
    return Exported(lambda rows: np.concatenate([network(Array(some)) for some in _pieces(rows)]), record)


def _network(content: bytes) -> Network:
    """Return the network as LiteRT has it. Raises ExportError where it takes none."""
    try:
        return Network(content)
    except ValueError as error:
        raise ExportError(reason(error)) from None


def _apart(keras: NDArray[np.float32], lite: NDArray[np.float32]) -> float:
    """Return the largest distance of two outputs; from 1 on, as a share of Keras's. Not a number is infinitely far."""
    distance = np.abs(keras.astype(np.float64) - lite) / np.maximum(np.abs(keras), 1)
    return float(np.nan_to_num(distance, nan=np.inf, posinf=np.inf).max())


def _pieces(inputs: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    for at in range(0, max(1, len(inputs)), CHECKED):
        yield inputs[at : at + CHECKED]
        released(inputs)
