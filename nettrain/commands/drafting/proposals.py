"""What would settle a doubt: YAML that takes the place of what the draft itself says under the same key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nettrain.commands.drafting.doubts import Doubt
from nettrain.commands.drafting.findings import Findings
from nettrain.commands.drafting.recipes import share
from nettrain.components.task import CLASSES
from nettrain.config.scalars import yaml_line, yaml_text


class Proposal(NamedTuple):
    """Doubts that the same lines of `data` would settle; `replaced` says in place of what they would stand, if
    anything."""

    doubts: tuple[Doubt, ...]
    lines: tuple[str, ...] = ()
    replaced: str = ""

    @property
    def texts(self) -> list[str]:
        """Return what is doubted, a line each; the last one leads over to the proposed lines."""
        *others, last = [doubt.text for doubt in self.doubts]
        place = f", in place of {self.replaced}" if self.replaced else ""
        return [*(f"{text}," for text in others), f"{last}{place}:" if self.lines else last]


def proposals(found: Findings, key: str) -> Iterator[Proposal]:
    """Yield the doubts about a key of `data` with what would settle them: those of one line together."""
    doubts = tuple(doubt for doubt in found.doubts if doubt.key == key)
    yield from (Proposal((doubt,)) for doubt in doubts if not doubt.adds)
    settled = tuple(doubt for doubt in doubts if doubt.adds)
    if not settled:
        return
    adds = [added for doubt in settled for added in doubt.adds]
    if key == "missing":
        lines = [f"missing: [{', '.join(map(quoted, dict.fromkeys([*found.missing, *adds])))}]"]
        if not found.dropping and any(doubt.column in found.target.columns for doubt in settled):
            lines.append("on_bad_row: drop")
        yield Proposal(settled, tuple(lines), "the line above" if found.missing or "missing" in found.given else "")
    elif key == "drop" and len(adds) < len(found.columns):
        line = f"drop: [{', '.join(map(yaml_text, [*found.left, *adds]))}]"
        yield Proposal(settled, (line,), "what stands there" if found.left else "")
    elif key == "split":
        for doubt in settled:
            yield Proposal((doubt,), (f"split: {{{shares(found.rows)}, {doubt.adds[0]}}}",), "split below")
    elif key == "columns":
        for doubt in settled:
            yield Proposal((doubt,), (f"columns: {{{doubt.adds[0]}}}",))
    else:  # nothing would be left to predict from
        yield Proposal(settled)


def settling(found: Findings, doubt: Doubt) -> str:
    """Return the lines of `data` that would settle a doubt, "" where none would."""
    return next(("\n".join(made.lines) for made in proposals(found, doubt.key) if doubt in made.doubts), "")


def shares(rows: int) -> str:
    """Return the shares of so many rows as they stand in `split`."""
    return f"validation: {share(rows)}, test: {share(rows)}"


def split(found: Findings) -> str:
    """Return what stands behind `split`."""
    part, method = share(found.rows), "stratified" if found.target.task in CLASSES else "random"
    return yaml_line({"validation": part, "test": part, "method": method} | found.given.get("split", {}))


def quoted(word: str) -> str:
    """Return a word as YAML in quotes."""
    return yaml_text(word) if yaml_text(word).startswith('"') else f'"{word}"'
