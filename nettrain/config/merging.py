"""Several files and `--set` into one tree: what comes later wins, and keeps its own place."""

from __future__ import annotations

import re

from nettrain.components.choice import spoken
from nettrain.config.nodes import MOST_LEVELS, Entry, Node, Step, parse_value, shown
from nettrain.config.places import Hint, below, choice_of, in_full
from nettrain.errors import ConfigError, Problem, Span
from nettrain.text import printable

MARK = r"[^\w\s~]"
"""A value that needs no quotes on the command line, where a shell takes them away: `,` or `#` begin nothing there."""


def merge(first: Node, second: Node, hint: Hint) -> Node:
    """Return both trees as one. Both are spelled in full.

    Mappings are merged key by key, lists and single values are replaced; so are components, unless both are the same.
    """
    if not isinstance(first.value, dict) or not isinstance(second.value, dict):
        return second
    if choice_of(hint) is not None and list(first.value) != list(second.value):
        return second
    merged = dict(first.value)
    for key, entry in second.value.items():
        old = merged.get(key)
        node = entry.node if old is None else merge(old.node, entry.node, below(hint, key))
        merged[key] = Entry(entry.span if old is None else old.span, node)
    return Node(merged, first.span)


def assign(document: Node, setting: str, hint: Hint) -> Node:
    """Return the tree with one `--set` applied, such as `model.layers.0.dense.units=8`. Raises ConfigError."""
    span = setting_span(setting)
    path, equals, text = setting.partition("=")
    steps = [step.strip() for step in path.split(".")]
    if not equals or not all(steps):
        raise ConfigError(Problem(span, "", "expected PATH=VALUE, such as train.epochs=10"))
    if len(steps) > MOST_LEVELS:
        raise ConfigError(Problem(span, "", f"a path of {len(steps)} steps, expected at most {MOST_LEVELS}"))
    value = Node(text, span) if re.fullmatch(MARK, text) else parse_value(text, span, tuple(steps))
    return _Assignment(span, steps, text, value).into(document, hint, ())


def setting_span(setting: str) -> Span:
    """Return the place that stands for a setting."""
    return Span("--set " + brief(setting))


def brief(text: str) -> str:
    """Return the text on one line, cut where it is too long to read."""
    line = printable(text)
    return line if len(line) <= 120 else line[:117] + "..."


class _Assignment:
    """Puts a value at the end of a path of steps."""

    def __init__(self, span: Span, steps: list[str], text: str, value: Node) -> None:
        self.span, self.steps, self.text, self.value = span, steps, text, value

    def error(self, path: tuple[Step, ...], message: str) -> ConfigError:
        """Return the error that ends the assignment."""
        return ConfigError(Problem(self.span, shown(path), message))

    def into(self, node: Node, hint: Hint, path: tuple[Step, ...]) -> Node:
        """Return `node`, which stands at `path`, with the value put in."""
        if len(path) == len(self.steps):
            return merge(node, in_full(self.value, hint), hint)
        step = self.steps[len(path)]
        if isinstance(node.value, tuple):
            return self.into_list(node.value, node, hint, path)
        if node.value is None:
            node = Node({}, node.span)
        if not isinstance(node.value, dict):
            got = spoken(node.value)
            raise self.error(path, f"'{step}' cannot be set below {got}; {self.whole(path)}")
        if choice_of(hint) is not None and list(node.value) not in ([], [step]):
            raise self.error(path, f"is {', '.join(node.value)}, not {step}; {self.whole(path)}")
        if choice_of(hint) is not None and len(path) + 1 == len(self.steps):
            named = Node({step: Entry(self.span, self.value)}, self.span)
            return merge(node, in_full(named, hint), hint)
        old = node.value.get(step)
        inner = below(hint, step)
        if old is None and len(path) + 1 < len(self.steps) and inner is not None and below(inner, 0) is not None:
            here = (*path, step)
            raise self.error(here, f"the config has no such list; set it whole: --set '{shown(here)}=[...]'")
        new = self.into(Node(None, self.span) if old is None else old.node, inner, (*path, step))
        return Node({**node.value, step: Entry(self.span if old is None else old.span, new)}, node.span)

    def into_list(self, items: tuple[Node, ...], node: Node, hint: Hint, path: tuple[Step, ...]) -> Node:
        """Return the list with the value put into one of its items."""
        step = self.steps[len(path)]
        if not re.fullmatch(r"[0-9]{1,9}", step):
            raise self.error(path, f"expected the number of an item, counted from 0, got '{step}'")
        index = int(step)
        if index >= len(items):
            has = "is empty" if not items else f"has {len(items)} items, 0 to {len(items) - 1}"
            raise self.error(path, f"there is no item {index}: the list {has if len(items) != 1 else 'has 1 item, 0'}")
        new = self.into(items[index], below(hint, index), (*path, index))
        return Node((*items[:index], new, *items[index + 1 :]), node.span)

    def whole(self, path: tuple[Step, ...]) -> str:
        """Return how to set the place at `path` as a whole."""
        where = ".".join(str(step) for step in path)
        text = brief(self.text)
        for step in reversed(self.steps[len(path) :]):
            text = f"{{{step}: {text}}}"
        return f"set it whole: --set '{where}={text}'"
