"""list: what a config can name, with options, defaults and sources; without TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from nettrain.commands.outcome import Outcome
from nettrain.components.registries import REGISTRIES
from nettrain.components.registry import Registry
from nettrain.config.catalogue import Described, described, standing, summary
from nettrain.errors import UsageError, suggestion
from nettrain.text import Table, columns

WIDTH = 100


def run(asked: str | None = None) -> Outcome:
    """List the kinds of components, those of one kind, or what one component is and takes.

    A kind may be asked for in the singular, but where a component has that name: activation is a layer too.
    Raises UsageError for a name that is neither.
    """
    if asked is None:
        return _kinds()
    word = asked.lower().replace("-", "_")
    for registry in REGISTRIES:
        if word == registry.folder:
            return _kind(registry)
    found = [described(registry, word) for registry in REGISTRIES if word in registry]
    if not found:
        for registry in REGISTRIES:
            if registry.folder in (f"{word}s", f"{word}es"):
                return _kind(registry)
        names = [*(r.folder for r in REGISTRIES), *(name for r in REGISTRIES for name in r)]
        raise UsageError(f"nothing is called '{asked}'; {suggestion(word, names)}")
    document = {"components": [_record(component) for component in found]}
    return Outcome("\n\n".join("\n".join(_component(component)) for component in found), document)


def _kinds() -> Outcome:
    places = standing()
    rows = [(registry.folder, str(len(registry)), places[registry.folder]) for registry in REGISTRIES]
    table = Table(["kind", "names", "stands at"], rows, [False, True, False])
    document = {"kinds": {r.folder: {"kind": r.kind, "stands": places[r.folder], "names": list(r)} for r in REGISTRIES}}
    after = ["", "nettrain list KIND names them; nettrain list NAME tells what one takes"]
    return Outcome("\n".join([*columns(table), *after]), document)


def _kind(registry: Registry[Any]) -> Outcome:
    names = {name: summary(registry, name) for name in registry}
    record = {"kind": registry.kind, "stands": standing()[registry.folder], "components": names}
    return Outcome("\n".join(_hanging(names)), {"kinds": {registry.folder: record}})


def _component(component: Described) -> Iterator[str]:
    where = f"{component.folder}, {component.family}" if component.family else component.folder
    yield f"{component.name} ({where})"
    for paragraph in [*component.text.split("\n"), f"Source: {component.source}", f"Example: {component.example}"]:
        yield from wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    if component.options:
        yield ""
        yield from _hanging(
            {
                f"  {option.name}: {'required' if option.default is None else option.default}": (
                    f"{option.meaning} [{option.takes}]"
                )
                for option in component.options
            }
        )


def _hanging(texts: Mapping[str, str]) -> Iterator[str]:
    """Yield each text beside what it explains, wrapped in its own column."""
    edge = min(max(map(len, texts)), WIDTH // 2) + 2
    for head, text in texts.items():
        first, *more = wrap(text, WIDTH - edge, break_on_hyphens=False)
        if len(head) + 2 > edge:
            yield head
            yield " " * edge + first
        else:
            yield head.ljust(edge) + first
        yield from (" " * edge + line for line in more)


def _record(component: Described) -> dict[str, Any]:
    return {**component._asdict(), "options": [option._asdict() for option in component.options]}
