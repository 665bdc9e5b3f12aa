"""Going on with a run: which one is meant, what its config was, and whether everything is as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from nettrain.config.differing import ABSENT, differing
from nettrain.config.load import Loaded, Origin, load
from nettrain.errors import RunError, UsageError
from nettrain.numbers import counted
from nettrain.rundir import LAST, MANIFEST, PLAN, PREVIOUS, RunDir, config_name
from nettrain.runs import LATEST, newest, unfinished
from nettrain.text import quoted_command

if TYPE_CHECKING:
    from nettrain.engine.state import State
    from nettrain.plan.making import Planned
    from nettrain.plan.plan import Plan

FREE = ("train.epochs", "train.early_stopping", "train.max_time", "train.checkpoint")
"""Keys of the config that may differ from those that a run began with."""
COMPUTED = ("config", "order", "memory", "stored", "schema")
"""Keys of the plan that are compared apart, or change no result."""
MOST = 20
"""Differences that are listed."""


class Before(NamedTuple):
    """What is left of an earlier command: its manifest, where training stands, and what to say about that."""

    manifest: dict[str, Any]
    state: State | None
    told: str


def chosen(resume: str, files: Sequence[Path]) -> RunDir:
    """Return the run that `resume` names: a run, a folder of runs for its newest, or "latest".

    Raises UsageError if there is none.
    """
    if resume != LATEST:
        return unfinished(Path(resume))
    return newest(load(files).config.name if files else None)


def reloaded(run: RunDir, files: Sequence[Path], sets: Sequence[str], seed: int | None) -> Loaded:
    """Return the config that is given now, or else the run's own; `sets` and `seed` overrule either.

    Raises ConfigError, UsageError if the run was killed before its manifest was written, RunError if it is damaged.
    """
    from nettrain.commands.opening.own_files import folder_of

    if files:
        return load(files, sets, seed)
    named = quoted_command("fit", "CONFIG", "--resume", run)
    if not (run.path / MANIFEST).is_file():
        if _half_trained(run):
            raise _headless(run)
        told = "was ended before it was written how it began: name the config as well, and what overruled it"
        raise UsageError(f"{run} {told}: {named}")
    given = run.read_json(MANIFEST)["config"]
    copies = [run.path / config_name(number) for number in range(1, len(given["files"]) + 1)]
    if gone := next((copy.name for copy in copies if not copy.is_file()), None):
        raise RunError(f"{run} is damaged: it has a {MANIFEST} but no {gone}; name the config: {named}")
    found = folder_of(run)
    folder = Path(given["folder"])
    origin = Origin(folder if folder.resolve() == found.resolve() else found, Path(given["files"][0]))
    loaded = load(copies, [*given["sets"], *sets], given["seed"] if seed is None else seed, origin)
    return loaded._replace(files=tuple(map(Path, given["files"])))


def as_first_told(run: RunDir, loaded: Loaded, planned: Planned) -> Planned:
    """Return a plan made from a run's copies of its config, with notices where the files stood that were copied."""
    names = {str(run.path / config_name(number)): str(file) for number, file in enumerate(loaded.files, start=1)}
    moved = (
        notice._replace(span=notice.span._replace(file=names.get(notice.span.file, notice.span.file)))
        for notice in planned.notices
    )
    return planned._replace(notices=tuple(moved))


def _headless(run: RunDir) -> RunError:
    return RunError(f"{run} is damaged: it has a checkpoint but no {MANIFEST}; train a new one")


def _half_trained(run: RunDir) -> bool:
    return any((run.path / name).is_file() for name in (LAST, PREVIOUS))


def own_plan(run: RunDir, loaded: Loaded) -> Plan | None:
    """Return the run's own plan where it started from another run and has a checkpoint: that one is not needed then.

    Raises RunError if it is damaged.
    """
    from nettrain.commands.opening.opened import plan_of

    if loaded.config.train.start_from is None or not _half_trained(run):
        return None
    return plan_of(run)


