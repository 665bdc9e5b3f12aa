"""Tables of the plan that the documentation of an option repeats: the same names and numbers, in the same order."""

from __future__ import annotations

import re

from nettrain.components.registries import METRICS
from nettrain.config.documentation import documentation
from nettrain.config.train import TrainConfig
from nettrain.plan.batches import BEYOND, UP_TO
from nettrain.plan.checks import DEFAULT_METRICS


def test_defaults_are_documented_as_they_are() -> None:
    told = documentation(TrainConfig)
    names = [word for word in re.findall(r"\w+", told["metrics"]) if word in METRICS]
    assert names == [*DEFAULT_METRICS[True], *DEFAULT_METRICS[False]]
    numbers = re.findall(r"\d[\d,]*\b", told["batch_size"])
    sizes = [f"{number:,}" for most, size in UP_TO for number in (size, most)]
    assert numbers == [*sizes, f"{BEYOND:,}"]
