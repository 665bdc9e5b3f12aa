"""check --print-config: the resolved config, each value with where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nettrain.commands.outcome import Outcome
from nettrain.config.load import load
from nettrain.config.printing import print_config


def run(files: Sequence[Path], sets: Sequence[str] = (), seed: int | None = None) -> Outcome:
    """Resolve a config without looking at its data. Raises ConfigError."""
    loaded = load(files, sets, seed)
    return Outcome(print_config(loaded).rstrip("\n"), loaded.config.model_dump(mode="json"), verbatim=True)
