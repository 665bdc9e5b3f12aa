"""The run that a config starts from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nettrain.config.load import Loaded
from nettrain.errors import ConfigError, RunError, UsageError

if TYPE_CHECKING:
    from nettrain.commands.opening.opened import OpenedRun


def start_of(loaded: Loaded) -> OpenedRun | None:
    """Return the run that `train.start_from` names, its weights looked at.

    Raises ConfigError if it cannot be opened, or its weights are gone, damaged or of another run.
    """
    if loaded.config.train.start_from is None:
        return None
    from nettrain.commands.opening.opened import open_run

    try:
        opened = open_run(Path(loaded.config.train.start_from))
        opened.weights()
    except (UsageError, RunError) as error:
        raise ConfigError(loaded.problem(("train", "start_from"), str(error))) from None
    return opened
