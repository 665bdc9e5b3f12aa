"""What the network put out -> what is predicted: probabilities and labels, or numbers in their own unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged
from nettrain.components.task import Link, Task
from nettrain.evaluation.deciding import AS_TRAINED, Deciding
from nettrain.plan.plan import Plan
from nettrain.plan.units import unit

LEAST, MOST = 2.0**-126, 1 - 2.0**-25
"""What a probability of 0 or 1 in float32 is held for: its smallest normal number, and halfway to the last before 1."""


def predictions(plan: Plan, outputs: NDArray[Any], temperature: float | None = None) -> NDArray[np.float64]:
    """Return probabilities (rows, labels), scores whose largest decides where the loss is of margins, or numbers.

    `outputs` (rows, outputs) is what the last layer gave; its logits are divided by `temperature`.
    """
    raw = outputs.astype(np.float64)
    if plan.target.task is Task.REGRESSION:
        return unit(plan).own(raw)
    link = plan.loss.link(plan.target)
    single = raw.shape[1] == 1
    if link is Link.MARGIN:
        return np.hstack([-raw, raw]) if single else raw
    if temperature is not None:
        raw = probabilities_from_logits(logits(plan, outputs) / temperature)
    elif link is Link.LOGIT:
        raw = probabilities_from_logits(raw)
    return np.hstack([1 - raw, raw]) if single else raw


def logits(plan: Plan, outputs: NDArray[Any]) -> NDArray[np.float64]:
    """Return the logits of the probabilities, which `probabilities_from_logits` undoes; of the shape of `outputs`."""
    raw = outputs.astype(np.float64)
    if plan.loss.link(plan.target) is Link.LOGIT:
        return raw
    held = np.clip(raw, LEAST, MOST)
    return np.log(held) - np.log1p(-held) if raw.shape[1] == 1 else np.log(held)


def probabilities_from_logits(free: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return probabilities: the sigmoid of one logit a row, the softmax of several."""
    if free.shape[1] == 1:
        small = np.exp(-np.abs(free))  # never overflows
        return np.where(free >= 0, 1 / (1 + small), small / (1 + small))
    powers = np.exp(free - free.max(axis=1, keepdims=True))
    made: NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return made


def decided(predicted: NDArray[np.float64], threshold: float | None = None) -> NDArray[np.int64]:
    """Return the code (rows,) of the label that is predicted: the largest, the first one of equals.

    With a threshold it is the second of two labels wherever its probability is above that.
    """
    codes: NDArray[np.int64] = predicted.argmax(axis=1) if threshold is None else (predicted[:, 1] > threshold) * 1
    return codes


def judged(
    plan: Plan,
    outputs: NDArray[Any],
    truth: NDArray[Any],
    counts: NDArray[np.float64] | None = None,
    deciding: Deciding = AS_TRAINED,
) -> Judged:
    """Return rows ready to be judged: the network's outputs beside the truth; `counts` is what each row counts."""
    predicted = predictions(plan, outputs, deciding.temperature)
    codes = None if plan.target.task is Task.REGRESSION else decided(predicted, deciding.threshold)
    return Judged(plan.target, truth, predicted, codes, counts)


def number_names(plan: Plan) -> list[str]:
    """Return the columns of predictions that hold numbers, in the order of labels or targets."""
    if plan.target.task is Task.REGRESSION:
        return ["predicted"] if plan.target.width == 1 else [f"predicted_{name}" for name in plan.target.columns]
    word = "score" if plan.loss.link(plan.target) is Link.MARGIN else "probability"
    return [f"{word}_{label}" for label in plan.target.labels]
