"""Labels as losses and metrics take them, and outputs as running metrics take them."""

from __future__ import annotations

import math
from typing import Any

from nettrain.components.task import Form, Link, Task
from nettrain.plan.plan import Plan
from nettrain.plan.units import unit

COMFORTABLE = 1e-12, 1e12
"""Between these sizes of numbers their squares, added up over many rows, are well within float32."""


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


def shown(tf: Any, plan: Plan, labels: Any, form: Form) -> Any:
    """Return labels as a running metric takes them: in its form, numbers in their own unit."""
    return own_unit(tf, plan, formed(tf, plan, labels, form))


def predicted(tf: Any, plan: Plan, outputs: Any) -> Any:
    """Turn outputs into what running metrics take: probabilities, margins, or numbers in their own unit."""
    if plan.target.task is Task.REGRESSION:
        return own_unit(tf, plan, outputs)
    if margin(plan):
        return tf.concat([-outputs, outputs], axis=1)
    if plan.loss.link(plan.target) is not Link.LOGIT:
        return outputs
    return tf.sigmoid(outputs) if plan.outputs == 1 else tf.nn.softmax(outputs)


def precise(plan: Plan) -> str:
    """Return in what running metrics are computed: float64 where float32 would not do for targets of such a size."""
    numbers = plan.targets if plan.target.task is Task.REGRESSION else ()
    sizes = [math.hypot(column.facts["mean"], column.facts["std"]) for column in numbers]
    return "float32" if all(COMFORTABLE[0] < size < COMFORTABLE[1] for size in sizes if size) else "float64"


def own_unit(tf: Any, plan: Plan, numbers: Any) -> Any:
    """Return scaled numbers in the unit of the user's column; labels stay as they are."""
    if plan.target.task is not Task.REGRESSION:
        return numbers
    own, kind = unit(plan), precise(plan)
    straight = tf.cast(numbers, kind) * own.factor.astype(kind) + own.shift.astype(kind)
    if not own.curved.any():
        return straight
    bent = tf.sign(straight) * tf.math.expm1(tf.abs(straight))
    return tf.where(own.curved, bent, straight)
