"""The tables of a report: what stands in their cells, ready to be written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nettrain.components.columns.number import Number
from nettrain.components.layer import Layer
from nettrain.components.layout import shown
from nettrain.data import profile_text
from nettrain.html.digits import beside
from nettrain.html.evidence import Classes, Evidence
from nettrain.html.worst import distances
from nettrain.moments import moments
from nettrain.numbers import count, counted, figure, held, seconds
from nettrain.reporters.command import spoken_command
from nettrain.text import Table

Cells = Mapping[int, Mapping[str, Any]]
"""Values of the inputs by the number of a row."""
MOST_COLUMNS = 12
"""Inputs whose values stand beside a row."""
MOST_TARGETS = 8
"""Targets that have figures, and that all stand beside a row."""
MOST_PROFILES = 500
"""Columns of which the page tells what they hold: each takes 700 bytes of the two million that a page may have."""
MOST_LABELS = 60
"""Labels whose figures stand on the page; beyond, those with the most rows."""
MOST_PAIRS = 10
"""Pairs of labels that are told to be taken for one another."""


def class_table(classes: Mapping[str, Mapping[str, Any]], judged: Classes) -> Table:
    """Return precision, recall, F1 and rows (or their weight) of each label; of many, of those with the most rows."""
    names, told = ("precision", "recall", "f1"), judged.labels
    if len(told) > MOST_LABELS:
        told = tuple(sorted(told, key=lambda label: -classes[label]["support"])[:MOST_LABELS])  # a stable sort
    rows = [
        [label, *(figure(classes[label][name]) for name in names), held(classes[label]["support"])] for label in told
    ]
    return Table(["label", *names, _what(judged)], rows, [False, True, True, True, True])


def _what(judged: Classes) -> str:
    return "rows" if judged.weights is None else "weight"


def confused_table(judged: Classes) -> Table:
    """Return which labels are most often taken for which others."""
    wrong = judged.truth != judged.decided
    pairs, which = np.unique(np.stack([judged.truth, judged.decided])[:, wrong], axis=1, return_inverse=True)
    counts = np.bincount(which, None if judged.weights is None else judged.weights[wrong], pairs.shape[1])
    order = np.argsort(-counts, kind="stable")[:MOST_PAIRS]
    rows = [[*(judged.labels[code] for code in pairs[:, n]), held(counts[n])] for n in order if counts[n]]
    return Table(["true", "predicted", _what(judged)], rows, [False, False, True])


def worst_table(run: Evidence, places: NDArray[np.int64], cells: Cells) -> Table:
    """Return the rows at `places`: number, truth, prediction, how wrong, and their inputs where they are known.

    Of many targets a row has the one that is farthest from its truth.
    """
    judged, numbers = run.judged, [int(run.rows[place]) for place in places]
    if isinstance(judged, Classes):
        word = "probability" if judged.probable else "score"
        heads = ["row", "true", "predicted", f"{word} of the true label", f"{word} of the predicted label"]
        rows = [
            [
                judged.labels[judged.truth[place]],
                judged.labels[judged.decided[place]],
                figure(float(judged.scores[place, judged.truth[place]])),
                figure(float(judged.scores[place, judged.decided[place]])),
            ]
            for place in places
        ]
        right = [True, False, False, True, True]
    elif len(judged.targets) > MOST_TARGETS:
        heads, right = ["row", "target", "actual", "predicted", "error"], [True, False, True, True, True]
        farthest = distances(judged)[places].argmax(axis=1)
        rows = [
            [judged.targets[n], *_error(judged.truth[place, n], judged.predicted[place, n])]
            for place, n in zip(places, farthest, strict=True)
        ]
    else:
        names = judged.targets if len(judged.targets) > 1 else ("",)
        heads = ["row", *(f"{what} {name}".strip() for name in names for what in ("actual", "predicted", "error"))]
        rows = [
            [told for both in zip(judged.truth[place], judged.predicted[place], strict=True) for told in _error(*both)]
            for place in places
        ]
        right = [True] * len(heads)
    columns = run.plan.columns[:MOST_COLUMNS] if cells else ()
    inputs = [column.name for column in columns]
    known = [cells[number] for number in numbers if number in cells]
    told = iter(zip(*(_cells([row.get(name) for row in known]) for name in inputs), strict=True))
    made = [[f"{n:,}", *row, *(next(told, ()) if n in cells else ())] for n, row in zip(numbers, rows, strict=True)]
    return Table([*heads, *inputs], made, [*right, *(isinstance(column.kind, Number) for column in columns)])


def _error(truth: float, guess: float) -> list[str]:
    error = float(guess - truth)
    return [*beside([float(truth), float(guess)], error), figure(error)]


def layer_lines(run: Evidence) -> list[dict[str, Any]]:
    """Return each layer with its options, shapes, weights, and its share of all weights in percent."""
    most = max((planned.params for planned in run.plan.layers), default=0) or 1
    return [
        {
            "name": planned.layer.yaml_name(),
            "options": ", ".join(f"{name} {_option(value)}" for name, value in _options(planned.layer).items()),
            "inputs": shown(planned.inputs),
            "outputs": shown(planned.outputs),
            "weights": counted(planned.params, "weight"),
            "untrained": f"{planned.untrained:,}" if planned.untrained else "",
            "share": round(100 * planned.params / most, 1),
        }
        for planned in run.plan.layers
    ]


def column_lines(run: Evidence) -> list[dict[str, Any]]:
    """Return the profile of each column, of the first MOST_PROFILES, as text, with the counts of its histogram."""
    widths = {column.name: column.width for column in run.plan.columns}
    lines = []
    profile = (run.profile or {}).get("profile", {})
    names = [*(name for name in widths if name in profile), *(name for name in profile if name not in widths)]
    for name in names[:MOST_PROFILES]:
        seen = profile[name]
        counts = seen["histogram"] or [rows for _, rows in seen["top"]]
        most = max(counts, default=0) or 1
        lines.append(
            {
                "name": name,
                "kind": profile_text.kind(seen),
                "why": seen["why"],
                "missing": profile_text.missing(seen),
                "distinct": profile_text.distinct(seen),
                "says": profile_text.values(seen),
                "bars": [round(24 * rows / most, 1) for rows in counts],
                "counts": "rows from the lowest to the highest: " + ", ".join(map(count, seen["histogram"]))
                if seen["histogram"]
                else "",
                "inputs": f"{widths[name]:,}" if name in widths else "-",
            }
        )
    return lines


def facts(run: Evidence) -> dict[str, str]:
    """Return what the run was made of and where it ran."""
    made, timing = run.manifest, run.timing
    phases = ", ".join(f"{name} {seconds(took)}" for name, took in timing["seconds"].items())
    record = {
        **_commands(made["command"], timing["earlier"]),
        "seed": str(made["seed"]),
        "took": f"{seconds(timing['total'])}: {phases}",
        "speed": f"{speed:,.0f} training rows a second" if (speed := timing["rows_per_second"]) else "",
        "versions": ", ".join(f"{name} {number}" for name, number in made["versions"].items()),
        "platform": made["platform"],
        "threads and devices": f"{made['threads']}, {', '.join(made['devices'])}",
        "weights (sha256)": made["weights_sha256"],
    }
    for part in made["data"]:
        record[f"data ({part['side']})"] = f"{part['file']}, sha256 {part['sha256']}"
    if git := made["git"]:
        record["git"] = f"{git['commit']}{', with changes' if git['changed'] else ''}"
    return {name: value for name, value in record.items() if value}


def _commands(last: Sequence[str], earlier: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return the command that made the run, or those by which it began and was resumed."""
    told = [spoken_command(one["command"]) for one in [*earlier, {"command": last}]]
    if not earlier:
        again = "; nothing of an earlier command is on record" if "--resume" in last else ""
        return {"command": told[0] + again}
    record = {"command (the first)": told[0]}
    for number, (before, command) in enumerate(zip(earlier, told[1:], strict=True), start=1):
        step = f", step {before['step']:,}" if before["step"] else ""
        record[f"resumed ({number})"] = f"after epoch {before['epoch']:,}{step}: {command}"
    return record


def _cells(values: Sequence[Any]) -> list[str]:
    """Return cells of one column as text."""
    dates = [value for value in values if isinstance(value, datetime)]
    texts = iter(moments(dates))
    return [next(texts) if isinstance(value, datetime) else _cell(value) for value in values]


def _cell(value: Any) -> str:
    if value is None:
        return "missing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return figure(value) if isinstance(value, float) else str(value)


def _options(layer: Layer) -> dict[str, Any]:
    """Return the options of a layer that are not the defaults; a component is its name."""
    options = {}
    for name, field in type(layer).model_fields.items():
        default = field.get_default(call_default_factory=True)
        value, usual = (getattr(x, "yaml_name", lambda x=x: x)() for x in (getattr(layer, name), default))
        if value != usual:
            options[name] = value
    return options


def _option(value: Any) -> str:
    return " x ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
