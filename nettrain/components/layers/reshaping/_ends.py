"""The two ends of a sequence: one number for both, or one for each."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator

from nettrain.components.fields import Whole


def _both(value: Any) -> Any:
    return (value, value) if isinstance(value, int) and not isinstance(value, bool) else value


Ends: TypeAlias = Annotated[
    tuple[Whole, Whole], BeforeValidator(_both, json_schema_input_type=Whole | tuple[Whole, Whole])
]
"""Steps at the begin and at the end; one whole number counts for both."""
