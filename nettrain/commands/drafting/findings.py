"""What a file says of itself, as a config would have it: kinds, columns left out, rows dropped, and doubts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from nettrain.commands.drafting.doubts import MOST_LEVELS, Doubt, doubts_of
from nettrain.commands.drafting.given import Given
from nettrain.commands.drafting.recipes import SHARE
from nettrain.commands.drafting.targets import hold_numbers, refuse_amounts
from nettrain.commands.profiles import values_shown
from nettrain.components.columns.category import Category
from nettrain.components.columns.date import Date
from nettrain.components.columns.number import Number
from nettrain.components.task import CLASSES, EVERY_TASK, Target, Task
from nettrain.config.scalars import strange
from nettrain.data.dataset import Dataset, prepare
from nettrain.data.inference import numeric
from nettrain.data.opening import Opened, open_file
from nettrain.data.parquet import holds_cells
from nettrain.data.profile import ColumnProfile
from nettrain.data.reasons import MOST_CODES
from nettrain.data.sources import found
from nettrain.data.target import By
from nettrain.data.void import void_words
from nettrain.errors import DataError, Problem, Span, UsageError, listing, suggestion
from nettrain.numbers import percent
from nettrain.text import option, printable

NO_VALUE = frozenset(
    {
        *("-", "--", "---", ".", "unknown", "none", "missing", "not available", "nil", "null", "nan"),
        *("na", "n/a", "n.a.", "n/a.", "#n/a"),
    }
)
"""Words that mean "no value" where they stand among numbers, beside those of `data.missing`."""
SHOWN = 40
"""Most columns that are named where one has to be chosen."""
FEW = 10
"""Most whole numbers of a target, from 0 or 1 with gaps, that are taken for labels."""


class Kept(NamedTuple):
    """A column that enters the network: its kind and the options that this needs, what it holds, how many inputs."""

    name: str
    kind: str
    options: dict[str, Any]
    note: str
    inputs: int


class Findings(NamedTuple):
    """What was found in the file.

    `given` are keys of `data` that were set beforehand, `pins` those of `data.format` that must be set; `missing`
    counts the marks that were met or given; `left` gives, of each column that is left out, the reason; `dropped` counts
    rows by the reason, `first_bad` says what is wrong with one. `declared` is the target's kind where its cells leave a
    choice, and `about` what the target is.
    """

    target: Target
    declared: str
    about: str
    given: Mapping[str, Any]
    pins: Mapping[str, Any]
    missing: Mapping[str, int]
    columns: tuple[Kept, ...]
    left: Mapping[str, str]
    dropped: Mapping[str, int]
    first_bad: str
    doubts: tuple[Doubt, ...]
    rows: int
    shares: tuple[float, ...]

    @property
    def inputs(self) -> int:
        """Return about how many inputs the network has."""
        return sum(column.inputs for column in self.columns)

    @property
    def dropping(self) -> bool:
        """Return whether the config must say that rows are dropped."""
        return bool(self.dropped) or self.given.get("on_bad_row") == "drop"


def look(told: Given, targets: Sequence[str], folder: Path) -> Findings:
    """Read a file (relative to `folder`) and find out what a config for it must say beside what it was told.

    Raises UsageError for a target that is not named or not there, DataError for a file that cannot be used.
    """
    data, given = told.config.data, told.keys
    source = found(data.path, folder)[0]
    opened = open_file(source, data.format)
    if opened.misread:
        raise DataError(opened.misread)
    _can_be_written(opened)
    if not targets:
        raise UsageError(f"name the column to predict with --target; {source.shown} has {_columns_shown(opened)}")
    pins = _pins(opened, targets)
    if pins:
        opened = open_file(source, data.format.model_copy(update=pins))
    strange = {name: str(kind) for name, kind in opened.types.items() if not holds_cells(kind) and _free(name, told)}
    marks = [*data.missing, *_words_for_nothing(opened, targets, data.missing)]
    sides = {side: SHARE for side in ("validation", "test") if side not in given.get("split", {})}
    data = data.model_copy(
        update={
            "missing": tuple(marks),
            "drop": (*data.drop, *strange),
            "on_bad_row": given.get("on_bad_row", "drop"),
            "format": data.format.model_copy(update=pins),
            "split": data.split.model_copy(update=sides),
        }
    )
    refuse_amounts(opened, data, folder)
    if len(targets) > 1:
        hold_numbers(opened, targets, marks)
    dataset = prepare(data, folder, 0, EVERY_TASK)
    if labels := targets[0] not in data.columns and _gapped_labels(dataset):
        kinds = {**data.columns, targets[0]: Category()}
        dataset = prepare(data.model_copy(update={"columns": kinds}), folder, 0, EVERY_TASK)
    columns, left = _columns(dataset)
    left = dict.fromkeys(told.config.data.drop, "as was asked for") | left
    left |= {name: f"its cells are no values, but of the type {kind}" for name, kind in strange.items()}
    problems = dataset.drawn.gathered.ingested.problems
    declared, about = _target(dataset, labels)
    declared = "" if targets[0] in data.columns else declared
    return Findings(
        target=dataset.target,
        declared=declared,
        about=about,
        given=given,
        pins={**given.get("format", {}), **pins},
        missing=dict.fromkeys(given.get("missing", ()), 0) | _met(dataset, marks),
        columns=columns,
        left=left,
        dropped=dataset.drawn.usable.dropped,
        first_bad=str(problems[0]) if problems else "",
        doubts=(
            *(Doubt("format", doubt) for doubt in dataset.drawn.gathered.first.unclear.values()),
            *doubts_of(dataset, frozenset(left), marks),
        ),
        rows=dataset.drawn.usable.rows.len(),
        shares=dataset.shares,
    )


def _free(name: str, told: Given) -> bool:
    """Return whether nothing was said of a column beforehand."""
    data = told.config.data
    return name not in (*data.target, *data.drop, *data.columns, data.weight, *data.split.by)


def _can_be_written(opened: Opened) -> None:
    """Raise DataError for columns whose names no config can hold."""
    wrong = [n for n in opened.names if any(strange(n)) or not (n[0] + n[-1]).isprintable()]
    told = "holds what cannot be seen, and stands in no config: rename the column in the file"
    if wrong:
        raise DataError(
            *(Problem(Span(opened.source.shown, 1), "", f"the name '{printable(n)}' {told}") for n in wrong)
        )


def _columns_shown(opened: Opened) -> str:
    """Name the columns, those that no header names with their first cells: "a, b and c", "column_1 (39), ..."."""
    names = list(opened.names)
    if opened.dialect and not opened.dialect.header and opened.sample.height:
        names = [f"{name} ({(cell or '').strip()})" for name, cell in zip(names, opened.sample.row(0), strict=True)]
    return listing(names, SHOWN)


def _pins(opened: Opened, targets: Sequence[str]) -> dict[str, Any]:
    """Return what must be pinned: a target of the name that columns without a header get says that there is none."""
    lacking = [name for name in targets if name not in opened.names]
    numbered = {f"column_{number}" for number in range(1, len(opened.names) + 1)}
    if lacking and set(targets) <= numbered and opened.dialect and opened.dialect.header:
        return {"header": False}
    if lacking:
        name, shown = lacking[0], opened.source.shown
        if set(name.split(",")) <= set(opened.names):
            apart = " ".join(option("--target", part) for part in name.split(","))
            raise UsageError(f"--target {name}: {shown} has no column of that name; for several write {apart}")
        raise UsageError(f"--target {name}: {shown} has no column of that name; {suggestion(name, opened.names)}")
    return {}


def _words_for_nothing(opened: Opened, targets: Sequence[str], marks: Sequence[str]) -> list[str]:
    """Return words that stand where a number is missing: all that a column holds beside numbers and `marks`.

    Among the few numbers of a target they may be labels.
    """
    cells = opened.sample.select(pl.all().str.strip_chars())
    numbers = numeric(cells, opened.dialect)
    labels = [name for name in targets if cells[name].filter(numbers[name]).n_unique() <= MOST_CODES]
    cells, numbers = cells.drop(labels), numbers.drop(labels)
    others = cells.select(pl.when(~pl.all().is_in(void_words(marks))).then(pl.all())).select(pl.all().is_not_null())
    words: set[str] = set()
    for text, number, other in zip(cells, numbers, others, strict=True):
        if number.any() and (other & ~number).any():
            strange = set(text.filter(other & ~number).to_list())
            words |= strange if all(word.lower() in NO_VALUE for word in strange) else set()
    return sorted(words)


def _gapped_labels(dataset: Dataset) -> bool:
    """Return whether a target that was taken for numbers has few whole ones from 0 or 1, with gaps: labels."""
    name = dataset.target.columns[0]
    if dataset.target.task is not Task.REGRESSION or len(dataset.target.columns) > 1:
        return False
    values = dataset.drawn.truth.get_column(name).drop_nulls().unique().sort()
    whole = bool((values == values.floor()).all())
    return whole and values.len() <= FEW and values[0] in (0, 1) and values[-1] - values[0] < 2 * values.len()


def _target(dataset: Dataset, gapped: bool) -> tuple[str, str]:
    """Return the target's kind where it must be declared, and what it is."""
    target = dataset.target
    if target.task in CLASSES:
        most = sorted(zip(dataset.shares, target.labels, strict=True), reverse=True)
        shown = ", ".join(f"{label} {percent(share)}" for share, label in most[:4])
        about = f"{len(most)} labels: {shown}" + (", ..." if len(most) > 4 else "")
        choice = gapped or dataset.drawn.asked.by is By.FEW
        return "category" if choice else "", about
    if len(target.columns) > 1:
        return "", "numbers, each in its own unit"
    values = dataset.drawn.truth.get_column(target.columns[0]).drop_nulls()
    low, high = (float(str(end)) for end in (values.min(), values.max()))
    about = f"numbers, {low:g} to {high:g}"
    few = values.n_unique() <= 2 * FEW and bool((values == values.floor()).all())
    return "number" if few else "", about


