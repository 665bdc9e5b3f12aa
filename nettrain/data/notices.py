"""What is no fault of the rows, but should be known: guesses, rows and columns that are left out, leaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nettrain.components.columns.category import Category
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.config.data import DataConfig
from nettrain.config.paths import shown
from nettrain.data.dialect import Dialect
from nettrain.data.drawn import Drawn
from nettrain.data.inference import unlike_labels
from nettrain.data.ingest import Tally
from nettrain.data.leaks import Leak
from nettrain.data.opening import SAMPLE
from nettrain.data.profile import ColumnProfile
from nettrain.data.reasons import coded
from nettrain.data.shortage import shortage
from nettrain.data.spelling import twins as spelled_twice
from nettrain.data.target import By
from nettrain.errors import Problem, Span, listing
from nettrain.numbers import counted


def notices(
    made: Drawn,
    data: DataConfig,
    profiles: Mapping[str, ColumnProfile],
    leaks: Sequence[Leak],
    twins: Mapping[str, int],
) -> Iterator[Problem]:
    """Yield what is no fault, but should be known; `twins` counts, by side, rows alike to training rows."""
    first = made.gathered.first
    header = Span(first.source.shown, 1)
    for part in made.table.parts:
        for field, doubt in part.opened.unclear.items():
            yield Problem(Span(part.opened.source.shown), f"data.format.{field}", doubt)
    for reason, count in made.usable.dropped.items():
        rows = f"{counted(count, 'row')} {'is' if count == 1 else 'are'} dropped"
        yield Problem(Span(first.source.shown), "", f"{rows}: {reason}")
    if made.table.bad.len():
        yield from made.gathered.ingested.problems
    for name, found in profiles.items():
        tally = made.gathered.ingested.tallies[name]
        if message := _noted(found) or _spelled_twice(found, tally, made.gathered.dialect):
            yield Problem(header, name, message)
    for block, kind in data.columns.items():
        if isinstance(kind, SequenceKind) and (message := _out_of_order(kind, made.gathered.roles.inputs)):
            yield Problem(header, shown(("data", "columns", block)), message)
    if message := _target_noted(made):
        yield Problem(header, made.gathered.roles.targets[0], message)
    yield from (Problem(header, leak.column, f"{leak.message}: a leak?") for leak in leaks)
    if message := shortage(made, data.split):
        yield Problem(header, "data.split", message)
    for side, count in twins.items():
        if count:
            share = f"{counted(count, f'{side} row')} of {made.sides.rows(side).len():,}"
            has = "has" if count == 1 else "have"
            yield Problem(header, "data.split", f"{share} {has} the inputs of a training row")


def _noted(found: ColumnProfile) -> str:
    """Say what should be known of a column, "" where there is nothing."""
    if found.left_out:
        instead = f"{told.mend} to have numbers, or " if (told := found.why.obstacle) else ""
        instead += f"{found.why.mixed} to have dates, or " if found.why.mixed else ""
        return f"is left out as {found.left_out}: {found.why}; {instead}declare its kind to keep it"
    if told := found.why.obstacle:
        return f"its cells are {told}: they are read as text; {told.mend} to have numbers"
    if found.why.mixed:
        return f"has {found.why.detail}: it is read as text; {found.why.mixed} to have dates"
    if found.why.code:
        return f"{found.why}: a code? declare it category"
    return f"{found.why}; declare it: {{date: {{format: ...}}}}" if found.why.unclear else ""


def _spelled_twice(found: ColumnProfile, tally: Tally, dialect: Dialect | None) -> str:
    """Say which two words of a category are one number, "" where there are none."""
    if not isinstance(found.kind, Category) or found.left_out:
        return ""
    alike = spelled_twice(tally.levels().get_column("level"), dialect)
    if not alike:
        return ""
    more = f", and {counted(len(alike) - 1, 'number')} more likewise" if len(alike) > 1 else ""
    told = f"{alike[0][0]!r} and {alike[0][1]!r} are one number, but two words to a category{more}"
    return f"{told}; write it in one way, or declare it number"


def _out_of_order(kind: SequenceKind, names: Sequence[str]) -> str:
    """Say that numbered columns to which a pattern led do not follow each other by their numbers, up or down."""
    members = kind.members(names) if any("*" in asked for asked in kind.of) else ()
    parted = [re.split(r"([0-9]+)(?=[^0-9]*$)", name, maxsplit=1) for name in members]
    if not all(len(parts) == 3 for parts in parted):
        return ""
    numbers: dict[tuple[str, str], list[int]] = {}
    for before, number, behind in parted:
        numbers.setdefault((before, behind), []).append(int(number))
    if all(found in (sorted(found), sorted(found, reverse=True)) for found in numbers.values()):
        return ""
    return f"takes the steps as {listing(members, 6)}, which is not in the order of their numbers; name them under of"


def _target_noted(made: Drawn) -> str:
    """Say what a target whose kind its cells have told may be instead, "" where there is nothing."""
    cells, dialect = (
        made.table.beside.get_column(made.gathered.roles.targets[0]).head(SAMPLE),
        made.gathered.dialect,
    )
    if made.asked.by is By.TEXT and (told := unlike_labels(cells, dialect)):
        return f"its cells are {told}: they are taken for labels; {told.mend} to predict numbers"
    if made.asked.by is By.NUMBERS and (why := coded(cells)):
        return f"{why}: a code? declare it category to predict labels"
    return ""
