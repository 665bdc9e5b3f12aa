"""The run that a config starts from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nettrain.config.load import Loaded
from nettrain.errors import ConfigError, Problem, RunError, UsageError

if TYPE_CHECKING:
    from nettrain.commands.opened import OpenedRun


def start_of(loaded: Loaded) -> OpenedRun | None:
    """Return the run that `train.start_from` names. Raises ConfigError if it cannot be opened."""
    if loaded.config.train.start_from is None:
        return None
    from nettrain.commands.opened import open_run

    try:
        return open_run(Path(loaded.config.train.start_from))
    except (UsageError, RunError) as error:
        place = loaded.span("train", "start_from")
        raise ConfigError(Problem(place, "train.start_from", str(error))) from None
