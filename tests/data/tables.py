"""Files read as text or as typed columns, for tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from nettrain.components.choice import Choice
from nettrain.components.column import Column
from nettrain.components.registries import COLUMNS
from nettrain.config.format import Format
from nettrain.data.chunks import Chunks
from nettrain.data.flow import Flow, Passing
from nettrain.data.ingest import Ingested, ingest
from nettrain.data.mends import DECLARED
from nettrain.data.opening import Opened, open_file
from nettrain.data.sources import Source
from nettrain.data.values import Typing

BUDGET = 1 << 30


def column(written: object) -> Column:
    """Return the kind that a config names."""
    bound = Choice(COLUMNS).bind(written)
    assert isinstance(bound, Column)
    return bound


def opened(folder: Path, content: bytes, name: str = "f.csv", **pins: object) -> Opened:
    """Write a file and open it."""
    (folder / name).write_bytes(content)
    return open_file(Source(folder / name, name), Format.model_validate(pins))


def ingested(
    file: Opened, kinds: Mapping[str, object] | None = None, missing: Sequence[str] = (), budget: int = BUDGET
) -> Ingested:
    """Read a file; every column is text unless `kinds` says otherwise."""
    known = {name: column((kinds or {}).get(name, "category")) for name in file.names}
    chunks = Chunks(budget, file.source.path.parent / "scratch")
    return ingest([file], Typing(known, missing, dict.fromkeys(file.names, DECLARED)), chunks, ())


def rows(made: Ingested) -> list[tuple[object, ...]]:
    """Return all rows as values."""
    return made.table.columns(list(made.tallies)).rows()


def gone_through(flow: Flow) -> Iterator[Passing]:
    """Yield the stretches of a file as they are."""
    return flow.through(lambda some: some)
