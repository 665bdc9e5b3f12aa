"""What is given to the Python API, understood: each function returns what is meant or raises UsageError."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import index
from os import PathLike
from pathlib import Path
from typing import Any, SupportsIndex, TypeVar

from nettrain.errors import UsageError

T = TypeVar("T")


def path(what: str, given: object) -> Path:
    """Return a path as one; neither an empty text nor any other value, such as the table itself."""
    if not isinstance(given, (str, PathLike)):
        raise UsageError(f"{what}: expected a path, as text or a Path; got {_named(given)}")
    if given == "":
        raise UsageError(f"{what}: the path is empty")
    return Path(given)


def any_path(what: str, given: object) -> Path | None:
    """Return a path or None."""
    return None if given is None else path(what, given)


def texts(what: str, given: object, example: str = "a column") -> list[str]:
    """Return one text, each of several, or none for None."""
    if given is None or isinstance(given, str):
        return [] if given is None else [given]
    found = []
    for item in given if isinstance(given, Iterable) and not isinstance(given, (bytes, Mapping)) else [given]:
        if not isinstance(item, str):
            raise UsageError(f"{what}: expected a text such as '{example}', or several; got {_named(item)}")
        found.append(item)
    return found


def settings(given: object) -> list[str]:
    """Return what is set beside a config."""
    return texts("sets", given, "train.epochs=5")


def text(what: str, given: object) -> str | None:
    """Return a text or None."""
    if given is not None and not isinstance(given, str):
        raise UsageError(f"{what}: expected a text, got {_named(given)}")
    return given


def whole(what: str, given: object, below: int) -> int | None:
    """Return a whole number from 0 to before `below`, or None."""
    if given is None:
        return None
    number = index(given) if isinstance(given, SupportsIndex) and not isinstance(given, bool) else -1
    if not 0 <= number < below:
        raise UsageError(f"{what}: expected a whole number from 0 to {below - 1}; got {given!r}")
    return number


def function(what: str, given: T | None) -> T | None:
    """Return a function that is one, or None."""
    if given is not None and not callable(given):
        raise UsageError(f"{what}: expected a function that takes an event, such as print; got {_named(given)}")
    return given


def known(function: str, given: Mapping[str, Any], names: Iterable[str]) -> None:
    """Raise TypeError, as Python does, for a keyword that a function does not have."""
    if unknown := next((name for name in given if name not in names), None):
        hint = f"; a setting of the config is given as in sets='train.{unknown}=...'"
        raise TypeError(f"{function}() got an unexpected keyword argument '{unknown}'{hint}")


def _named(given: object) -> str:
    return "None" if given is None else f"a value of type {type(given).__name__}"
