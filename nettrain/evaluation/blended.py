"""Rows of which some are to a share otherwise than they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from nettrain.components.metric import Judged


def blended(judged: Judged, mask: NDArray[np.bool_], share: float, some: Judged) -> Judged:
    """Return the rows, of which the chosen ones are to a share as `some` has them."""
    assert judged.decided is not None
    assert some.decided is not None
    weights = judged.row_weights
    return replace(
        judged,
        truth=np.concatenate([judged.truth, some.truth]),
        predicted=np.concatenate([judged.predicted, some.predicted]),
        decided=np.concatenate([judged.decided, some.decided]),
        weights=np.concatenate([np.where(mask, 1 - share, 1.0) * weights, share * weights[mask]]),
    )
