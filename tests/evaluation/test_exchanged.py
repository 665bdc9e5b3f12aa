"""Two runs that call few rows differently: nothing is shown that the exact test of McNemar does not show."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray

from nettrain.components.registries import METRICS
from nettrain.evaluation.exchanged import FEW_ROWS, clopper_pearson, exchanged
from nettrain.evaluation.intervals import difference, resampling
from tests.evaluation.test_unseen import Judged, labelled


def apart(lost: int, won: int, rows: int = 1000, each: int = 1) -> tuple[Judged, Judged, NDArray[np.int64]]:
    """Return two sides, 80 % right, but for so many units of rows that the first loses, or wins, and the units."""
    units = np.arange(rows) // each
    truth = np.arange(rows) % 2
    decided = np.where(np.arange(rows) < 0.8 * rows, truth, 1 - truth)
    one, other = decided.copy(), decided.copy()
    one[units < lost] = 1 - truth[units < lost]
    other[(units >= lost) & (units < lost + won)] = 1 - truth[(units >= lost) & (units < lost + won)]
    return labelled(truth, one), labelled(truth, other), units


def ends(
    one: Judged, other: Judged, groups: NDArray[np.int64] | None = None, name: str = "accuracy"
) -> tuple[float, float]:
    _, found = difference(METRICS[name](), one, other, resampling(len(one.truth), 0, groups, one.weights))
    assert found is not None
    return found


def mcnemar(lost: int, won: int) -> float:
    return min(1.0, 2 * sum(comb(lost + won, k) for k in range(min(lost, won) + 1)) / 2 ** (lost + won))


@pytest.mark.parametrize(
    ("hits", "of", "found"), [(0, 10, (0.0, 0.3085)), (3, 10, (0.0667, 0.6525)), (9, 9, (0.6637, 1))]
)
def test_clopper_and_pearson(hits: int, of: int, found: tuple[float, float]) -> None:
    """Against a printed table."""
    assert clopper_pearson(hits, of) == pytest.approx(found, abs=1e-4)


@pytest.mark.parametrize("name", ["accuracy", "f1_score", "balanced_accuracy", "matthews_correlation"])
@pytest.mark.parametrize(
    ("lost", "won"), [(1, 0), (3, 0), (4, 0), (5, 0), (6, 0), (7, 1), (8, 1), (9, 2), (10, 2), (16, 4), (17, 7)]
)
def test_worse_is_what_mcnemar_calls_so(lost: int, won: int, name: str) -> None:
    one, other, _ = apart(lost, won)
    shown = mcnemar(lost, won) < 0.05
    assert (ends(one, other, name=name)[1] < 0) == shown
    assert (ends(other, one, name=name)[0] > 0) == shown


@pytest.mark.parametrize(("lost", "won"), [(3, 0), (6, 0), (7, 1)])
@pytest.mark.parametrize("weight", [None, 0.3])
def test_the_nearer_end_is_clopper_and_pearsons(lost: int, won: int, weight: float | None) -> None:
    """(2 p - 1) m / n, p being the largest share of the m rows that may speak for the first side."""
    one, other, _ = apart(lost, won)
    if weight is not None:
        one, other = (replace(side, weights=np.full(1000, weight)) for side in (one, other))
    most = clopper_pearson(won, lost + won)[1]
    assert ends(one, other)[1] == pytest.approx((2 * most - 1) * (lost + won) / 1000, abs=1e-12)


def test_of_many_rows_that_changed_the_resamples_tell() -> None:
    """40 against 20: the normal interval of their signs ends at -4.8, the exact one at -4.0."""
    one, other, _ = apart(40, 20, 4000)
    assert FEW_ROWS <= 40 + 20
    assert -20 < ends(one, other)[1] * 4000 < -4.4


@pytest.mark.parametrize(("lost", "shown"), [(3, False), (5, False), (6, True)])
def test_so_with_groups_that_changed(lost: int, shown: bool) -> None:
    """100 groups of ten rows each, of which few have all their rows lost: they are as few as rows."""
    one, other, of = apart(lost, 0, each=10)
    assert (ends(one, other, of)[1] < 0) == shown
    assert ends(one, other)[1] < 0, "taken for rows they are many"


@pytest.mark.parametrize(("lost", "won", "told"), [(4, 1, True), (5, 1, False), (8, 2, False)])
def test_of_groups_fewer_are_many(lost: int, won: int, told: bool) -> None:
    """Six groups that changed are enough for the resamples to tell, as six rows are not."""
    one, other, of = apart(lost, won, each=10)
    assert bool(exchanged(METRICS["accuracy"](), (one, other), of)) == told
    assert exchanged(METRICS["accuracy"](), apart(lost, won)[:2], None)
