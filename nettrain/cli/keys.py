"""Options that are keys of the config in truth: `fit --epochs 3` is `fit --set train.epochs=3`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nettrain.text import option

TAKE_SETS = ("check", "fit")
"""Verbs that have --set."""


def key_for_option(arguments: Sequence[str]) -> str:
    """Return how to overrule the key that an option of these arguments is named after, or ""."""
    if not arguments or arguments[0] not in TAKE_SETS:
        return ""
    for place, argument in enumerate(arguments):
        name = argument.removeprefix("--").partition("=")[0].replace("-", "_")
        path = next((path for path in _keys() if path.rpartition(".")[2] == name), None)
        if argument.startswith("--") and path:
            following = arguments[place + 1] if place + 1 < len(arguments) else ""
            value = argument.partition("=")[2] or ("VALUE" if following.startswith("-") else following) or "VALUE"
            return f"a key of the config is overruled with {option('--set', f'{path}={value}')}"
    return ""


def _keys() -> Iterator[str]:
    """Yield the keys of the sections that many look for on the command line."""
    from nettrain.config.data import DataConfig
    from nettrain.config.train import TrainConfig

    yield from (f"train.{name}" for name in TrainConfig.model_fields)
    yield from (f"data.{name}" for name in DataConfig.model_fields)
