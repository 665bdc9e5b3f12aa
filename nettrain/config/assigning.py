"""One `--set` into the tree: its path, as it is typed or as messages print it, and its value."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from nettrain.components.choice import spoken
from nettrain.config.elsewhere import misnamed
from nettrain.config.merging import brief, entered, merge, setting_span
from nettrain.config.nodes import MOST_LEVELS, Entry, Node, parse_value
from nettrain.config.paths import Step, shown
from nettrain.config.places import Hint, below, choice_of, in_full, schema_of
from nettrain.config.scalars import yaml_text
from nettrain.config.wording import expected
from nettrain.errors import ConfigError, Problem, Span
from nettrain.text import option

MARK = r"[^\w\s~]|%.+"
"""A value that needs no quotes on the command line, where a shell takes them away: `,`, `#` or `%` begin nothing
there."""
STEP = re.compile(
    r"""\s*(?:(?P<quoted>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<bare>[^.=]*?))"""
    r"""(?P<items>(?:\[[0-9]{1,9}\])*)\s*(?=[.=]|\Z)""",
    re.DOTALL,
)
"""One step of a path: a key, maybe in quotes, and the numbers of items behind it, as in `layers[0]`."""
ITEM = re.compile(r"[0-9]{1,9}")


class Setting(NamedTuple):
    """What stands behind `--set`: the steps of its path, and the text of the value, None where there is no `=`."""

    steps: tuple[str, ...]
    text: str | None


def read_setting(setting: str, hint: Hint) -> Setting:
    """Return a setting taken apart; `layers[0]` is one step only where a key may be called so."""
    steps: list[str] = []
    at = -1
    while at < 0 or setting[at : at + 1] == ".":
        found = STEP.match(setting, at + 1)
        assert found is not None  # any text is a step, even none
        name, items = found["bare"], re.findall(r"[0-9]+", found["items"])
        if found["quoted"] is not None:
            made = [_unquoted(found["quoted"]), *items]
        elif items and below(hint, name + found["items"]) is None:
            made = [name, *items] if name else items
        else:
            made = [name + found["items"]]
        for step in made:
            hint = _further(hint, step)
        steps += made
        at = found.end()
    return Setting(tuple(steps), setting[at + 1 :] if setting[at : at + 1] == "=" else None)


def leads_to(setting: str, keys: Sequence[str], hint: Hint) -> bool:
    """Return whether a setting's path is one of some keys, such as data.format, or leads below one."""
    steps = read_setting(setting, hint).steps
    return any(list(steps[: len(key)]) == key for key in (key.split(".") for key in keys))


def assign_all(document: Node, settings: Sequence[str], hint: Hint) -> Node:
    """Return the tree with every `--set` applied, one after the other. Raises ConfigError with the faults of all."""
    problems: list[Problem] = []
    for setting in settings:
        try:
            document = assign(document, setting, hint)
        except ConfigError as found:
            problems += found.problems
    if problems:
        raise ConfigError(*problems)
    return document


def assign(document: Node, setting: str, hint: Hint) -> Node:
    """Return the tree with one `--set` applied, such as `model.layers.0.dense.units=8`. Raises ConfigError."""
    span = setting_span(setting)
    steps, text = read_setting(setting, hint)
    if text is None or not all(steps):
        raise ConfigError(Problem(span, "", "expected PATH=VALUE, such as train.epochs=10"))
    if len(steps) > MOST_LEVELS:
        raise ConfigError(Problem(span, "", f"a path of {len(steps)} steps, expected at most {MOST_LEVELS}"))
    value = Node(text, span) if re.fullmatch(MARK, text, re.DOTALL) else parse_value(text, span, steps)
    return _Assignment(span, steps, text, value).into(document, hint, ())


