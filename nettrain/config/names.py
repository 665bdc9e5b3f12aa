"""Names of columns and files, as a YAML gives them."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, Field


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Text: TypeAlias = Annotated[str, Field(min_length=1)]
Names: TypeAlias = Annotated[tuple[Text, ...], BeforeValidator(_listed)]
"""One name, or a list of them."""
