"""Which of several keys that do not go together is to be mended, and where the others come from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from nettrain.config.nodes import Node
from nettrain.config.paths import Step, shown
from nettrain.config.places import find
from nettrain.errors import Span


def standing_of(
    document: Node, above: tuple[Step, ...], keys: Iterable[str | tuple[Step, ...]]
) -> dict[tuple[Step, ...], Span]:
    """Return the paths of those of several keys below `above` that the config has, each with its place."""
    standing = {}
    for key in keys:
        path = (*above, *((key,) if isinstance(key, str) else key))
        if isinstance(path[-1], int) and not isinstance(find(document, path[:-1])[0].value, tuple):
            path = path[:-1]  # an item that stands without its list
        _, place, whole = find(document, path)
        if whole:
            standing[path] = place
    return standing


def blamed(document: Node, standing: Mapping[tuple[Step, ...], Span]) -> tuple[Step, ...]:
    """Return the path that is to be mended: one of the command line, or else of a later file, or else the first."""
    return max(standing, key=lambda path: (not standing[path].line, standing[path].file != document.span.file))


def others(standing: Mapping[tuple[Step, ...], Span], mended: tuple[Step, ...]) -> str:
    """Say where the keys come from that stand in another file than the one to be mended: a merge put them beside it."""
    far = [path for path, place in standing.items() if place.line and place.file != standing[mended].file]
    return "".join(f"; {shown(path)} comes from {standing[path]}" for path in far)