class _Assignment:
    """Puts a value at the end of a path of steps."""

    def __init__(self, span: Span, steps: tuple[str, ...], text: str, value: Node) -> None:
        self.span, self.steps, self.text, self.value = span, steps, text, value

    def error(self, path: tuple[Step, ...], message: str) -> ConfigError:
        """Return the error that ends the assignment."""
        return ConfigError(Problem(self.span, shown(path), message))

    def into(self, node: Node, hint: Hint, path: tuple[Step, ...]) -> Node:
        """Return `node`, which stands at `path`, with the value put in."""
        if len(path) == len(self.steps):
            return merge(node, in_full(self.value, hint), hint)
        step, rest = self.steps[len(path)], self.steps[len(path) + 1 :]
        if isinstance(node.value, tuple):
            return self.into_list(node.value, node, hint, path)
        if node.value is None:
            node = Node({}, node.span)
        choice = choice_of(hint)
        if choice is not None and step not in choice.registry and node.value not in ({}, *choice.words):
            standing = next(iter(node.value)) if isinstance(node.value, dict) else ""
            options = [(typed((*path, standing, option, *rest)), option) for option in _options(hint, standing)]
            others = [(self.whole(hint, path, (name, *rest)), name) for name in choice.registry]
            raise self.error(path, misnamed(choice, step, standing, options, others))
        if not isinstance(node.value, dict):
            raise self.error(path, f"'{step}' cannot be set below {spoken(node.value)}{self.instead(hint, path)}")
        if choice is not None and list(node.value) not in ([], [step]):
            raise self.error(path, f"is {', '.join(node.value)}, not {step}{self.instead(hint, path)}")
        if choice is not None and not rest:
            named = Node({step: Entry(self.span, self.value)}, self.span)
            return merge(node, in_full(named, hint), hint)
        old = node.value.get(step)
        inner = below(hint, step)
        if old is None and rest and below(inner, 0) is not None:
            here = (*path, step)
            whole = option("--set", f"{typed(here)}=[...]")
            raise self.error(here, f"the config has no such list; set it whole: {whole}")
        new = self.into(Node(None, self.span) if old is None else old.node, inner, (*path, step))
        return Node({**node.value, step: entered(old, self.span, new)}, node.span)

    def into_list(self, items: tuple[Node, ...], node: Node, hint: Hint, path: tuple[Step, ...]) -> Node:
        """Return the list with the value put into one of its items."""
        step = self.steps[len(path)]
        if not ITEM.fullmatch(step):
            raise self.error(path, f"expected the number of an item, counted from 0, got '{step}'")
        index = int(step)
        if index >= len(items):
            has = "is empty" if not items else f"has {len(items)} items, 0 to {len(items) - 1}"
            raise self.error(path, f"there is no item {index}: the list {has if len(items) != 1 else 'has 1 item, 0'}")
        new = self.into(items[index], below(hint, index), (*path, index))
        return Node((*items[:index], new, *items[index + 1 :]), node.span)

    def instead(self, hint: Hint, path: tuple[Step, ...]) -> str:
        """Return how to set the place at `path` as a whole, or what may stand there where it has no such steps."""
        steps = self.steps[len(path) :]
        if _further(hint, steps[0]) is None:
            return "" if hint is None else f"; expected {expected(hint)}"
        return f"; set it whole: {option('--set', self.whole(hint, path, steps))}"

    def whole(self, hint: Hint, path: tuple[Step, ...], steps: Sequence[str]) -> str:
        """Return the setting of all of the place at `path`: what `steps` lead to, and what must stand beside it."""
        hints = [hint]
        for step in steps:
            hints.append(_further(hints[-1], step))
        text = brief(self.text)
        for above, step in zip(reversed(hints[:-1]), reversed(steps), strict=True):
            if below(above, step) is None and ITEM.fullmatch(step):
                text = "[...]"
            else:
                text = f"{{{', '.join([*_needed(above, step), f'{yaml_text(step)}: {text}'])}}}"
        return f"{typed(path)}={text}"


def typed(path: tuple[Step, ...]) -> str:
    """Return a path as it is typed behind `--set`: model.layers.2.dense.units."""
    return ".".join(
        str(step) if re.fullmatch(r"[\w-]+", str(step)) else json.dumps(step, ensure_ascii=False) for step in path
    )


def _further(hint: Hint, step: str) -> Hint:
    """Return the hint one step further; a number is an item's where a list may stand."""
    found = below(hint, step)
    return below(hint, int(step)) if found is None and ITEM.fullmatch(step) else found


def _needed(hint: Hint, step: str) -> list[str]:
    """Return the keys that must stand beside `step`, each with a mark for its value."""
    schema = schema_of(hint)
    return [] if schema is None else [f"{name}: ..." for name in schema.required() if name != step]


def _options(hint: Hint, component: str) -> list[str]:
    schema = below(hint, component)
    return [] if schema is None else list(schema.model_fields)


def _unquoted(text: str) -> str:
    """Return what stands between quotes, as messages print it; text that no message prints stays as it is."""
    import ast

    try:
        return str(ast.literal_eval(text))
    except (SyntaxError, ValueError):
        return text
