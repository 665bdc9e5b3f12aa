"""The targets' own unit and the unit in which the network learns them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nettrain.components.columns.number import Number
from nettrain.plan.plan import Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Unit(NamedTuple):
    """own unit = bent(learned x factor + shift), all (targets,); bent where `curved`: sign(y) (exp(|y|) - 1)."""

    shift: NDArray[np.float64]
    factor: NDArray[np.float64]
    curved: NDArray[np.bool_]

    def learned(self, own: NDArray[np.float64]) -> NDArray[np.float32]:
        """Return numbers (rows, targets) as the network learns them."""
        import numpy as np

        bent = np.where(self.curved, np.sign(own) * np.log1p(np.abs(own)), own)
        with np.errstate(over="ignore"):  # what no float32 holds is judged in its own unit
            return np.asarray((bent - self.shift) / self.factor, np.float32)

    def own(self, learned: NDArray[Any]) -> NDArray[np.float64]:
        """Return what the network gave (rows, targets) in the targets' own unit."""
        import numpy as np

        straight = learned.astype(np.float64) * self.factor + self.shift
        with np.errstate(over="ignore"):  # a network that diverges may give anything
            return np.where(self.curved, np.sign(straight) * np.expm1(np.abs(straight)), straight)


def unit(plan: Plan) -> Unit:
    """Return the unit of a plan's numbers."""
    import numpy as np

    kinds = [(column.kind, column.facts) for column in plan.targets]
    scales = [(kind.scale, facts["scale"]) for kind, facts in kinds if isinstance(kind, Number)]
    straight = [scale.affine(facts) for scale, facts in scales]
    return Unit(
        np.array([shift for shift, _ in straight]),
        np.array([factor for _, factor in straight]),
        np.array([scale.curve == "log1p" for scale, _ in scales]),
    )
