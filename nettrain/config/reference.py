"""The reference config: every key with its meaning, what it takes, and its default.

`python -m nettrain.config.reference > configs/reference.yaml` writes it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from textwrap import wrap

from nettrain.components.schema import Schema
from nettrain.config.config import Config
from nettrain.config.keys import places_of

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
    for place in places_of(schema):
        key, inner, where = place.described(), place.section(), f"{path}{place.name}"
        yield ""
        takes = "" if inner is not None else f" [{'required: ' if key.default is None else ''}{key.takes}]"
        yield from wrap(key.meaning + takes, 116, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)
        if inner is not None:
            if key.default == "null":
                yield "# Default: null"
            yield f"{key.name}:"
            yield from (f"  {line}".rstrip() for line in _schema(inner, f"{where}."))
            continue
        if key.default is not None and where in EXAMPLES:
            yield f"# Default: {key.default}"
        yield f"{key.name}: {EXAMPLES.get(where, key.default)}"


if __name__ == "__main__":
    sys.stdout.write(reference())
