"""What a verb comes to: what it says on stdout, as text and as JSON, and whether every gate holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nettrain.errors import Problem


class Outcome(NamedTuple):
    """The result of a verb.

    `text` is for a person, `document` is the same as JSON values; `passed` is False if a gate failed. A `verbatim` text
    is what a file would hold (a table, a config, a schema). `unwritten` says which reports of it could not be written,
    `places` of each gate where it stands, as in `Judged`.
    """

    text: str
    document: dict[str, Any]
    passed: bool = True
    verbatim: bool = False
    unwritten: tuple[Problem, ...] = ()
    places: Sequence[Mapping[str, Any]] = ()
