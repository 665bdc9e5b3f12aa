"""cosine_similarity: whether the predicted targets of a row point the same way as the true ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from nettrain.components.metrics._mean import ErrorMetric
from nettrain.components.task import Target

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class CosineSimilarity(ErrorMetric):
    """The mean over rows of y.p / (|y| |p|), the cosine of the angle between the true and the predicted targets.

    A row of zeros counts as 0.

    Target: two numbers or more.
    Source: Salton et al. 1975, A vector space model for automatic indexing.
    Example: cosine_similarity
    """

    goal: ClassVar[Literal["max", "min"]] = "max"
    bounds: ClassVar[tuple[float, float]] = (-1.0, 1.0)

    def objection(self, target: Target) -> str | None:
        """One number has no direction but its sign."""
        return "the angle needs at least 2 target columns, but there is 1" if target.width == 1 else None

    def errors(self, truth: NDArray[Any], predicted: NDArray[Any]) -> NDArray[Any]:
        """Return the cosine of each row (rows, 1)."""
        import numpy as np

        lengths = np.linalg.norm(truth, axis=1) * np.linalg.norm(predicted, axis=1)
        products = (truth * predicted).sum(axis=1)
        cosines: NDArray[Any] = np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)
        return cosines[:, None]

    def constant(self, truth: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean direction."""
        import numpy as np

        lengths = np.linalg.norm(truth, axis=1, keepdims=True)
        return np.average(truth / np.where(lengths > 0, lengths, 1.0), axis=0, weights=weights)
