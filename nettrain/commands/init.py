"""init: a commented, checked config from a data file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nettrain.atomic import as_run_error, write_atomically
from nettrain.commands.drafting.findings import Findings, look
from nettrain.commands.drafting.given import given, settable
from nettrain.commands.drafting.proposals import settling
from nettrain.commands.drafting.recipes import Preset, recipe
from nettrain.commands.drafting.writing import Draft, config_text
from nettrain.commands.outcome import Outcome
from nettrain.commands.output import STREAM
from nettrain.config.load import load_text, run_name
from nettrain.config.scalars import strange
from nettrain.data.sources import is_address
from nettrain.endings import CONFIGS
from nettrain.errors import DataError, UsageError
from nettrain.numbers import counted
from nettrain.overwriting import in_the_way, refuse_overwriting
from nettrain.plan.making import Planned, make_plan
from nettrain.text import command, page


def run(
    data: str,
    targets: Sequence[str],
    output: Path | None = None,
    preset: Preset = "small",
    sets: Sequence[str] = (),
    *,
    force: bool = False,
) -> Outcome:
    """Write a config for `data` that predicts `targets`; it is checked before it is written. `sets` are settings that
    it begins with, such as data.format.quote=none.

    `output` is by default the data's name with .yaml, here; "-" means the outcome's text. Raises UsageError for a
    target that is not named, named twice or not there, a setting that is none of a draft's, or a file that is in the
    way, ConfigError, DataError, RunError.
    """
    if twice := [name for place, name in enumerate(targets) if name in targets[:place]]:
        raise UsageError(f"--target {twice[0]} is given twice: name each column once")
    if any(strange(data)):
        raise UsageError(f"{data} has a name that no config can hold: rename the file")
    if Path(data).suffix in CONFIGS:
        raise UsageError(f"{data} is a config: init makes one from data, such as a CSV file")
    stem = run_name(Path(Path(data).name.split(".")[0]))
    file = output or Path(f"{stem}.yaml")
    if file != STREAM:
        refuse_overwriting(file, Path(data))
    if targets and file != STREAM and file.exists() and not force:
        raise in_the_way(file)
    folder = Path() if file == STREAM else file.parent
    path = _path(data, folder)
    asked = given(path, targets, sets)
    try:
        found = look(asked, targets, folder)
    except DataError as error:
        raise DataError(*error.problems, *settable(error.problems, sets)) from None
    made = recipe(preset, found.rows, found.inputs)
    options = [part for target in targets for part in ("--target", target)]
    options += [] if preset == "small" else ["--preset", preset]
    options += [part for assignment in sets for part in ("--set", assignment)]
    again = command("init", data, *options)
    text = config_text(Draft(again, asked.config.name or stem, asked.config.seed, path, found, made))
    planned = make_plan(load_text(text.encode(), file))
    document = {"config": text, "file": None, **_document(found)}
    if file == STREAM:
        return Outcome(text.rstrip("\n"), document, verbatim=True)
    with as_run_error(f"{file} cannot be written"):
        write_atomically(file, text.encode())
    return Outcome(_said(file, found, planned), {**document, "file": str(file)})


def _path(data: str, folder: Path) -> str:
    """Return the data's path for a config in `folder`: relative, unless symlinks on the way make that ambiguous; an
    address as it is, for which there is none."""
    if os.path.isabs(data) or is_address(data, Path()):
        return data
    path = os.path.relpath(data, os.path.realpath(folder))
    through = os.path.normpath(folder / path)  # as it is read where the config is named by its links
    return path if os.path.realpath(through) == os.path.realpath(data) else os.path.abspath(data)


def _document(found: Findings) -> dict[str, Any]:
    return {
        "rows": found.rows,
        "target": found.target._asdict(),
        "left_out": dict(found.left),
        "dropped": dict(found.dropped),
        "missing": dict(found.missing),
        "look_at": [
            {"key": doubt.key, "text": doubt.text, "instead": settling(found, doubt)} for doubt in found.doubts
        ],
    }


def _said(file: Path, found: Findings, planned: Planned) -> str:
    plan = planned.plan
    lines = [
        f"wrote {file}: {counted(found.rows, 'row')}, "
        f"{counted(len(found.columns), 'column')} as {counted(plan.inputs.size, 'input')}, "
        f"{', '.join(found.target.columns)} to be predicted ({found.about}); {counted(plan.params, 'weight')}"
    ]
    if found.left:
        lines.append(f"  left out: {', '.join(f'{name} ({reason})' for name, reason in found.left.items())}")
    if found.dropped:
        lines.append(
            "  dropped: " + ", ".join(f"{counted(count, 'row')} ({reason})" for reason, count in found.dropped.items())
        )
    lines += [f"  look at data.{doubt.key}: {doubt.text}" for doubt in found.doubts]
    following = [command("check", file), command("fit", file), command("eval")]
    return page([*lines, "next:", *(f"  {one}" for one in following)])
