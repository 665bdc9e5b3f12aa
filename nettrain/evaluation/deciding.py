"""How probabilities are scaled and when the second of two labels is called: what a run found on its validation rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Deciding(NamedTuple):
    """What stands between the network's outputs and a label; None leaves things as the network was trained.

    `temperature` is what logits are divided by, above 0. `threshold` is the probability above which the second of two
    labels is called, after the temperature.
    """

    temperature: float | None = None
    threshold: float | None = None

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Deciding:
        """Return what a run's decision.json says."""
        found = (record["temperature"], record["threshold"])
        temperature, threshold = (None if one is None else float(one["value"]) for one in found)
        if record["temperature"] is not None and not record["temperature"]["found"]:
            temperature = None
        return cls(temperature, threshold)


AS_TRAINED = Deciding()
