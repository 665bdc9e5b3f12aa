"""What a verb comes to: what it says on stdout, as text and as JSON, and whether every gate holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """The result of a verb.

    `text` is for a person, `document` is the same as JSON values; `passed` is False if a gate failed.
    """

    text: str
    document: dict[str, Any] = field(default_factory=dict)
    passed: bool = True
