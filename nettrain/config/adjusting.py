"""What of a trained run's config may be set anew for another file: how that file is written and read."""

from __future__ import annotations

import json
from collections.abc import Sequence

from nettrain.config.assigning import assign_all, leads_to, read_setting
from nettrain.config.binding import bind
from nettrain.config.config import Config
from nettrain.config.merging import setting_span
from nettrain.config.nodes import parse
from nettrain.config.places import in_full
from nettrain.errors import UsageError

READING = ("data.format", "data.missing", "data.on_bad_row")
"""Keys that say how a file is read, and nothing of what was trained; and so does the format of dates."""
FORMAT = "data.columns.NAME.date.format"


def read_otherwise(config: Config, sets: Sequence[str]) -> Config:
    """Return a run's config with settings such as data.format.delimiter=; for another file than those of training.

    Raises UsageError for a setting of anything else than READING and FORMAT, ConfigError for one that does not fit.
    """
    for setting in sets:
        if not leads_to(setting, READING, Config) and not _of_date(read_setting(setting, Config).steps):
            keys = ", ".join(READING) + f" and {FORMAT}"
            told = f"of another file only {keys} can be set; the run was trained with the rest"
            raise UsageError(f"{setting_span(setting).file}: {told}")
    document = in_full(parse(json.dumps(config.model_dump(mode="json")), "the run's config"), Config)
    return bind(assign_all(document, sets, Config))


def dates_otherwise(sets: Sequence[str]) -> dict[str, str]:
    """Return the columns of which settings give the format of their dates, each with the setting."""
    told = ((read_setting(setting, Config).steps, setting) for setting in sets)
    return {steps[2]: setting for steps, setting in told if _of_date(steps)}


def _of_date(steps: Sequence[str]) -> bool:
    return len(steps) == 5 and [*steps[:2], *steps[3:]] == ["data", "columns", "date", "format"]
