"""What the network put out -> what is predicted: probabilities and labels, or numbers in their own unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.task import Link, Task
from nettrain.plan.plan import Plan
from nettrain.plan.units import unit


def predictions(plan: Plan, outputs: NDArray[Any]) -> NDArray[np.float64]:
    """Return probabilities (rows, labels), scores whose largest decides where the loss is of margins, or numbers.

    `outputs` (rows, outputs) is what the last layer gave.
    """
    raw = outputs.astype(np.float64)
    if plan.target.task is Task.REGRESSION:
        return unit(plan).own(raw)
    link = plan.loss.link(plan.target)
    single = raw.shape[1] == 1
    if link is Link.MARGIN:
        return np.hstack([-raw, raw]) if single else raw
    if link is Link.LOGIT:
        raw = _sigmoid(raw) if single else _softmax(raw)
    return np.hstack([1 - raw, raw]) if single else raw


def decided(predicted: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the code (rows,) of the label that is predicted: the largest, the first one of equals."""
    codes: NDArray[np.int64] = predicted.argmax(axis=1)
    return codes


def judged(plan: Plan, outputs: NDArray[Any], truth: NDArray[Any], counts: NDArray[np.float64] | None = None) -> Judged:
    """Return rows ready to be judged: the network's outputs beside the truth; `counts` is what each row counts."""
    predicted = predictions(plan, outputs)
    codes = None if plan.target.task is Task.REGRESSION else decided(predicted)
    return Judged(plan.target, truth, predicted, codes, counts)


def _sigmoid(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    small = np.exp(-np.abs(logits))  # never overflows
    return np.where(logits >= 0, 1 / (1 + small), small / (1 + small))


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return shares
