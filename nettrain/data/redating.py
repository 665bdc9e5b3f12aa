"""Dates of another file that are written otherwise than those of training: the settings with which they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from nettrain.components.column import Column
from nettrain.components.columns.date import Date, dated
from nettrain.config.assigning import typed
from nettrain.data.void import void_words
from nettrain.text import option


def redatings(sample: pl.DataFrame, kinds: Mapping[str, Column], missing: Sequence[str]) -> Iterator[str]:
    """Yield what is to be set for each column of dates of whose first cells another format reads more."""
    void = void_words(missing)
    for name, kind in kinds.items():
        if not isinstance(kind, Date) or name not in sample.columns:
            continue
        cells = sample.select(pl.col(name).str.strip_chars()).filter(~pl.col(name).is_in(void))
        found = Date().resolved(cells.get_column(name).to_list()) if cells.height else None
        if found is None or dated(found.format) != dated(kind.format):
            continue
        own, other = (cells.select(form.read(pl.col(name)).count()).item() for form in (kind, found))
        if other > own:
            setting = f"{typed(('data', 'columns', name, 'date', 'format'))}={found.format}"
            yield f"if '{name}' is written as {found.format} in every row: {option('--set', setting)}"
