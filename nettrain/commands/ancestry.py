"""The runs that a run started from, one from the other: what they were trained on, and whether that is judged now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nettrain.commands.hashing import hashes
from nettrain.names import TEST
from nettrain.rundir import MANIFEST

if TYPE_CHECKING:
    from nettrain.commands.opened import OpenedRun
    from nettrain.config.load import Loaded
    from nettrain.plan.making import Planned

ANCESTRY = "started_from"
"""The key of the manifest for what `ancestry` returns."""


def ancestry(start: OpenedRun) -> list[dict[str, Any]]:
    """Return what is to be known of the run that training starts from, and of those before it, once they are gone."""
    made = start.directory.read_json(MANIFEST)
    data = [{"side": side, "sha256": sha256} for side, sha256 in hashes(made["data"])]
    own = {"run": str(start.directory), "seed": start.plan.config.seed, "split": start.plan.split, "data": data}
    return [own, *made.get(ANCESTRY, ())]


def with_leaks(loaded: Loaded, planned: Planned, start: OpenedRun, data: Sequence[Mapping[str, Any]]) -> Planned:
    """Add to the notices which of the runs that training starts from may have seen the test rows; `data` are hashed."""
    if not planned.dataset.drawn.sides.test.len():
        return planned
    own = hashes(data)
    judged = {sha256 for side, sha256 in own if side == TEST} or {sha256 for _, sha256 in own}
    told = []
    for one in ancestry(start):
        files = hashes(one["data"])
        same = files == own and one["split"] == planned.plan.split
        if not same and judged & {sha256 for side, sha256 in files if side != TEST}:
            message = (
                f"the test rows come from a file that {one['run']} was trained on, split in another way: it may have "
                f"seen them, and the verdict is then too good; take its seed {one['seed']} and its data.split, or test "
                f"rows of another file"
            )
            told.append(loaded.problem(("train", "start_from"), message))
    return planned._replace(notices=(*planned.notices, *told))
