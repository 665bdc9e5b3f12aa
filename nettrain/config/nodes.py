"""YAML text to a tree that knows the place of every key and value.

The part of YAML 1.2 that a config needs: mappings with text keys, lists, single values. What makes a file mean
something else than it seems to (anchors, tags, merge keys, keys written twice) is refused, all of it at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from nettrain.components.choice import spoken
from nettrain.config.paths import Step, shown
from nettrain.config.scalars import Scalar, scalar, strange
from nettrain.config.syntax import plain_words
from nettrain.errors import ConfigError, Problem, Span
from nettrain.text import printable

MOST_BYTES = 2**20
MOST_LEVELS = 50
MOST_NODES = 100_000
BREAK = re.compile("\r\n|\r|\n")


class Node(NamedTuple):
    """A value and where it stands; mappings and lists hold nodes."""

    value: Scalar | tuple[Node, ...] | dict[str, Entry]
    span: Span


class Entry(NamedTuple):
    """What stands under a key of a mapping, and where the key stands."""

    span: Span
    node: Node


def parse(text: bytes | str, file: str) -> Node:
    """Return the tree of a config file, a mapping.

    Raises ConfigError with every fault of the text: syntax, encoding, keys written twice, anchors, tags.
    """
    content = text if isinstance(text, str) else _decode(text, file)
    node = _Tree(file).read(content.removeprefix("\ufeff"))
    if node is None or node.value is None:
        raise ConfigError(Problem(Span(file, 1, 1), "", "the file is empty; expected at least data and model"))
    if not isinstance(node.value, dict):
        got = f"expected keys and values such as 'name: value' at the top of the file, got {spoken(plain(node))}"
        raise ConfigError(Problem(node.span, "", got))
    return node


def parse_value(text: str, span: Span, path: tuple[Step, ...] = ()) -> Node:
    """Return the tree of a value given on the command line for `path`; every node of it stands at `span`.

    Raises ConfigError.
    """
    return _Tree(span.file, span, path).read(text) or Node(None, span)


def plain(node: Node) -> Any:
    """Return the tree as dictionaries, tuples and single values."""
    if isinstance(node.value, dict):
        return {key: plain(entry.node) for key, entry in node.value.items()}
    if isinstance(node.value, tuple):
        return tuple(plain(item) for item in node.value)
    return node.value


def _decode(data: bytes, file: str) -> str:
    if len(data) > MOST_BYTES:
        raise ConfigError(Problem(Span(file, 1, 1), "", "the file is larger than 1 MiB, too large for a config"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as bad:
        before = data[: bad.start].decode("utf-8")
        message = f"byte 0x{data[bad.start]:02x} is not UTF-8; save the file as UTF-8"
        raise ConfigError(Problem(_place(before, file), "", message)) from None


def _paired(text: str) -> str:
    """Return text with the two escapes as which JSON writes a character beyond U+FFFF as that character."""
    return text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _place(before: str, file: str) -> Span:
    lines = BREAK.split(before)
    return Span(file, len(lines), len(lines[-1]) + 1)


class _CannotGoOnError(Exception):
    """The rest of the text cannot be read."""


@dataclass(slots=True)
class _Open:
    """A mapping or list whose end has not come yet; `key` is the key whose value is awaited."""

    span: Span
    path: tuple[Step, ...]
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] | None = None
    key: tuple[str | None, Span] | None = None
    flow: bool = False


class _Tree:
    """Builds the tree from PyYAML's events, with a stack of its own in place of recursion."""

    def __init__(self, file: str, at: Span | None = None, above: tuple[Step, ...] = ()) -> None:
        self.file, self.at, self.above = file, at, above
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.nodes = 0

    def read(self, text: str) -> Node | None:
        """Return the root, None for an empty text. Raises ConfigError."""
        for found in strange(text):
            span = self.at or _place(text[: found.start()], self.file)
            self.problem(span, f"character U+{ord(found[0]):04X} cannot stand in a config: delete it")
        if not self.problems:
            try:
                for event in self.events(text):
                    self.take(event)
            except _CannotGoOnError:
                pass
        if self.problems:
            raise ConfigError(*sorted(self.problems, key=lambda problem: problem.span))
        return self.root

    def problem(self, span: Span, message: str, path: tuple[Step, ...] = ()) -> None:
        """Note a fault and go on."""
        self.problems.append(Problem(span, shown(path), message))

    def stop(self, span: Span, message: str) -> _CannotGoOnError:
        """Note a fault after which nothing can be read."""
        self.problem(span, message)
        return _CannotGoOnError()

    def span(self, mark: Any) -> Span:
        """Return the place of one of PyYAML's marks."""
        return self.at or Span(self.file, mark.line + 1, mark.column + 1)

    def events(self, text: str) -> Iterator[Any]:
        """Yield PyYAML's events; its errors become problems."""
        loader: Any = yaml.SafeLoader(text)
        while True:
            try:
                event = loader.get_event()
            except yaml.MarkedYAMLError as error:
                words, mark = plain_words(error)
                raise self.stop(self.span(mark or loader.get_mark()), words) from None
            except (ValueError, OverflowError):  # an escape beyond the last character, a version of 5000 digits
                raise self.stop(
                    self.span(loader.get_mark()), "this number does not stand for a character or a version"
                ) from None
            if event is None:
                return
            yield event

    def take(self, event: Any) -> None:
        """Add one event to the tree."""
        if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise self.stop(self.span(event.start_mark), "a second document begins here, expected one: delete '---'")
        if isinstance(event, yaml.CollectionEndEvent):
            self.close()
            return
        if not isinstance(event, yaml.NodeEvent):
            return
        span = self.span(event.start_mark)
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise self.stop(span, f"more than {MOST_NODES:,} values, too many for a config")
        self.refuse_references(event, span)
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self.stack) >= MOST_LEVELS:
                raise self.stop(span, f"nested more than {MOST_LEVELS} levels deep")
            entries: dict[str, Entry] | None = {} if isinstance(event, yaml.MappingStartEvent) else None
            self.stack.append(_Open(span, self.path(), entries=entries, flow=bool(event.flow_style)))
        else:
            self.add(Node(None, span) if isinstance(event, yaml.AliasEvent) else self.scalar(event, span))

    def refuse_references(self, event: Any, span: Span) -> None:
        """Refuse anchors, aliases and tags."""
        if isinstance(event, yaml.AliasEvent):
            self.problem(span, f"alias *{event.anchor} is not taken: write the value out, or put text in quotes")
            return
        if event.anchor is not None:
            self.problem(span, f"anchor &{event.anchor} is not taken: delete it, or put text in quotes")
        if event.tag is not None:
            self.problem(span, "tags (words that begin with '!') are not taken: delete it, or put text in quotes")

    def scalar(self, event: Any, span: Span) -> Node:
        """Return the node of a single value; text in quotes stays text."""
        if event.style == '"':
            event.value = _paired(event.value)
        if found := next(strange(event.value), None):
            self.problem(span, f"text with the character U+{ord(found[0]):04X} is not taken", self.path())
        if event.style is not None:
            return Node(event.value, span)
        top = self.stack[-1] if self.stack else None
        if top and top.entries is not None and top.key is None and event.value == "<<":
            self.problem(span, "merge key << is not taken: write the keys out")
            return Node("<<", span)
        try:
            return Node(scalar(event.value), top.key[1] if top and top.key and not event.value else span)
        except ValueError as reason:
            self.problem(span, str(reason), self.path())
            return Node(event.value, span)

    def path(self) -> tuple[Step, ...]:
        """Return the path of the value that is awaited."""
        if not self.stack:
            return self.above
        top = self.stack[-1]
        if top.entries is None:
            return (*top.path, len(top.items))
        return (*top.path, top.key[0]) if top.key and top.key[0] is not None else top.path

    def close(self) -> None:
        """End the innermost mapping or list."""
        done = self.stack.pop()
        self.add(Node(tuple(done.items) if done.entries is None else done.entries, done.span))

    def add(self, node: Node) -> None:
        """Put a finished node where it belongs: as the root, an item, a key or a value."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if top.entries is None:
            top.items.append(node)
        elif top.key is None:
            top.key = (self.key(node, top), node.span)
        else:
            name, span = top.key
            top.key = None
            if name is not None:
                top.entries[name] = Entry(span, node)
                if top.flow and node.value is None and re.search(r"\w:[^\s/]", name) and node.span == span:
                    right = name.replace(":", ": ", 1)
                    self.problem(span, f"a space is missing after the colon: write {right}", top.path)

    def key(self, node: Node, top: _Open) -> str | None:
        """Return the text of a key, None if it is no good."""
        if isinstance(node.value, (dict, tuple)):
            what, bracket = ("mapping", "{") if isinstance(node.value, dict) else ("list", "[")
            words = f"a key must be text, got a {what}; put text that begins with '{bracket}' in quotes"
            self.problem(node.span, words, top.path)
            return None
        if not isinstance(node.value, str):
            got = spoken(node.value)
            self.problem(node.span, f"a key must be text, got {got}; put it in quotes", top.path)
            return None
        if not (node.value[:1] + node.value[-1:]).isprintable():
            words = f"a key begins or ends with what cannot be seen: '{printable(node.value)}'; type it anew"
            self.problem(node.span, words, top.path)
            return None
        first = top.entries.get(node.value) if top.entries is not None else None
        if first is not None:
            line = f"; first at line {first.span.line}" if first.span.line else ""
            self.problem(node.span, f"key written twice{line}", (*top.path, node.value))
            return None
        return node.value
