"""Several files and `--set` into one tree: what comes later wins, and keeps its own place."""

from __future__ import annotations

from nettrain.components.component import Component
from nettrain.config.nodes import Entry, Node
from nettrain.config.places import Hint, below, choice_of, schema_of
from nettrain.errors import Span
from nettrain.text import printable


def merge(first: Node, second: Node, hint: Hint) -> Node:
    """Return both trees as one. Both are spelled in full.

    Mappings are merged key by key, lists and single values are replaced; so are components, unless both are the same.
    A mapping that is empty empties the other, but for options of a component, of which its name alone has none either.
    """
    if not isinstance(first.value, dict) or not isinstance(second.value, dict):
        return second
    if not second.value and not _is_component(hint):
        return second
    if choice_of(hint) is not None and list(first.value) != list(second.value):
        return second
    merged = dict(first.value)
    for key, entry in second.value.items():
        old = merged.get(key)
        node = entry.node if old is None else merge(old.node, entry.node, below(hint, key))
        merged[key] = entered(old, entry.span, node)
    return Node(merged, first.span)


def _is_component(hint: Hint) -> bool:
    schema = schema_of(hint)
    return schema is not None and issubclass(schema, Component)


def entered(old: Entry | None, span: Span, node: Node) -> Entry:
    """Return the entry of a key that now holds `node`: where it was replaced, the key stands with what replaced it."""
    return Entry(old.span if old is not None and old.node.span == node.span else span, node)


def setting_span(setting: str) -> Span:
    """Return the place that stands for a setting."""
    return Span("--set " + brief(setting))


def brief(text: str) -> str:
    """Return the text on one line, cut where it is too long to read."""
    line = printable(text)
    return line if len(line) <= 120 else line[:117] + "..."