def _columns(dataset: Dataset) -> tuple[tuple[Kept, ...], dict[str, str]]:
    labels = len(dataset.target.labels)
    leaks = {leak.column: leak.message for leak in dataset.leaks}
    widths = {column.name: column.width for column in dataset.columns}
    kept, left = [], {}
    for name, seen in dataset.profiles.items():
        if seen.left_out:
            left[name] = f"{seen.left_out}: {seen.why}"
        elif name in leaks and labels and seen.distinct == labels:
            left[name] = f"the target in other words? it {leaks[name]}"
        else:
            kept.append(_kept(seen, widths[name]))
    if not kept:  # better a leak than nothing
        name = next(name for name in left if name in widths)
        del left[name]
        kept.append(_kept(dataset.profiles[name], widths[name]))
    return tuple(kept), left


def _kept(seen: ColumnProfile, inputs: int) -> Kept:
    missing = f"; {seen.missing:,} missing" if seen.missing else ""
    note = values_shown(seen) + missing
    options: dict[str, Any] = {}
    if isinstance(seen.kind, Date):
        options = {"format": seen.kind.format}
    elif isinstance(seen.kind, Category) and seen.distinct > MOST_LEVELS:
        rare = max(5, round(seen.rows / 500))
        options, inputs = {"rare": rare}, min(inputs, MOST_LEVELS)
        note = f"{seen.distinct:,} levels; those with fewer than {rare} training rows count as unseen{missing}"
    elif isinstance(seen.kind, Number) and seen.whole and 2 < seen.distinct <= FEW:
        note = f"{note}; {seen.distinct} whole numbers: if they are codes, write category"
    return Kept(seen.name, seen.kind.yaml_name(), options, note, inputs)


def _met(dataset: Dataset, marks: Sequence[str]) -> dict[str, int]:
    """Return how often each mark for "no value" was met, without the empty cell."""
    met: dict[str, int] = {}
    for tally in dataset.drawn.gathered.ingested.tallies.values():
        for mark, count in tally.marks.items():
            if mark:
                met[mark] = met.get(mark, 0) + count
    return dict(sorted(met.items()))
