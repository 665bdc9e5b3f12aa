"""What an embedding looks up where no column gives codes: whole numbers below its input_dim, which nobody computes."""

from __future__ import annotations

from collections.abc import Sequence

from nettrain.components.columns.boolean import Boolean
from nettrain.components.columns.number import Number
from nettrain.components.columns.sequence import Sequence as SequenceKind
from nettrain.components.layer import Layer
from nettrain.components.layers.core.embedding import Embedding
from nettrain.data.dataset import Dataset
from nettrain.data.encoding import FittedColumn
from nettrain.data.profile import ColumnProfile
from nettrain.errors import Problem
from nettrain.numbers import figure
from nettrain.plan.network import PlannedLayer, Tell


def check_codes(layers: Sequence[PlannedLayer], dataset: Dataset, tell: Tell) -> list[Problem]:
    """Refuse an embedding of what other layers have learned, and of columns that hold no codes.

    An embedding that is the first layer has looked at its columns itself where some of them give codes.
    """
    coded = any(column.kind.codes(column.facts) for column in dataset.columns)
    learned, moved = "", True
    for number, planned in enumerate(layers):
        name = planned.layer.yaml_name()
        embedding = _embedding(planned.layer)
        if embedding and (number or not coded):
            complaint = ""
            if learned:
                complaint = f"{learned} computes what reaches it, and nothing learns before an embedding: begin with it"
            elif moved:
                found = (_unlike(c, dataset.profiles.get(c.name), embedding.input_dim) for c in dataset.columns)
                complaint = next(filter(None, found), "")
                if complaint and not number and embedding is planned.layer:
                    complaint += "; declare columns of words or codes as {category: {coding: embedding}}"
            if complaint:
                message = f"looks up whole numbers from 0 to {embedding.input_dim - 1}, but {complaint}"
                return [tell(("model", "layers", number, name), message)]
        learned = learned or (name if planned.params > planned.untrained else "")
        moved = moved and planned.layer.moves
    return []


def _embedding(layer: Layer) -> Embedding | None:
    """Return the layer, or the one inside of it, where it is an embedding."""
    if isinstance(layer, Embedding):
        return layer
    return next(filter(None, map(_embedding, layer.within())), None)


def _unlike(column: FittedColumn, profile: ColumnProfile | None, codes: int) -> str:
    """Say why what a column gives is no code below `codes`; "" where it may be one."""
    if isinstance(column.kind, Boolean) or column.kind.spreads(column.facts) or profile is None:
        return ""
    if not isinstance(column.kind, (Number, SequenceKind)):
        return f"'{column.name}' is {column.kind.yaml_name()}, which gives no whole numbers"
    if column.kind.scale.yaml_name() != "none":
        return f"'{column.block or column.name}' is scaled: declare it with scale: none if it holds such numbers"
    if profile.whole and profile.low >= 0 and profile.high < codes:
        return ""
    what = "whole numbers" if profile.whole else "numbers"
    return f"'{column.name}' holds {what} from {figure(profile.low)} to {figure(profile.high)}"