def before(run: RunDir, planned: Planned, now: Mapping[str, Any]) -> Before:
    """Return what is left of the earlier commands of a run. `now` is the manifest of this one, data included.

    Raises UsageError with every difference that is not allowed, RunError if the run is damaged.
    """
    from nettrain.commands.fitting.checkpoints import last_state

    then = run.read_json(MANIFEST) if (run.path / MANIFEST).is_file() else {}
    if (run.path / PLAN).is_file():
        refuse(run, list(_differences(run.read_json(PLAN), planned.plan.to_json(), then, now)))
    state, told = last_state(run)
    if state is not None and len(state.facts["history"]) > planned.plan.config.train.epochs:
        done = len(state.facts["history"])
        raise UsageError(f"{run} has trained {counted(done, 'epoch')} already: train.epochs can be raised, not lowered")
    if state is None and run.finished:
        raise RunError(f"{run} is finished, but it has no checkpoint to go on from; train a new one")
    if state is not None and not then:
        raise _headless(run)
    return Before(then, state, told)


def nothing_to_do(run: RunDir, plan: Plan, state: State | None) -> str:
    """Return why a finished run has nothing left to train, and how to have it go on; or ""."""
    from nettrain.engine.watching import Watching

    if state is None or not run.finished:
        return ""
    watching = Watching(plan.config.train)
    watching.saw_all(state.facts["history"])
    more = "; raise train.epochs to go on" if watching.out_of_epochs else ""
    return f"{watching.done or ''}{more}"


def fingerprint(plan: Mapping[str, Any], made_of: Mapping[str, Any]) -> str:
    """Return SHA-256 (hex) of all that must be the same when a run goes on: config, data, versions, threads."""
    from nettrain.commands.opening.hashing import hashes

    fixed = {
        "config": _settings(plan),
        "plan": {key: value for key, value in plan.items() if key not in COMPUTED},
        **{key: made_of[key] for key in ("versions", "threads", "devices")},
        "data": hashes(made_of["data"]),
    }
    return hashlib.sha256(json.dumps(fixed, sort_keys=True).encode()).hexdigest()


def refuse(run: RunDir, differences: Sequence[str]) -> None:
    """Raise UsageError if there are differences."""
    if differences:
        shown = [f"  {line}" for line in differences[:MOST]]
        if len(differences) > MOST:
            shown.append(f"  and {len(differences) - MOST} more")
        last = f"put them back, or train a new run without --resume; only {', '.join(FREE)} may change"
        raise UsageError("\n".join([f"{run} can only go on as it began; these differ:", *shown, last]))


def changed(what: str, then: Any, now: Any) -> Iterator[str]:
    """Yield what differs between two values, in one line each."""
    for key, values in differing([then, now], what):
        old, new = ("nothing" if value is ABSENT else json.dumps(value) for value in values)
        yield f"{key}: {old} in the run, {new} now"


def _differences(
    plan: Mapping[str, Any], planned: Mapping[str, Any], then: Mapping[str, Any], now: Mapping[str, Any]
) -> Iterator[str]:
    planned = json.loads(json.dumps(planned))
    found = list(changed("", _settings(plan), _settings(planned)))
    if "data" in then:
        found += _changed_files(then, now)
    if not found:  # what follows from config and data differs of its own only if the code does
        old, new = ({k: v for k, v in p.items() if k not in COMPUTED} for p in (plan, planned))
        found += changed("plan", old, new)
    yield from found
    yield from changed("versions", then.get("versions", now["versions"]), now["versions"])


def _settings(plan: Mapping[str, Any]) -> dict[str, Any]:
    """Return the config without the keys that may differ."""
    train = {key: value for key, value in plan["config"]["train"].items() if f"train.{key}" not in FREE}
    return {**plan["config"], "train": train}


def _changed_files(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    for old, new in zip_longest(then["data"], now["data"]):
        if old is None or new is None:
            yield f"data file {(old or new)['file']}: {'not there in the run' if old is None else 'not there now'}"
        elif (old["side"], old["sha256"]) != (new["side"], new["sha256"]):
            yield f"data file {new['file']}: sha256 {old['sha256'][:12]}... in the run, {new['sha256'][:12]}... now"
