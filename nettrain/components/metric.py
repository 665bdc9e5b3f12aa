"""The metric: its exact form over all rows, and its running form inside the training loop."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.component import Component
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
    `weights` float64 (rows,), or None for equal weights.
    """

    target: Target
    truth: NDArray[Any]
    predicted: NDArray[np.float64]
    decided: NDArray[np.int64] | None = None
    weights: NDArray[np.float64] | None = None


class Metric(Component):
    """A figure of merit.

    `exact` is computed in NumPy over all rows at once: what is reported, monitored and gated.
    `running` is the Keras metric that sums up the training rows inside the loop, while the weights still move.
    """

    namespace: ClassVar[str] = "metrics"
    tasks: ClassVar[frozenset[Task]]

    goal: ClassVar[Literal["max", "min"]]
    """Whether larger or smaller is better."""

    bounds: ClassVar[tuple[float, float]]
    """The smallest and the largest value that it can take."""

    xla: ClassVar[bool] = True
    """Whether XLA compiles the running form."""

    probabilities: ClassVar[bool] = False
    """Whether `predicted` must hold probabilities (margins will not do)."""

    @abstractmethod
    def exact(self, judged: Judged) -> float:
        """Return the metric over all rows; nan where it is undefined."""

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
