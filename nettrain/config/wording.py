"""What a place of the config expects, in words, and how to mend what stands there instead."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterable, Sequence
from types import NoneType
from typing import Annotated, Any

from annotated_types import Ge, Gt, Le, Lt, MinLen
from pydantic import BeforeValidator
from pydantic.fields import FieldInfo

from nettrain.components.borrowed import VALUES
from nettrain.components.choice import Choice
from nettrain.components.gate import Gate
from nettrain.components.optimizer import RateChoice
from nettrain.config.places import Hint, is_schema, literals, parts, schema_of
from nettrain.config.reshaping import alone, gates
from nettrain.config.scalars import is_number, yaml_line, yaml_text
from nettrain.errors import listing, suggestion

SWITCHES = {"yes": "true", "y": "true", "on": "true", "no": "false", "n": "false", "off": "false"}
NOTHING = frozenset(("none", "null", "nil", "nothing", "never", "off", "no", "false"))
"""Words for what is left out; the YAML's own is null."""
PATTERNS = {
    r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$": "at most 100 letters, digits, '.', '_' or '-', a letter or digit first",
    r"^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$": "the form 'ab,bc->ac'",
    r"^[a-zA-Z]+$": "letters",
    r"^\d{1,9}(\.\d{1,9})? ?(ms|s|min|h|d)$": "a number and ms, s, min, h or d, as in 30s, 10min or 2h",
    r"^(auto|\d+(\.\d+)? ?([kKMGT]?B|[KMGT]iB))$": "a number and a unit, B to TB or KiB to TiB, as in 500MB, or 'auto'",
    r"^([^\n\r]|blanks)$": "one character, or 'blanks'",
    r"^([^\n\r]|none)$": "one character, or 'none'",
}
"""What each pattern of the config language asks for."""


def expected(hint: Hint) -> str:
    """Say what may stand at a place: "a whole number of at least 1, or null"."""
    words = list(_alternatives(hint))
    fixed = literals(hint)
    if fixed:
        words.append(_one_of(fixed, alone=not [word for word in words if word != "null"]))
    words.sort(key="null".__eq__)
    return ", or ".join(dict.fromkeys(words))


def mending(hint: Hint, value: Any, item: bool = False) -> str:
    """Say how to mend a value that may not stand at a place: "; take the quotes off", "" where nothing is sure.

    `item` tells that the place is one in a list.
    """
    schema = schema_of(hint)
    if schema is not None and (told := alone(schema, value)):
        return f"; {told}"
    kinds = {typing.get_origin(part) or part for part in [*parts(hint), *_lone_item(hint)]}
    numbers = bool(kinds & {int, float}) or any(isinstance(part, RateChoice) for part in parts(hint))
    if isinstance(value, str):
        return _mending_text(hint, kinds, numbers, value)
    if value is False and NoneType in kinds and bool not in kinds:
        return _nothing(hint)
    if str in kinds and isinstance(value, (bool, int, float)):
        fits = all(re.search(pattern, yaml_text(value)) for pattern in _patterns(hint))
        meant = numbers and not isinstance(value, bool)  # a number out of bounds
        return "; put it in quotes" if fits and not meant else ""
    if value is None and dict in kinds:
        return "; give it a value, {} to empty it, or delete it"
    if value is None:
        return "; put it in quotes, or delete it" if item and str in kinds else "; give it a value, or delete it"
    if isinstance(value, tuple) and dict in kinds:
        return _as_names(hint, value)
    if isinstance(value, tuple) and len(value) == 1 and any(isinstance(kind, Choice) for kind in kinds):
        return "; take it out of the list"
    if tuple in kinds and isinstance(value, dict):
        return "; begin each item with '- '"
    if tuple in kinds and not isinstance(value, tuple):
        return _as_list(hint, [value])
    return ""


