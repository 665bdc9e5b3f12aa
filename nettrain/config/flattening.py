"""The keys of a config, or of its JSON, in one list: "train.optimizer.adam.learning_rate" and its value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def flattened(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each key with its value. A list is one value unless something in it has parts of its own."""
    items: Any = value.items() if isinstance(value, Mapping) else enumerate(value) if nested(value) else None
    if not items:
        yield path, value
        return
    for key, item in items:
        yield from flattened(item, f"{path}.{key}" if path else str(key))


def nested(value: Any) -> bool:
    """Return whether a value is a list in which something has parts of its own."""
    return isinstance(value, (list, tuple)) and any(isinstance(item, (Mapping, list, tuple)) for item in value)
