"""What each input column holds, and which of them are left out: those that tell nothing, or no two rows alike."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from nettrain.config.data import DataConfig
from nettrain.data.gathering import Gathered
from nettrain.data.identifiers import identifiers
from nettrain.data.profile import CONSTANT, IDENTIFIER, ColumnProfile, histograms, profiled
from nettrain.data.reasons import Reason


def column_profiles(gathered: Gathered, data: DataConfig) -> dict[str, ColumnProfile]:
    """Return the profile of each input; those that nobody declared may be left out."""
    profiles: dict[str, ColumnProfile] = {}
    sample, tallies = gathered.ingested.sample.select(list(gathered.roles.inputs)), gathered.ingested.tallies
    distinct = sample.select(pl.all().drop_nulls().n_unique()).row(0, named=True) if sample.width else {}
    drawn, reasons = histograms(sample, tallies), identifiers(sample)
    for name, values in sample.to_dict().items():
        told = gathered.kinds.kinds[name], gathered.kinds.why[name]
        found = profiled(name, told, tallies[name], values, distinct[name])._replace(histogram=drawn.get(name, ()))
        if name not in data.columns and name not in gathered.roles.blocks:
            found = _left_out(found, reasons.get(name, ""))
        profiles[name] = found
    if all(found.left_out for found in profiles.values()):  # better an identifier than nothing
        for name, found in profiles.items():
            if found.left_out == IDENTIFIER:
                profiles[name] = found._replace(left_out="", why=gathered.kinds.why[name])
    return profiles


def kept(gathered: Gathered, profiles: Mapping[str, ColumnProfile]) -> list[str]:
    """Return the inputs that are not left out."""
    return [name for name in gathered.roles.inputs if not profiles[name].left_out]


def _left_out(found: ColumnProfile, identifies: str) -> ColumnProfile:
    """Return the profile of a column, left out if it tells nothing, or no two rows alike."""
    same = found.low == found.high if found.low is not None else found.distinct == 1
    if not found.rows - found.missing:
        return found._replace(left_out=CONSTANT, why=Reason("has no value in any row"))
    if same and not found.missing:
        return found._replace(left_out=CONSTANT, why=Reason("the same value in every row"))
    if identifies:
        why = Reason(found.why.detail or identifies, obstacle=found.why.obstacle, mixed=found.why.mixed)
        return found._replace(left_out=IDENTIFIER, why=why)
    return found
