"""The rows of all sides, encoded into a store on disk or found there from an earlier run."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nettrain.data.drawn import Drawn
from nettrain.data.parallel import meanwhile
from nettrain.data.store import key_of, open_store, write_store
from nettrain.names import SIDES
from nettrain.plan.plan import Plan
from nettrain.plan.rows import Rows, encode_sides, with_targets

ASIDE = {"path", "train", "validation", "test", "memory"}
"""Keys of `data` that change no row: the files, which count by their hashes, and what the rows may take."""


def stored_rows(plan: Plan, drawn: Drawn, made_of: Sequence[str], *, last: bool = False) -> dict[str, Rows]:
    """Return the rows of the sides that have any, their inputs mapped from files.

    `made_of` is what they follow from beside the plan: the version, and the hashes of the data files; `last` lets go of
    the values on the way.

    Raises RunError where the store cannot be used or written, DataError for labels that training never met.
    """
    data = plan.config.data.model_dump(mode="json", exclude=ASIDE)
    read = json.dumps([data, [column.to_json() for column in plan.columns]], sort_keys=True)
    key = key_of([*made_of, read, plan.split, str(plan.config.seed)])
    shapes = {side: (rows, plan.inputs.size) for side in SIDES if (rows := drawn.sides.rows(side).len())}
    told = {side: meanwhile(with_targets, plan, drawn, side) for side in shapes}
    store = open_store(key) or write_store(key, shapes, lambda sinks: encode_sides(plan, drawn, sinks, last=last))
    return {side: made()(store.arrays[side], handled=store.facts[side]) for side, made in told.items()}
