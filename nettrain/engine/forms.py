"""Labels as losses and metrics take them, and outputs as running metrics take them."""

from __future__ import annotations

import math
from typing import Any

from nettrain.components.task import Form, Link, Task
from nettrain.plan.plan import Plan
from nettrain.plan.units import unit

COMFORTABLE = 1e-12, 1e12
"""Between these sizes of numbers their squares, added up over many rows, are well within float32."""
FAR = 100.0
"""Deviations from 0 beyond which float32 loses the spread of numbers: 1 part in 10,000 of their squares is of it."""


def margin(plan: Plan) -> bool:
    """Return whether the one output is a margin: metrics are then shown two scores, -s and s."""
    return plan.loss.link(plan.target) is Link.MARGIN and plan.outputs == 1


def formed(tf: Any, plan: Plan, labels: Any, form: Form) -> Any:
    """Return labels (rows,) or (rows, targets) in a form: codes, one-hot, or a column."""
    if plan.target.task is Task.REGRESSION or form is Form.CODE:
        return labels
    if form is Form.ONE_HOT:
        return tf.one_hot(labels, plan.target.width)
    return tf.cast(labels, "float32")[:, None]


def shown(tf: Any, plan: Plan, labels: Any, form: Form, *, moved: bool = False) -> Any:
    """Return labels as a running metric takes them: in its form, numbers in their own unit, perhaps `moved`."""
    return own_unit(tf, plan, formed(tf, plan, labels, form), moved=moved)


def predicted(tf: Any, plan: Plan, outputs: Any, *, moved: bool = False) -> Any:
    """Turn outputs into what running metrics take: probabilities, margins, or numbers in their own unit."""
    if plan.target.task is Task.REGRESSION:
        return own_unit(tf, plan, outputs, moved=moved)
    if margin(plan):
        return tf.concat([-outputs, outputs], axis=1)
    if plan.loss.link(plan.target) is not Link.LOGIT:
        return outputs
    return tf.sigmoid(outputs) if plan.outputs == 1 else tf.nn.softmax(outputs)


def precise(plan: Plan) -> str:
    """Return in what running metrics are computed: float64 where float32 would not do for such targets."""
    numbers = plan.targets if plan.target.task is Task.REGRESSION else ()
    moments = [(column.facts["mean"], column.facts["std"]) for column in numbers]
    return "float32" if all(_comfortable(mean, std) for mean, std in moments) else "float64"


def _comfortable(mean: float, std: float) -> bool:
    """Return whether float32 holds sums of squares of such numbers, and what these differ by."""
    size = math.hypot(mean, std)
    return not size or (COMFORTABLE[0] < size < COMFORTABLE[1] and abs(mean) <= FAR * std)


def own_unit(tf: Any, plan: Plan, numbers: Any, *, moved: bool = False) -> Any:
    """Return scaled numbers in the unit of the user's column, or `moved` near 0; labels stay as they are."""
    if plan.target.task is not Task.REGRESSION:
        return numbers
    own, kind = unit(plan), precise(plan)
    straight = tf.cast(numbers, kind) * own.factor.astype(kind)
    if moved and not own.curved.any():
        return straight
    straight += own.shift.astype(kind)
    if not own.curved.any():
        return straight
    bent = tf.sign(straight) * tf.math.expm1(tf.abs(straight))
    return tf.where(own.curved, bent, straight)