def word_for(hint: Hint, value: Any) -> str:
    """Return the word or the component of a place that text is, but for case and marks; "" for any other value."""
    from nettrain.nearest import same

    if not isinstance(value, str):
        return ""
    choices = [name for part in parts(hint) if isinstance(part, Choice) for name in part.registry]
    return next(iter(same(value, [*map(str, literals(hint)), *choices])), "")


def _mending_text(hint: Hint, kinds: set[Any], numbers: bool, value: str) -> str:
    from nettrain.nearest import nearest

    word = value.strip().lower()
    if bool in kinds and word in {*SWITCHES, "true", "false"}:
        return f"; write {SWITCHES.get(word, word)} without quotes"
    if numbers and is_number(value.strip()):
        return "; take the quotes off"
    if numbers and is_number(bare := re.sub(r"(?<=\d)[_',](?=\d{3}\b)", "", value)):
        return f"; write {bare}"
    if numbers and is_number(bare := value.replace(",", ".")):
        return f"; write {bare}"
    if word in NOTHING and NoneType in kinds:
        return _nothing(hint)
    if word in NOTHING and dict in kinds:
        return "; write {}, or delete it"
    fixed = [str(word) for word in literals(hint)]
    meant = VALUES.get(word, "")
    if meant in fixed or (meant and any(re.search(pattern, meant) for pattern in _patterns(hint))):
        return f"; write {yaml_text(meant)}"
    if nearest(value, fixed):
        return f"; {suggestion(value, fixed)}"
    words = [word.strip() for word in value.split(",")]
    words = words if all(re.fullmatch("[A-Za-z0-9_]+", word) for word in words) else [value]
    return _as_list(hint, words) if tuple in kinds else _as_names(hint, words)


def _nothing(hint: Hint) -> str:
    """Return "; write null" for a place that takes it, "; write none" where that is a word of its own."""
    own = "none" in literals(hint) or any(re.search(pattern, "none") for pattern in _patterns(hint))
    return f"; write {'none' if own else 'null'}"


def _as_list(hint: Hint, values: list[Any]) -> str:
    """Return "; write [NA]" for what should stand in a list, "" for a list that takes no such values, or not so many.

    Words that are spelled nearly as those that a list takes are written as these.
    """
    from nettrain.nearest import nearest

    for part in parts(hint):
        item, *rest = typing.get_args(part) if typing.get_origin(part) is tuple else (None,)
        if rest != [...]:
            continue
        fixed = [str(word) for word in literals(item)]
        near = [nearest(str(value), fixed) for value in values] if fixed else [[value] for value in values]
        if all(len(words) == 1 for words in near):
            return f"; write {yaml_line([word for words in near for word in words])}"
    return ""


def _as_names(hint: Hint, names: Sequence[Any]) -> str:
    """Return "; write {sex: {}}" for names whose mappings may be empty, or are gates, "" elsewhere."""
    inner = [typing.get_args(part)[1] for part in parts(hint) if typing.get_origin(part) is dict]
    if any(schema_of(within) is Gate for within in inner):
        return f"; write {yaml_line(made)}" if (made := gates(names)) else ""
    empty = any(typing.get_origin(part) is dict for within in inner for part in parts(within))
    named: dict[str, Any] = {name: {} for name in names if isinstance(name, str)}
    return f"; write {yaml_line(named)}" if empty and len(named) == len(names) else ""


def _alternatives(hint: Hint, bounds: Iterable[Any] = ()) -> Iterable[str]:
    origin: Any = typing.get_origin(hint)
    inner = typing.get_args(hint)
    if origin is Annotated:
        choices = [extra for extra in hint.__metadata__ if isinstance(extra, Choice)]
        if choices:
            yield from _choice(choices[0])
            return
        limits = [limit for extra in hint.__metadata__ for limit in _limits(extra)]
        yield from _alternatives(inner[0], [*bounds, *limits])
    elif origin in (typing.Literal, None, tuple, dict):
        yield from _plain(hint, list(bounds))
    else:
        for member in inner:
            yield from _alternatives(member, bounds)


