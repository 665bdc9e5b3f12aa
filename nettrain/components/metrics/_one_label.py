"""What metrics share that can be asked of one label: they have the option `class_id`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nettrain.components.metric import Metric
from nettrain.components.metrics._labels import label_objection
from nettrain.components.task import Target


class OneLabelMetric(Metric):
    """A metric of one label against the rest, if asked; subclasses have the field named here."""

    if TYPE_CHECKING:
        class_id: int | None

    def about(self) -> int | None:
        """The label that is asked for."""
        return self.class_id

    def objection(self, target: Target) -> str | None:
        """The label must exist."""
        return label_objection(target, self.class_id)
