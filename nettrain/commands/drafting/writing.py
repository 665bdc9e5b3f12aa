"""Findings and a recipe as the text of a config, with a comment wherever something had to be decided."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from nettrain.commands.drafting.doubts import Doubt
from nettrain.commands.drafting.findings import Findings
from nettrain.commands.drafting.proposals import Proposal, proposals, quoted, split
from nettrain.commands.drafting.recipes import Recipe
from nettrain.components.task import CLASSES, Task
from nettrain.config.scalars import yaml_key, yaml_line, yaml_text
from nettrain.numbers import counted
from nettrain.plan.checks import DEFAULT_METRICS
from nettrain.text import printable

ASKED = "as was asked for"
EDGE = 40
"""Column at which comments behind a key begin."""
FAR_EDGE = 64
"""The same behind columns whose names and kinds are long."""
INSIDE = " " * 4
"""What stands before the keys of data.columns."""
WIDTH = 118
ENOUGH = 2_000
"""Rows from which a network that learned anything beats the baseline by the interval of the test rows."""
MOST_COLUMNS = 60
"""Columns beyond which only those are written whose kind needs options."""


class Draft(NamedTuple):
    """What a config is written from: `command` made it, `path` is the data's, as the config will have it."""

    command: str
    name: str
    seed: int
    path: str
    findings: Findings
    recipe: Recipe


def config_text(draft: Draft) -> str:
    """Return the YAML of a config."""
    judged = draft.findings.given.get("split", {}).get("test", 1) > 0
    gates = ["", *_gates(draft.findings)] if judged else []
    lines = [*_head(draft), "", *_data(draft), "", *_model(draft), "", *_train(draft), *gates]
    return "".join(f"{line}\n" for line in lines)


def _head(draft: Draft) -> Iterator[str]:
    yield "# yaml-language-server: $schema=nettrain.schema.json"
    yield f"# Made with: {printable(draft.command)}"
    yield "# What can stand here: nettrain list; in an editor, with completion: nettrain schema -o nettrain.schema.json"
    yield f"name: {yaml_text(draft.name)}"
    yield from _noted(f"seed: {draft.seed}", "split, initial weights, order of rows and dropout follow from it")


def _data(draft: Draft) -> Iterator[str]:
    found = draft.findings
    targets = found.target.columns
    yield "data:"
    yield f"  path: {yaml_text(draft.path)}"
    if found.pins:
        unasked = found.pins.keys() - found.given.get("format", {}).keys()
        note = "since the target is named as columns without a header are" if unasked else ASKED
        yield from _noted(f"  format: {yaml_line(found.pins)}", note)
    yield from _doubts(found, "format")
    target = yaml_text(targets[0]) if len(targets) == 1 else f"[{', '.join(map(yaml_text, targets))}]"
    yield from _noted(f"  target: {target}", found.about)
    yield from _doubts(found, "target")
    yield from _dropped(found)
    if found.missing or "missing" in found.given:
        met = [f"{yaml_text(mark)} {counted(count, 'time')}" for mark, count in found.missing.items() if count]
        marks = ", ".join(map(quoted, found.missing))
        yield from _noted(
            f"  missing: [{marks}]", "beside the empty cell" + (f"; met: {', '.join(met)}" if met else "")
        )
    yield from _doubts(found, "missing")
    if found.dropping:
        counts = ", ".join(f"{counted(count, 'row')}: {reason}" for reason, count in found.dropped.items())
        yield from _noted("  on_bad_row: drop", counts or ASKED)
        if found.first_bad:
            yield f"  # {printable(found.first_bad)}"
    yield from _columns(draft)
    if "weight" in found.given:
        yield from _noted(f"  weight: {yaml_text(found.given['weight'])}", ASKED)
    yield from _doubts(found, "split")
    yield f"  split: {split(found)}"


def _dropped(found: Findings) -> Iterator[str]:
    """Yield the columns that are left out, and those that may have to be: as further items where there is a list."""
    leaks: list[Doubt] = []
    for proposal in proposals(found, "drop"):
        if found.left and proposal.lines:
            leaks += proposal.doubts
        else:
            yield from _proposed(proposal)
    if found.left:
        yield "  drop:"
        for name, reason in found.left.items():
            yield from _noted(f"    - {yaml_text(name)}", reason)
        for doubt in leaks:
            yield from _noted(f"    # - {yaml_text(doubt.column)}", doubt.text)


