"""Lowering the learning rate where a monitored value stays as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nettrain.config.train import ReduceOnPlateau
from nettrain.engine.watching import Watch


@dataclass(slots=True)
class Plateau:
    """What Keras's ReduceLROnPlateau does, as it does it; a warm-up is passed over."""

    rule: ReduceOnPlateau
    watch: Watch
    cooldown: int = 0
    """Epochs that are still passed over."""
    warming: int = 0
    """Epochs that are still passed over because they began within a warm-up, whose rates are none to lower."""

    def lowered(self, values: Mapping[str, float]) -> float | None:
        """Take in an epoch's values, its learning_rate among them; return the new learning rate where it changes."""
        if self.warming > 0:
            self.warming -= 1
            return None
        if self.cooldown > 0:
            self.cooldown -= 1
            self.watch.waited = 0
        before = self.watch.waited
        if self.watch.better(values):
            return None
        if self.cooldown > 0:
            self.watch.waited = before
            return None
        rate = values["learning_rate"]
        if self.watch.waited < self.rule.patience or rate <= float(np.float32(self.rule.min_lr)):
            return None
        self.cooldown, self.watch.waited = self.rule.cooldown, 0
        return max(rate * self.rule.factor, self.rule.min_lr)
