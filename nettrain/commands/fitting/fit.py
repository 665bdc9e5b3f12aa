"""What one command of fit trains, where the run lies, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nettrain.commands.fitting.asking import Asking
from nettrain.commands.fitting.timing import Timing
from nettrain.commands.profiles import profile_record
from nettrain.config.load import Loaded
from nettrain.plan.making import Planned
from nettrain.rundir import MANIFEST, PLAN, PROFILE, RunDir, config_name

if TYPE_CHECKING:
    from nettrain.commands.fitting.resuming import Before
    from nettrain.commands.opening.opened import OpenedRun


@dataclass(slots=True)
class Fit:
    """What one command of fit trains, where the run lies, and what the run is asked for."""

    loaded: Loaded
    planned: Planned
    directory: RunDir
    timing: Timing
    asking: Asking
    made_of: dict[str, Any]
    """What the manifest says; what is computed comes in once it is there."""
    before: Before | None = None
    start: OpenedRun | None = None
    """The run whose weights training starts with."""

    def write_config(self) -> None:
        """Write what the run is made of: config, plan and profile, and last the manifest, which names the config."""
        for number, content in enumerate(self.loaded.texts, start=1):
            self.directory.write(config_name(number), content)
        self.directory.write_json(PLAN, self.planned.plan.to_json())
        self.directory.write_json(PROFILE, profile_record(self.planned))
        self.directory.write_json(MANIFEST, self.made_of)
        self.directory.remove_copies(len(self.loaded.texts) + 1)
