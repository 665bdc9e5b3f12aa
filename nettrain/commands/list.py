"""list: what can stand in a config, with options, defaults and sources; without TensorFlow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from nettrain.commands.outcome import Outcome
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.catalogue import Described, described, kinds_at, sections, standing, summary
from nettrain.config.keys import Key, Place, called, places
from nettrain.config.reference import EXAMPLES
from nettrain.errors import UsageError, suggestion

WIDTH, LEAST = 100, 40
"""Columns of a page at most, as where there is no terminal, and at least."""
BESIDE = 28
"""Columns that a text needs to stand beside what it explains, not below it."""


def run(asked: str | None = None, width: int | None = None) -> Outcome:
    """List sections and kinds of components, the components of one kind, or what a key or a component is and takes.

    A kind may be asked for in the singular, but where a component has that name: activation is a layer too. A key may
    be asked for by the end of its path. `width` is the terminal's.
    Raises UsageError for a name that is none of these.
    """
    width = max(LEAST, min(width or WIDTH, WIDTH))
    if asked is None:
        return _everything(width)
    word = asked.lower().replace("-", "_")
    components = [described(registry, word) for registry in REGISTRIES if word in registry]
    for registry in REGISTRIES:
        if word == registry.folder or (not components and registry.folder in (f"{word}s", f"{word}es")):
            return _kind(registry, width)
    keys, others = called(word)
    if not keys and not components:
        names = [*(r.folder for r in REGISTRIES), *(name for r in REGISTRIES for name in r)]
        names += places() if "." in word else dict.fromkeys(place.name for place in places().values())
        raise UsageError(f"nothing is called '{asked}'; {suggestion(word, names)}")
    pages: list[Iterable[str]] = [_key(path, place, width) for path, place in keys.items()]
    pages += [_component(component, width) for component in components]
    if others:
        pages.append(wrap(f"Other keys that are called so: {', '.join(others)}", width))
    found = {
        "keys": [_key_record(path, place) for path, place in keys.items()],
        "components": [_record(component) for component in components],
    }
    document = {name: records for name, records in found.items() if records}
    return Outcome("\n\n".join("\n".join(page) for page in pages), document)


def _everything(width: int) -> Outcome:
    stands = standing()
    head = {f"{'kind':<12}  names": "stands at"}
    rows = {f"{registry.folder:<12}  {len(registry):>5}": stands[registry.folder] for registry in REGISTRIES}
    told = "nettrain list NAME tells what a key, a section or a component takes; nettrain list KIND names all of a kind"
    kinds = {r.folder: {"kind": r.kind, "stands": stands[r.folder], "names": list(r)} for r in REGISTRIES}
    pages = [_hanging(sections(), width), _hanging(head | rows, width), wrap(told, width)]
    return Outcome("\n\n".join("\n".join(page) for page in pages), {"sections": sections(), "kinds": kinds})


def _kind(registry: Registry[Any], width: int) -> Outcome:
    names = {name: summary(registry, name) for name in registry}
    place = standing()[registry.folder]
    record = {"kind": registry.kind, "stands": place, "components": names}
    of_it = f" (nettrain list {place})" if place in places() else ""
    told = wrap(f"They stand at {place}{of_it}; nettrain list NAME tells what one takes", width)
    return Outcome("\n".join([*_hanging(names, width), "", *told]), {"kinds": {registry.folder: record}})


def _key(path: str, place: Place, width: int) -> Iterator[str]:
    key, whole = place.described(), place.section() is not None
    yield f"{path} (key of the config)"
    notes = [] if whole else [f"Takes: {key.takes}"]
    if not whole or key.default in (None, "null"):
        notes.append("Required" if key.default is None else f"Default: {key.default}")
    notes += [f"Example: {key.name}: {EXAMPLES[path]}"] if path in EXAMPLES else []
    notes += [f"What can be named: nettrain list {folder}" for folder in kinds_at(place)]
    yield from _paragraphs([key.meaning, *notes], width)
    yield from _options(place.below(), width)


def _component(component: Described, width: int) -> Iterator[str]:
    where = f"{component.folder}, {component.family}" if component.family else component.folder
    yield f"{component.name} ({where})"
    notes = [f"Source: {component.source}", f"Example: {component.example}"]
    yield from _paragraphs([*component.text.split("\n"), *notes], width)
    yield from _options(component.options, width)


def _paragraphs(texts: list[str], width: int) -> Iterator[str]:
    for text in texts:
        yield from wrap(text, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _options(options: Iterable[Key], width: int) -> Iterator[str]:
    """Yield what stands below a key or behind a component: names with defaults, each beside its meaning."""
    texts = {
        f"  {option.name}: {'required' if option.default is None else option.default}": (
            f"{option.meaning} [{option.takes}]"
        )
        for option in options
    }
    if texts:
        yield ""
        yield from _hanging(texts, width)


def _hanging(texts: Mapping[str, str], width: int) -> Iterator[str]:
    """Yield each text beside what it explains, wrapped in its own column; below it where that leaves no room."""
    edge = min(max(map(len, texts)), width // 2) + 2
    if width - edge < BESIDE:
        edge = 6
    for head, text in texts.items():
        first, *more = wrap(text, width - edge, break_on_hyphens=False)
        if len(head) + 2 > edge:
            yield head
            yield " " * edge + first
        else:
            yield head.ljust(edge) + first
        yield from (" " * edge + line for line in more)


def _key_record(path: str, place: Place) -> dict[str, Any]:
    named = {"example": EXAMPLES.get(path, ""), "kinds": kinds_at(place)}
    return {"path": path, **place.described()._asdict(), **named, "keys": [key._asdict() for key in place.below()]}


def _record(component: Described) -> dict[str, Any]:
    return {**component._asdict(), "options": [option._asdict() for option in component.options]}