def _patterns(hint: Hint) -> Iterable[str]:
    for part in (hint, *typing.get_args(hint)):
        for extra in getattr(part, "__metadata__", ()):
            yield from (limit.pattern for limit in _limits(extra) if getattr(limit, "pattern", None))


def _lone_item(hint: Hint) -> Iterable[Any]:
    """Yield the parts of a list's item, where the item may stand without its list."""
    if any(isinstance(extra, BeforeValidator) for extra in getattr(hint, "__metadata__", ())):
        for part in parts(hint):
            if typing.get_origin(part) is tuple:
                yield from parts(typing.get_args(part)[0])


def _limits(extra: Any) -> list[Any]:
    return extra.metadata if isinstance(extra, FieldInfo) else [extra]


def _choice(choice: Choice) -> Iterable[str]:
    if isinstance(choice, RateChoice):
        yield "a number above 0"
    yield f"one {choice.kind}"
    yield from (f"'{word}'" for word in choice.words)


def _plain(hint: Hint, bounds: list[Any]) -> Iterable[str]:
    origin: Any = typing.get_origin(hint)
    inner = typing.get_args(hint)
    if origin is typing.Literal:
        return
    if hint is type(None):
        yield "null"
    elif hint is bool:
        yield "true or false"
    elif hint is int:
        yield "a whole number" + _whole_range(bounds)
    elif hint is float:
        yield "a number" + _range(bounds)
    elif hint is str:
        yield "text" + _text_range(bounds)
    elif is_schema(hint):
        yield f"a mapping with keys such as {', '.join(list(hint.model_fields)[:3])}"
    elif origin is dict:
        yield f"a mapping of names, each with {expected(inner[1])}"
    elif origin is tuple:
        if any(isinstance(bound, BeforeValidator) for bound in bounds):
            yield from _alternatives(inner[0])
        yield "a list" + _size(inner, bounds)


def _size(inner: tuple[Any, ...], bounds: list[Any]) -> str:
    if inner[1:] != (...,):
        return f" of {len(inner)} items" if len(inner) > 1 else " of one item"
    least = max((bound.min_length for bound in bounds if isinstance(bound, MinLen)), default=0)
    return "" if not least else f" with at least {least} items" if least > 1 else " with at least one item"


def _whole_range(bounds: list[Any]) -> str:
    least: list[Any] = [b.ge for b in bounds if isinstance(b, Ge)]
    least += [b.gt + 1 for b in bounds if isinstance(b, Gt)]  # type: ignore[operator]
    most: list[Any] = [b.le for b in bounds if isinstance(b, Le)]
    most += [b.lt - 1 for b in bounds if isinstance(b, Lt)]  # type: ignore[operator]
    if least and most:
        return f" from {max(least)} to {min(most)}"
    return f" of at least {max(least)}" if least else f" of at most {min(most)}" if most else ""


def _range(bounds: list[Any]) -> str:
    low = [f"of at least {b.ge:g}" for b in bounds if isinstance(b, Ge)]
    low += [f"above {b.gt:g}" for b in bounds if isinstance(b, Gt)]
    high = [f"at most {b.le:g}" for b in bounds if isinstance(b, Le)]
    high += [f"below {b.lt:g}" for b in bounds if isinstance(b, Lt)]
    return "".join(f" {words}" for words in [" and ".join(low + high)] if words)


def _text_range(bounds: list[Any]) -> str:
    for bound in bounds:
        pattern = getattr(bound, "pattern", None)
        if pattern:
            return f" of {PATTERNS[pattern]}"
    return ""


def _one_of(fixed: tuple[Any, ...], alone: bool) -> str:
    if alone and len(fixed) > 1 and all(isinstance(word, str) for word in fixed):
        return f"one of {listing([word if word[0].isalnum() else repr(word) for word in fixed], 20)}"
    return ", or ".join(f"'{word}'" if isinstance(word, str) else str(word) for word in fixed)
