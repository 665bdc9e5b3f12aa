"""The page: evidence and figures into the template; everything that a user wrote is escaped on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from nettrain.evaluation.gates import unheld
from nettrain.evaluation.slices import SMALL
from nettrain.events import Decided
from nettrain.html.bidi import isolated
from nettrain.html.evidence import Classes, Evidence, Numbers
from nettrain.html.figures.classes import curves
from nettrain.html.figures.confusion import confusion
from nettrain.html.figures.numbers import target_figures
from nettrain.html.figures.palette import variables
from nettrain.html.figures.svg import Picture
from nettrain.html.figures.training import learning_curves
from nettrain.html.remarks import of_the_curves, of_the_rows, of_the_targets
from nettrain.html.scores import score_lines, slice_tables
from nettrain.html.tables import (
    MOST_COLUMNS,
    MOST_LABELS,
    MOST_TARGETS,
    Cells,
    class_table,
    column_lines,
    confused_table,
    facts,
    layer_lines,
    worst_table,
)
from nettrain.html.targets import left_out, target_table
from nettrain.html.worst import worst
from nettrain.names import TRAIN, VALIDATION
from nettrain.numbers import counted
from nettrain.reporters.lines import decided, rows_of
from nettrain.reporters.scores import NO_METRICS
from nettrain.text import option, printable

MOST_SCORED = 60
"""Targets whose scores stand on the page."""
MOST_NOTICES = 100
"""Notices about the data that stand on the page."""


def page(run: Evidence, cells: Cells, slices: Mapping[str, Any]) -> str:
    """Return the report as one HTML page that asks for nothing else.

    `cells` are the inputs of the worst rows, `slices` the groups of rows by column, as metrics.json has them.
    """
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, finalize=_plain)
    template = environment.from_string(_text("page.html"))
    return template.render(**_content(run, cells, slices)) + "\n"


def _content(run: Evidence, cells: Cells, slices: Mapping[str, Any]) -> dict[str, Any]:
    metrics, judged = run.metrics, run.judged
    gates = metrics["gates"]
    failed = sum(not gate["passed"] for gate in gates)
    classes = judged if isinstance(judged, Classes) else None
    return {
        "style": Markup(_text("page.css")),
        "light": Markup(variables("light")),
        "dark": Markup(variables("dark")),
        "run": run.run,
        "name": run.plan.config.name or "run",
        "gates": gates,
        "failed": failed,
        "unheld": unheld(run.plan.config.slices, metrics.get("slices") or {}),
        "small": SMALL,
        "judged": rows_of(metrics["judged"], metrics["rows"]),
        "judged_again": of_the_rows(run),
        "undecided": of_the_curves(run),
        "averaged": of_the_targets(run),
        "trained_on": _trained_on(run),
        "notes": [*(decided(Decided(**run.decision)) if run.decision else []), *_left_out(run)],
        "scores": score_lines(metrics["metrics"]),
        "no_metrics": NO_METRICS,
        "targets": [(name, score_lines(alone)) for name, alone in [*metrics["targets"].items()][:MOST_SCORED]],
        "more_targets": max(len(metrics["targets"]) - MOST_SCORED, 0),
        "ended": run.ended,
        "config": run.plan.config,
        "plan": run.plan,
        "facts": facts(run),
        "curves": [_figure(picture) for picture in learning_curves(run)],
        "pictures": [_figure(picture) for picture in _judged_pictures(run)],
        "labels": class_table(metrics["classes"], classes) if classes and "classes" in metrics else None,
        "labels_are": _labels_are(len(run.plan.target.labels)),
        "confused": confused_table(classes) if classes and len(classes.labels) > 2 else None,
        "slices": slice_tables(slices, metrics["metrics"]),
        "worst": worst_table(run, worst(run), cells),
        "cells": bool(cells),
        "most_columns": MOST_COLUMNS,
        "layers": layer_lines(run),
        "columns": column_lines(run),
        "target": target_table(run),
        "left_out": left_out(run),
        "profiled": len((run.profile or {}).get("profile", {})),
        "notices": _some((run.profile or {}).get("notices", [])),
        "config_files": {name: _lines(text) for name, text in run.configs.items()},
        "overruling": _overruling(run.manifest["config"]),
    }


def _trained_on(run: Evidence) -> str:
    """Return "243 training and 50 validation rows; 1,123 weights"."""
    rows = run.plan.rows
    last = counted(rows[VALIDATION], "validation row")
    return f"{rows[TRAIN]:,} training and {last}; {counted(run.plan.params, 'weight')}"


def _lines(text: str) -> Markup:
    """Return a config as it can be copied: what keeps its words in place is markup."""
    escaped = str(Markup.escape("\n".join(map(printable, text.splitlines()))))
    return Markup(isolated(escaped, "<bdi>", "</bdi>"))


def _overruling(given: Mapping[str, Any]) -> list[str]:
    """Return the options of the command line that overrule the config files."""
    seed = [] if given["seed"] is None else [f"--seed {given['seed']}"]
    return [*(option("--set", assignment) for assignment in given["sets"]), *seed]


def _judged_pictures(run: Evidence) -> list[Picture]:
    if isinstance(run.judged, Classes):
        cells, shown = run.metrics["confusion"], run.judged.finite()
        matrix = confusion(run.judged, cells) if cells else None
        return [*([matrix] if matrix else []), *(curves(shown, run.decision) if len(shown.truth) else [])]
    judged = run.judged.finite()
    targets = range(min(len(judged.targets), MOST_TARGETS) if len(judged.truth) else 0)
    return [picture for target in targets for picture in target_figures(judged, target)]


def _labels_are(labels: int) -> str:
    """Return what stands above the labels' figures."""
    most = f": the {MOST_LABELS} of {labels:,} that have the most rows; metrics.json has all"
    return f"By label{most if labels > MOST_LABELS else ''}"


def _some(notices: Sequence[str]) -> list[str]:
    """Return the first of many notices, and a line that counts the others."""
    more = len(notices) - MOST_NOTICES
    return [*notices[:MOST_NOTICES], *([f"and {more:,} more, in profile.json"] if more > 0 else [])]


def _left_out(run: Evidence) -> list[str]:
    """Return a line each for rows that no curve can show and for targets without figures, where there are any."""
    rows, told = len(run.judged.truth), []
    if left := rows - len(run.judged.finite().truth):
        what = "row has" if rows == 1 else "rows has" if left == 1 else "rows have"
        told.append(f"{left:,} of {rows:,} {what} a prediction that is no finite number, which no curve shows")
    if isinstance(run.judged, Numbers) and len(run.judged.targets) > MOST_TARGETS:
        told.append(f"the first {MOST_TARGETS} of {len(run.judged.targets)} targets are drawn")
    return told


def _figure(picture: Picture) -> dict[str, Any]:
    return {"told": picture.told, "svg": Markup(picture.svg), "wide": picture.wide}


def _plain(value: Any) -> Any:
    """Return text with escapes for what no page can show, and its words in place; what is markup already stays."""
    return isolated(printable(value)) if isinstance(value, str) and not isinstance(value, Markup) else value


def _text(name: str) -> str:
    return files("nettrain.html").joinpath(name).read_text(encoding="utf-8")
