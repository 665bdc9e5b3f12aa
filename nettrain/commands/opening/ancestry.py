"""The runs that a run started from, one from the other: what they were trained on, and whether that is judged now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nettrain.commands.opening.hashing import hashes
from nettrain.commands.opening.own_files import ANCESTRY
from nettrain.names import TEST
from nettrain.rundir import MANIFEST
from nettrain.runs import overtaken

if TYPE_CHECKING:
    from nettrain.commands.opening.opened import OpenedRun
    from nettrain.config.load import Loaded
    from nettrain.plan.making import Planned
    from nettrain.rundir import RunDir


def ancestry(start: OpenedRun) -> list[dict[str, Any]]:
    """Return what is to be known of the run that training starts from, and of those before it, once they are gone: what
    the manifest holds under ANCESTRY."""
    made = start.directory.read_json(MANIFEST)
    data = [{"side": side, "sha256": sha256} for side, sha256 in hashes(made["data"])]
    own = {"run": str(start.directory), "seed": start.plan.config.seed, "split": start.plan.split, "data": data}
    return [own, *made.get(ANCESTRY, ())]


def with_doubts(
    loaded: Loaded, planned: Planned, start: OpenedRun, data: Sequence[Mapping[str, Any]], going: RunDir | None = None
) -> Planned:
    """Add to the notices what speaks against the run that training starts from; `data` are hashed.

    That is a newer run that did not finish, if it is not the one that is `going` on now, and runs that may have seen
    the test rows.
    """
    newer = overtaken(Path(str(loaded.config.train.start_from)), start.directory, going)
    doubts = [*([newer] if newer else ()), *_leaks(planned, start, data)]
    told = [loaded.problem(("train", "start_from"), doubt) for doubt in doubts]
    return planned._replace(notices=(*planned.notices, *told))


def _leaks(planned: Planned, start: OpenedRun, data: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Say which of the runs that training starts from may have seen the test rows."""
    if not planned.dataset.drawn.sides.test.len():
        return
    own = hashes(data)
    judged = {sha256 for side, sha256 in own if side == TEST} or {sha256 for _, sha256 in own}
    for one in ancestry(start):
        files = hashes(one["data"])
        same = files == own and one["split"] == planned.plan.split
        if not same and judged & {sha256 for side, sha256 in files if side != TEST}:
            yield (
                f"the test rows come from a file that {one['run']} was trained on, split in another way: it may have "
                f"seen them, and the verdict is then too good; take its seed {one['seed']} and its data.split, or test "
                f"rows of another file"
            )
