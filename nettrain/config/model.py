"""`model`: the network."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from nettrain.components.choice import Choice
from nettrain.components.fields import LayerChoice, UnitInterval
from nettrain.components.metric import Metric
from nettrain.components.registries import METRICS
from nettrain.components.schema import Schema, amiss


class BestThreshold(Schema):
    """What the threshold is to be best for on the validation rows: one metric that follows from the labels called."""

    maximize: Annotated[Metric, Choice(METRICS)] | None = None
    """A metric of which more is better."""
    minimize: Annotated[Metric, Choice(METRICS)] | None = None
    """A metric of which less is better."""

    @property
    def metric(self) -> Metric:
        """Return the metric."""
        metric = self.maximize or self.minimize
        assert metric is not None
        return metric

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> BestThreshold:
        if (self.maximize is None) == (self.minimize is None):
            got = "neither" if self.maximize is None else "both: delete one, or set it to null"
            told = f"expected one of maximize and minimize, as in {{maximize: f1_score}}; got {got}"
            raise amiss(told, "minimize", "maximize")
        wrong, goal, right = (
            (self.maximize, "max", "minimize") if self.minimize is None else (self.minimize, "min", "maximize")
        )
        if wrong is not None and wrong.goal != goal:
            less = "less" if goal == "max" else "more"
            told = f"of {wrong.yaml_name()} {less} is better: write {{{right}: {wrong.yaml_name()}}}"
            raise amiss(told, "minimize" if self.minimize else "maximize")
        return self


class ModelConfig(Schema):
    """The network: layers in the order in which rows pass through them, and how its probabilities become labels."""

    layers: Annotated[tuple[LayerChoice, ...], Field(min_length=1)]
    """The layers; end with `output`, which fits the target by itself, or with a layer of your own."""
    threshold: Annotated[UnitInterval | BestThreshold | None, Field(union_mode="left_to_right")] = None
    """Probability above which the second of two labels is called; {maximize: METRIC} or {minimize: METRIC}: the one
    that is best on the validation rows, once the network is trained; null: the more probable label is called."""
    calibrate: Literal["temperature"] | None = None
    """temperature: logits are divided by the number that gives the validation rows the smallest log loss, once the
    network is trained, so that probabilities come true as often as they say; null: probabilities stay as they are."""