def _columns(draft: Draft) -> Iterator[str]:
    found, scale = draft.findings, draft.recipe.scale
    scaled = {} if scale == "standard" else {"scale": scale}
    kinds = {c.name: _kind(c.kind, scaled if c.kind == "number" else c.options) for c in found.columns}
    asked = {name: _kind(*pair) for name, given in found.given.get("columns", {}).items() for pair in given.items()}
    doubted = {doubt.column: doubt for doubt in found.doubts if doubt.key == "columns"}
    target, shown = found.target.columns[0], list(found.columns)
    if len(shown) > MOST_COLUMNS:
        shown = [column for column in shown if column.options or column.name in (*doubted, *asked)]
        count = len(found.columns) - len(shown)
        yield f"  # {count} further columns are inputs, of the kinds that `nettrain check` shows."
    headed = bool(shown or found.declared or asked)
    if headed:
        yield "  columns:"
    for name in found.target.columns:
        if doubt := doubted.get(name):
            lines = doubt.adds if headed else (f"columns: {{{doubt.adds[0]}}}",)
            yield from _proposed(
                Proposal((doubt,), lines, "the line below" if found.declared else ""), "    " if headed else "  "
            )
    if found.declared:
        other = "number, to predict a number" if found.declared == "category" else "category, to predict labels"
        taken = "labels" if found.declared == "category" else "a number"
        yield from _noted(
            f"{INSIDE}{yaml_key(target, INSIDE)} {found.declared}", f"the target, taken for {taken}; or {other}"
        )
    for name in (name for name in asked if name not in kinds):  # the target's, say
        yield from _noted(f"{INSIDE}{yaml_key(name, INSIDE)} {asked[name]}", ASKED)
    written = {c.name: f"{INSIDE}{yaml_key(c.name, INSIDE)} {asked.get(c.name, kinds[c.name])}" for c in shown}
    edge = min(max(map(len, written.values()), default=0) + 2, FAR_EDGE)
    for column in shown:
        if doubt := doubted.get(column.name):
            yield from _proposed(Proposal((doubt,), doubt.adds, "the line below"), INSIDE)
        yield from _noted(written[column.name], column.note, max(edge, EDGE))


def _kind(name: str, options: dict[str, Any]) -> str:
    """Return a kind as people write it: without options, its name is enough."""
    return yaml_line({name: options}) if options else yaml_text(name)


def _model(draft: Draft) -> Iterator[str]:
    yield "model:"
    yield "  layers:"
    for layer, note in draft.recipe.layers:
        yield from _noted(f"    - {layer}", note)
    task = draft.findings.target.task
    last = {Task.BINARY: "one sigmoid", Task.MULTICLASS: "a softmax, one unit a label"}.get(task, "one unit a target")
    yield from _noted("    - output", f"fits the target: {last}")
    if task is Task.BINARY:
        yield from _noted(
            "  # threshold: {maximize: f1_score}", "calls the second label above the best threshold, not above 0.5"
        )
    if task in CLASSES:
        yield from _noted("  # calibrate: temperature", "makes probabilities neither bold nor timid")


def _train(draft: Draft) -> Iterator[str]:
    metrics = DEFAULT_METRICS[draft.findings.target.task in CLASSES]
    yield "train:"
    for line, note in draft.recipe.train:
        yield from _noted(f"  {line}", note)
    yield f"  metrics: [{', '.join(metrics)}]"


def _gates(found: Findings) -> Iterator[str]:
    yield "# What must hold on the test rows, or the exit code is 1: draw it tighter as the network gets better."
    yield "gates:"
    metric = "log_loss" if found.target.task in CLASSES else "r2_score"
    if found.rows >= ENOUGH:
        yield from _noted(
            f"  {metric}: {{beats_baseline: true}}", "by its whole 95 % interval; or {min: ...}, {max: ...}"
        )
    elif found.target.task in CLASSES:
        surprise = -sum(share * math.log(share) for share in found.shares)
        yield from _noted(
            f"  log_loss: {{max: {surprise:.4g}}}",
            "that of always naming the labels' shares; stricter: {beats_baseline: true}",
        )
    else:
        yield from _noted("  r2_score: {min: 0}", "that of always naming the mean; stricter: {beats_baseline: true}")


def _doubts(found: Findings, key: str) -> Iterator[str]:
    for proposal in proposals(found, key):
        yield from _proposed(proposal)


def _proposed(proposal: Proposal, indent: str = "  ") -> Iterator[str]:
    yield from (f"{indent}# {printable(line)}" for line in (*proposal.texts, *proposal.lines))


def _noted(line: str, note: str, edge: int = EDGE) -> Iterator[str]:
    """Yield a line with its comment behind it, or above it where both are too long for one."""
    if not note:
        yield line
        return
    note = printable(note)
    both = f"{line.ljust(edge - 1)} # {note}"
    if len(both) <= WIDTH or not line.strip():
        yield both
        return
    indent = line[: len(line) - len(line.lstrip())]
    yield f"{indent}# {note}"
    yield line
