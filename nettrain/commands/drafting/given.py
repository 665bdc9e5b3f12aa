"""What a draft is told beforehand: settings of the config that is to be written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nettrain.config.assigning import assign_all, leads_to
from nettrain.config.binding import bind
from nettrain.config.config import Config
from nettrain.config.merging import setting_span
from nettrain.config.nodes import parse, plain
from nettrain.config.places import in_full
from nettrain.errors import ConfigError, Problem, Span, UsageError, listing

SETTABLE = (
    *("name", "seed", "data.format", "data.missing", "data.on_bad_row"),
    *("data.drop", "data.columns", "data.weight", "data.split"),
)
"""Keys that bear on what a draft is made from; what others say is written into the config that comes out."""


class Given(NamedTuple):
    """A config with nothing but data, target and what was set; `keys` are those of `data` that were, as plain values,
    each component spelled in full."""

    config: Config
    keys: Mapping[str, Any]


def given(path: str, targets: Sequence[str], sets: Sequence[str]) -> Given:
    """Return what settings such as data.format.quote=none say. Raises UsageError for one of anything else than
    SETTABLE, ConfigError for one that does not fit."""
    for setting in sets:
        if not leads_to(setting, SETTABLE, Config):
            told = f"init takes {listing(SETTABLE)}; write the rest into the config that it makes"
            raise UsageError(f"{setting_span(setting).file}: {told}")
    target = [*targets] or ["none yet"]  # `look` names the columns to choose from
    least = {"data": {"path": path, "target": target}, "model": {"layers": ["output"]}}
    document = in_full(parse(json.dumps(least), ""), Config)
    try:
        document = assign_all(document, sets, Config)
        config = bind(document)
    except ConfigError as error:
        raise ConfigError(*(p if p.span.file else p._replace(span=Span("")) for p in error.problems)) from None
    keys: dict[str, Any] = plain(document)["data"]
    if block := next((name for name, kind in config.data.columns.items() if kind.yaml_name() == "sequence"), None):
        raise UsageError(f"init drafts no network for sequences: write {block} into the config that it makes")
    return Given(config, {key: value for key, value in keys.items() if key not in ("path", "target")})


def settable(problems: Sequence[Problem], sets: Sequence[str]) -> list[Problem]:
    """Return a last line for problems that keys of `data` would mend: there is no config yet to write them into.

    Whoever has set a key knows how that is done.
    """
    keys = [key for key in SETTABLE if "." in key and not any(leads_to(setting, [key], Config) for setting in sets)]
    if not any(key in f"{problem.path} {problem.message}" for problem in problems for key in keys):
        return []
    return [Problem(Span(""), "", "init takes such keys with --set, as in --set data.format.quote=none")]
