"""Names short enough for a figure, that can still be told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from string import digits

from nettrain.text import printable


def shown(names: Sequence[str], most: int = 18) -> list[str]:
    """Return names of at most `most` letters without control characters: the middle of a long one is left out.

    Where that makes several alike, they have in common how they begin: what follows is kept, numbers whole.
    """
    clean = [printable(name) for name in names]
    alike: dict[str, list[str]] = defaultdict(list)
    for name in clean:
        alike[_cut(name, most)].append(name)
    same = {short: _common(those) for short, those in alike.items() if len({*those}) > 1}
    return [_from(name, same[short], most) if (short := _cut(name, most)) in same else short for name in clean]


def _cut(name: str, most: int) -> str:
    """Leave out the middle."""
    if len(name) <= most:
        return name
    end = (most - 1) // 2
    return f"{name[: most - 1 - end]}…{name[-end:]}"


def _common(names: Sequence[str]) -> int:
    """Return how many letters names begin with in common, without the digits of a number that may go on."""
    low, high = min(names), max(names)
    same = next((n for n, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))
    return len(low[:same].rstrip(digits))


def _from(name: str, place: int, most: int) -> str:
    """Keep what follows a place, and what is before it as far as there is room."""
    rest = _cut(name[place:], most - 1)
    return f"{name[: most - 1 - len(rest)]}…{rest}"
