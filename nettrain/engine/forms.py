"""Labels as losses and metrics take them, and outputs as running metrics take them."""

from __future__ import annotations

from typing import Any

from nettrain.components.task import Form, Link, Task
from nettrain.plan.plan import Plan
from nettrain.plan.units import unit


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


def own_unit(tf: Any, plan: Plan, numbers: Any) -> Any:
    """Return scaled numbers in the unit of the user's column; labels stay as they are."""
    if plan.target.task is not Task.REGRESSION:
        return numbers
    own = unit(plan)
    straight = numbers * own.factor.astype("float32") + own.shift.astype("float32")
    if not own.curved.any():
        return straight
    bent = tf.sign(straight) * tf.math.expm1(tf.abs(straight))
    return tf.where(own.curved, bent, straight)
