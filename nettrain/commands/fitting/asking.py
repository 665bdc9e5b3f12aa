"""What a fit will be judged by, made ready before it trains: what cannot be had is told before an hour is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from nettrain.commands.judging.demands import Demands, Terms, terms
from nettrain.errors import UsageError
from nettrain.events import Emit, silent
from nettrain.names import TEST
from nettrain.plan.making import Planned

if TYPE_CHECKING:
    import polars as pl

    from nettrain.commands.judging.verdict import Reference


class Asking(NamedTuple):
    """The terms of the verdict, the cells that slice the test rows, and the run that it is held against.

    `made_of` is what of the manifest is known by now.
    """

    terms: Terms
    cells: pl.DataFrame | None
    reference: Reference | None
    made_of: dict[str, Any]


def asking_for(planned: Planned, asked: Demands, show: Emit = silent) -> Asking:
    """Return what a verdict on the test rows will need; what is to be known of the reference is shown.

    Raises UsageError, DataError, RunError.
    """
    plan, drawn = planned.plan, planned.dataset.drawn
    held = terms(plan, asked)
    wanted = (*asked.gates, *asked.under, *asked.over, *asked.by, *([asked.reference] if asked.reference else []))
    if wanted and not plan.rows[TEST]:
        raise UsageError("there are no test rows to judge: give data.split.test a share, or data.test a file")
    cells, reference, made_of = None, None, {}
    numbers = drawn.sides.rows(TEST)
    if held.slices:
        from nettrain.commands.judging.slicing import cells_of

        cells = cells_of(plan, [file for _, file in drawn.files], held.slices, numbers)
    if asked.reference:
        from nettrain.commands.judging.reread import Same, referred
        from nettrain.commands.opening.hashing import hashed, hashes

        made_of = {"data": hashed(drawn.files)}
        files = hashes(made_of["data"])
        same = Same("this run", plan.target, files, TEST, numbers + 1, plan.config.data.weight)
        reference = referred(asked.reference, same, show)
    return Asking(held, cells, reference, made_of)
