"""The metric: its exact form over all rows, and its running form inside the training loop."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.component import Component
from nettrain.components.samples import Samples
from nettrain.components.scaled import scaled
from nettrain.components.task import Form, Target, Task

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True)
class Judged:
    """Rows with their truth and what was predicted for them; all arrays have the same number of rows, at least one.

    Classes: `truth` int (rows,) codes; `predicted` float64 (rows, labels), probabilities with sum 1, the second of two
    being the positive label; for a loss of margins, scores whose largest decides. `decided` int (rows,) codes.
    Numbers: `truth` and `predicted` float64 (rows, targets) in their own unit; `decided` is None.
    `weights` float64 (rows,), or None for equal weights. `samples` are data sets made of these rows, each of which is
    to be judged; None for the rows as they are.
    """

    target: Target
    truth: NDArray[Any]
    predicted: NDArray[np.float64]
    decided: NDArray[np.int64] | None = None
    weights: NDArray[np.float64] | None = None
    samples: Samples | None = None

    @property
    def row_weights(self) -> NDArray[np.float64]:
        """The weights (rows,), 1 each where they are equal."""
        import numpy as np

        return np.ones(len(self.truth)) if self.weights is None else self.weights

    def counted(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return `values` (rows, ...) with 0 in each row of weight 0, be what stands there infinite or no number."""
        import numpy as np

        if self.weights is None or self.weights.all():
            return values
        return np.where(self.weights.reshape(-1, *[1] * (values.ndim - 1)) > 0, values, 0)

    def sums(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Sum `values` (rows, ...) over the rows of each sample, times their weights: (samples, ...)."""
        import numpy as np

        values = self.counted(values)
        if self.samples is None:
            summed = values.sum(axis=0) if self.weights is None else np.tensordot(self.weights, values, axes=1)
            return np.asarray(summed, np.float64)[None]
        flat = values.reshape(len(values), -1).astype(np.float64)
        made = self.samples.sums(flat if self.weights is None else flat * self.weights[:, None])
        return made.reshape(len(made), *values.shape[1:])

    @cached_property
    def total(self) -> NDArray[np.float64]:
        """The rows of each sample, or the sum of their weights (samples,)."""
        import numpy as np

        return self.sums(np.ones(len(self.truth)))

    @cached_property
    def unknown(self) -> bool:
        """Whether the prediction of a row that counts is no number, so that nothing can be said of all rows."""
        import numpy as np

        return bool(np.isnan(self.counted(self.predicted)).any())

    def masses(self) -> Iterator[NDArray[np.float64]]:
        """Yield how much each row counts beside others in each sample, a few samples at a time: (some, rows)."""
        import numpy as np

        weights = None if self.weights is None else scaled(self.weights, self.weights.max(initial=0.0))
        if self.samples is None:
            yield np.ones((1, len(self.truth))) if weights is None else weights[None]
            return
        for times in self.samples.row_times():
            yield times if weights is None else times * weights


def taken(judged: Judged, rows: NDArray[Any]) -> Judged:
    """Return some of the rows, by a mask (all rows,) or their numbers."""
    return Judged(
        judged.target,
        judged.truth[rows],
        judged.predicted[rows],
        None if judged.decided is None else judged.decided[rows],
        None if judged.weights is None else judged.weights[rows],
    )


def named(metrics: Sequence[Metric]) -> dict[str, Metric]:
    """Return metrics by the names under which a run knows them.

    That is the name that the config gives; where several metrics have it, those that are not all defaults get what
    sets them apart behind it: precision_macro, precision_class_id_2.
    """
    found: dict[str, Metric] = {}
    for metric in metrics:
        alike = [other for other in metrics if other.yaml_name() == metric.yaml_name()]
        found[_name(metric, alike)] = metric
    return found


def _name(metric: Metric, alike: Sequence[Metric]) -> str:
    parts = [metric.yaml_name()]
    for option, info in type(metric).model_fields.items():
        value = getattr(metric, option)
        if value != info.default and any(getattr(other, option) != value for other in alike):
            parts.append(value if isinstance(value, str) else f"{option}_{value}")
    return "_".join(parts)


class Metric(Component):
    """A figure of merit.

    `exact` is computed in NumPy over all rows at once: what is reported, monitored and gated. A metric says how by
    `sampled`, which judges many samples of the rows as easily as the rows themselves: from that come intervals.
    `running` is the Keras metric that sums up the training rows inside the loop, while the weights still move.
    """

    namespace: ClassVar[str] = "metrics"
    tasks: ClassVar[frozenset[Task]]

    goal: ClassVar[Literal["max", "min"]]
    """Whether larger or smaller is better."""

    bounds: ClassVar[tuple[float, float]]
    """The smallest and the largest value that it can take."""

    probabilities: ClassVar[bool] = False
    """Whether `predicted` must hold probabilities (margins will not do)."""

    inflates: ClassVar[bool] = False
    """Whether it is larger the fewer different rows there are, whatever they are, and so larger on a resample."""

    ranks: ClassVar[bool] = False
    """Whether the rows of each sample must be gone through in order, so that samples cost time and memory each."""

    moves: ClassVar[bool] = False
    """Whether it stays the same where all numbers, true and predicted, are moved by the same."""

    lowest: ClassVar[float] = -math.inf
    """The smallest number of a target that it means something for."""

    divides: ClassVar[bool] = False
    """Whether it divides by the target, so that one of 0 outweighs all others."""

    def cut(self) -> str:
        """Return the option that is set and that predictions are held against as probabilities; "" where none is."""
        given = {option: getattr(self, option, None) for option in ("threshold", "thresholds")}
        return next((option for option, value in given.items() if value is not None), "")

    def decides(self) -> bool:
        """Return whether the value follows from the labels that are decided for, and nothing else of the predictions.

        The threshold of a run can be chosen by such a metric.
        """
        return False

    def calls(self) -> bool:
        """Return whether it sees which labels are decided for, and not only what is predicted for each."""
        return self.decides()

    def about(self) -> int | None:
        """Return the code of the label that the metric is about, None where it is about all, or the positive of two."""
        return None

    def label(self, target: Target) -> str | None:
        """Return the label that is asked for by its code, None where none is."""
        code = self.about()
        return None if code is None else target.labels[code]

    def constant(self, truth: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Return the best answer (targets,) to numbers (rows, targets) that is the same in all rows, which count
        `weights` (rows,); None where it is the mean, the median or near them."""
        return None

    def chance(self) -> float | None:
        """Return what scores at random come to; None where scores that are the same in all rows do as well."""
        return None

    def right(self, judged: Judged) -> NDArray[np.bool_]:
        """Return for which rows (rows,) of classes the prediction is right, by the rule of this metric."""
        right: NDArray[np.bool_] = judged.truth == judged.decided
        return right

    def exact(self, judged: Judged) -> float:
        """Return the metric over all rows; nan where it is undefined, or a prediction is no number."""
        return math.nan if judged.unknown else float(self.sampled(judged)[0])

    @abstractmethod
    def sampled(self, judged: Judged) -> NDArray[np.float64]:
        """Return the metric over the rows of each sample (samples,); nan where it is undefined."""

    def form(self, target: Target, outputs: int) -> Form:
        """Return how the labels must stand for `running`, for a network with `outputs` outputs."""
        return Form.COLUMN if outputs == 1 or target.task is Task.REGRESSION else Form.ONE_HOT

    def runs(self, target: Target, outputs: int) -> bool:
        """Return whether there is a running form for this target and a network with `outputs` outputs."""
        return True

    def running(self, keras: Any, target: Target, outputs: int) -> Any:
        """Return the Keras metric for training rows; asked only where it `runs`.

        It is updated with labels in `form` and outputs (rows, `outputs`): probabilities for classes (after the link of
        the loss), numbers in their own unit for regression.
        """
        return getattr(keras.metrics, type(self).__name__)(**self.options(keras))

    def objection(self, target: Target) -> str | None:
        """Return why this metric, as configured, does not apply to the target, or None; the task fits already."""
        return None
