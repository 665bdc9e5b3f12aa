"""Where several configs differ, each key once, with what each of them has there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

ABSENT = object()
"""What stands for the value of a key that a config has not."""


def differing(values: Sequence[Any], path: str = "") -> Iterator[tuple[str, list[Any]]]:
    """Yield each key at which values differ, with all of them there.

    Parts are told apart as long as all values have such, but for those with nothing in them: where one value has parts
    and another is single, both are told as a whole.
    """
    if all(value == values[0] for value in values):
        return
    full = [value for value in values if value is not ABSENT and value not in (None, {}, [])]
    kinds = {type(value) for value in full}
    if len(kinds) != 1 or not any(isinstance(value, Mapping) or _nested(value) for value in full):
        yield path, list(values)
        return
    parts = [dict(_parts(value)) if value in full else {} for value in values]
    for key in dict.fromkeys(key for each in parts for key in each):
        yield from differing([each.get(key, ABSENT) for each in parts], f"{path}.{key}" if path else str(key))


def _nested(value: Any) -> bool:
    """Return whether a value is a list in which something has parts of its own."""
    return isinstance(value, (list, tuple)) and any(isinstance(item, (Mapping, list, tuple)) for item in value)


def _parts(value: Any) -> Iterator[tuple[Any, Any]]:
    yield from value.items() if isinstance(value, Mapping) else enumerate(value)
