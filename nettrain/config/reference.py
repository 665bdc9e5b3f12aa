"""The reference config: every key with its meaning, what it takes, and its default.

`python -m nettrain.config.reference > configs/reference.yaml` writes it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from textwrap import wrap
from types import NoneType
from typing import Any

from nettrain.components.choice import written
from nettrain.components.schema import Schema
from nettrain.config.config import Config
from nettrain.config.documentation import documentation
from nettrain.config.places import field_hint, parts, schema_of
from nettrain.config.scalars import yaml_text
from nettrain.config.wording import expected

EXAMPLES: dict[str, str] = {
    "name": "reference",
    "data.path": "../data/penguins.csv",
    "data.target": "species",
    "data.columns": "{sex: {category: {missing: level}}}",
    "model.layers": "[{dense: {units: 32, activation: relu}}, {dropout: 0.1}, output]",
    "train.class_weights": "balanced",
    "gates": "{accuracy: {min: 0.9, beats_baseline: true}}",
    "slices": "{sex: {accuracy: {min: 0.8}}}",
}
"""Values in place of the default, for keys that are required and keys whose default shows nothing."""

HEAD = """\
# yaml-language-server: $schema=nettrain.schema.json
# Every key of a config: what it means, [what it takes], and its default. Keys without "required" can be left out.
# What can be named (layers, losses, optimizers, metrics ...): nettrain list
"""


def reference() -> str:
    """Return the reference config, a YAML that loads."""
    return HEAD + "".join(f"{line}\n" for line in _schema(Config, ""))


def _schema(schema: type[Schema], path: str) -> Iterator[str]:
    meanings = documentation(schema)
    for name, info in schema.model_fields.items():
        where, hint = f"{path}{name}", field_hint(schema, name)
        inner = None if len([part for part in parts(hint) if part is not NoneType]) > 1 else schema_of(hint)
        yield ""
        takes = "" if inner is not None else f" [{'required: ' if info.is_required() else ''}{expected(hint)}]"
        yield from wrap(
            meanings[name] + takes, 116, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False
        )
        if inner is not None:
            if info.default is None:
                yield "# Default: null"
            yield f"{name}:"
            yield from (f"  {line}".rstrip() for line in _schema(inner, f"{where}."))
            continue
        default = None if info.is_required() else flow(info.get_default(call_default_factory=True, validated_data={}))
        if default is not None and where in EXAMPLES:
            yield f"# Default: {default}"
        yield f"{name}: {EXAMPLES.get(where, default)}"


def flow(value: Any) -> str:
    """Return a default on one line, as the YAML writes it."""
    value = written(value)
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return "{}" if value == {} else yaml_text(value)


if __name__ == "__main__":
    sys.stdout.write(reference())
