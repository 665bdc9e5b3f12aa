"""Tell the mark before decimals and the mark between groups of three digits, from columns of numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from nettrain.config.format import Format
from nettrain.data.detection.cells import NOTHING

GROUPING = "., '_\u2019\u00a0\u202f"
"""Marks that stand between groups of three digits."""
_MARKS, _POWER = f"[{GROUPING}]", r"(?:[eE][+-]?\d+)?"
SETTLE = "settle it with data.format.thousands and data.format.decimal"
NAMES = {".": "point", ",": "comma"}
FORMS = {
    "plain": rf"\d+{_POWER}",
    "either": r"[1-9]\d{0,2}(?P<either_mark>[.,])\d{3}",
    "decimal": rf"(?=.*\d)\d*(?P<point>[.,])\d*{_POWER}",
    "grouped": rf"[1-9]\d{{0,2}}(?P<group>{_MARKS})\d{{3}}(?:(?P=group)\d{{3}})*(?:(?P<behind>(?!(?P=group))[.,])\d*)?",
}
"""What numbers look like, without their sign; the first form that fits counts. "either": decimals or a group.

No group follows a zero that leads: the comma of 0,379 is a decimal mark."""


def decimals(rows: Sequence[list[str]], delimiter: str, pins: Format) -> tuple[str, str, dict[str, str]]:
    """Return the decimal mark, the thousands mark, and what is unclear about them."""
    votes = counted(rows, points_group=pins.decimal == ",")
    pinned = "" if pins.thousands == "none" else pins.thousands
    decimal, doubt = (pins.decimal, {}) if pins.decimal else votes.decimal(pinned)
    if pinned is not None:
        return decimal, pinned, doubt
    thousands, more = votes.thousands(decimal)
    if delimiter != "," and (decimal, thousands) == (".", "") and not doubt and (cell := _like_thousands(rows)):
        said = f"the point in {cell} is taken for the decimal mark, but may be a mark between thousands"
        more = {"thousands": f"{said}; {SETTLE}"}
    return decimal, thousands, doubt | more if pins.decimal is None else {}


class Votes:
    """How often each mark was met where it can only be the one or the other."""

    def __init__(self) -> None:
        self.points: Counter[str] = Counter()
        self.groups: Counter[str] = Counter()
        self.either: Counter[str] = Counter()
        self.example = ""

    def __bool__(self) -> bool:
        return bool(self.points or self.groups or self.either)

    def add(self, cells: Iterable[str]) -> None:
        """Count the marks of a column, if it is one of numbers: all but a tenth of its cells."""
        form = re.compile("|".join(f"(?P<{name}>{form})" for name, form in FORMS.items()), re.ASCII).fullmatch
        points, groups, either = Counter[str](), Counter[str](), Counter[str]()
        held = numbers = 0
        example = ""
        for cell in cells:
            if cell in NOTHING:
                continue
            held += 1
            match = form(cell[1:] if cell[0] in "+-" else cell)
            if match is None:
                if held >= 20 and not numbers:
                    return
                continue
            numbers += 1
            name = match.lastgroup
            if name == "either":
                mark = match["either_mark"]
                either[mark] += 1
                example = example or (cell if mark == "," else "")
            elif name == "decimal":
                points[match["point"]] += 1
            elif name == "grouped":
                mark = match["group"]
                groups[mark] += 1
                if match["behind"]:
                    points[match["behind"]] += 1
                elif mark in ".,":
                    points["," if mark == "." else "."] += 1
        if numbers and numbers >= 0.9 * held:
            self.points += points
            self.groups += groups
            self.either += either
            self.example = self.example or example

    def decimal(self, thousands: str | None) -> tuple[str, dict[str, str]]:
        """Return the decimal mark; `thousands` is the other mark where it is pinned."""
        comma, point = self.points[","], self.points["."]
        if thousands in (".", ","):
            return "," if thousands == "." else ".", {}
        if thousands == "" and self.either[","] and not point:
            return ",", {}
        mark, other = (",", ".") if comma > point else (".", ",")
        if comma and point:
            less = min(comma, point)
            cells = "1 number has" if less == 1 else f"{less} numbers have"
            said = f"the {NAMES[mark]} is taken for the decimal mark, but {cells} the {NAMES[other]}"
            return mark, {"decimal": f"{said}; settle it with data.format.decimal"}
        return mark, {}

    def thousands(self, decimal: str) -> tuple[str, dict[str, str]]:
        """Return the mark between groups of three digits, next to this decimal mark."""
        marks = {mark: count for mark, count in self.groups.items() if mark != decimal}
        if marks:
            return max(marks, key=lambda mark: marks[mark]), {}
        other = "." if decimal == "," else ","
        if not self.either[other]:
            return "", {}
        if self.points[decimal]:
            return other, {}
        said = f"the comma in {self.example} is taken for a mark between thousands, but may be a decimal mark"
        return other, {"thousands": f"{said}; {SETTLE}"}


def counted(rows: Sequence[list[str]], *, points_group: bool) -> Votes:
    """Return the votes of every column, each cell counted once; none where no number holds more than a lone point.

    A lone point counts where points are known to stand between groups of digits.
    """
    marks = re.compile(r"\d[,' _\u2019\u00a0\u202f]\d|[.]\d+[.]|,\d|\d,", re.ASCII).search
    point = re.compile(r"\d[.]\d").search
    columns = _columns(rows)
    marked, votes = Votes(), Votes()
    for column in columns:
        text = "\n".join(column)
        if point(text) if points_group else _holds_marks(column, text) and marks(text):
            marked.add(column)
    if marked:  # not so for marks within words
        for column in columns:
            votes.add(column)
    return votes


def _columns(rows: Sequence[list[str]]) -> list[Collection[str]]:
    """Return the different cells of each column, without the blanks around them."""
    width = max((len(row) for row in rows), default=0)
    return [dict.fromkeys([row[place].strip() for row in rows if len(row) > place]) for place in range(width)]


def _like_thousands(rows: Sequence[list[str]]) -> str:
    """Return a number with a point that may stand between thousands, "" where there is none.

    All numbers of the file that have a point have three digits behind it, and in the number's column others below 1000
    have none; decimals would be as many in all of them, or fewer in some.
    """
    form = re.compile(
        rf"[+-]?(?:(?P<group>{FORMS['either']})|(?P<small>[1-9]\d{{0,2}})|(?P<zero>0)|(?P<plain>\d+)|{FORMS['decimal']})",
        re.ASCII,
    ).fullmatch
    found = ""
    for column in _columns(rows):
        cells = [cell for cell in column if cell not in NOTHING]
        if not any("." in cell for cell in cells):
            continue
        matches = [match for cell in cells if (match := form(cell))]
        if len(matches) < 0.9 * len(cells):
            continue
        kinds = {match.lastgroup for match in matches}
        if "point" in kinds:
            return ""
        if "small" in kinds and "plain" not in kinds:
            found = found or next(match[0] for match in matches if match["group"])
    return found


def _holds_marks(column: Collection[str], text: str) -> bool:
    """Return whether a column, whose `text` is all its cells, holds more than lone points: much sooner than a search
    tells."""
    return any(mark in text for mark in GROUPING if mark != ".") or text.count(".") > sum("." in c for c in column)
