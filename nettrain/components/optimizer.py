"""The optimizer, and the schedule of its learning rate."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, TypeAlias

from pydantic import Field, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from nettrain.components.choice import Choice
from nettrain.components.component import Component
from nettrain.components.registry import Registry
from nettrain.components.schema import amiss


class Schedule(Component):
    """A learning rate that changes with the step. `build(keras)` gives a Keras `LearningRateSchedule`.

    Steps are batches, counted from 0 over the whole run.
    """

    namespace: ClassVar[str] = "optimizers.schedules"

    def warms_up(self) -> bool:
        """Return whether it begins with a warm-up."""
        return False


SCHEDULES: Registry[Schedule] = Registry("learning-rate schedule", "schedules")


AUTO = "auto"
"""A learning rate that is found by a range test before training."""


class RateChoice(Choice):
    """Annotates a learning rate: a number above 0, a schedule, or "auto"."""

    def bind(self, value: Any) -> Any:
        """Return the number as float, the schedule that `value` names, or "auto"."""
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            if not 0 < value < float("inf"):
                raise PydanticCustomError("rate", "must be above 0, got {value}", {"value": value})
            return float(value)
        return super().bind(value)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Return the number, or what stands for a word or a schedule."""
        number = {"type": "number", "exclusiveMinimum": 0}
        return {"anyOf": [number, *super().__get_pydantic_json_schema__(schema, handler)["anyOf"]]}


LearningRate: TypeAlias = Annotated[float | Schedule | Literal["auto"], RateChoice(SCHEDULES, AUTO)]


class Optimizer(Component):
    """How gradients become new weights. `build(keras)` gives a Keras optimizer.

    A subclass gives `learning_rate` its own default and adds its own options.
    """

    namespace: ClassVar[str] = "optimizers"

    slots: ClassVar[int] = 0
    """Numbers that the optimizer keeps for each trained weight, with its default options."""

    elementwise: ClassVar[bool] = True
    """Whether what becomes of a number follows from its own gradients alone, whichever weight it belongs to."""

    divides: ClassVar[bool] = False
    """Whether Keras divides gradients by an array: XLA compiles that anew at every call for those of an embedding,
    which are held row by row, since it looks for zeros in the array first."""

    learning_rate: LearningRate = 0.001
    """Step size: a number, a schedule, or auto for a range test."""
    weight_decay: Annotated[float, Field(ge=0)] | None = None
    """Share of each weight taken off at every step, times the learning rate (decoupled)."""
    clipnorm: Annotated[float, Field(gt=0)] | None = None
    """Largest norm of one weight's gradient."""
    clipvalue: Annotated[float, Field(gt=0)] | None = None
    """Largest size of one element of a gradient."""
    global_clipnorm: Annotated[float, Field(gt=0)] | None = None
    """Largest norm of all gradients together."""
    use_ema: bool = False
    """Whether a moving average of the weights is kept and used at the end."""
    ema_momentum: Annotated[float, Field(ge=0, le=1)] = 0.99
    """Share of the old average that is kept at each step."""
    ema_overwrite_frequency: Annotated[int, Field(gt=0)] | None = None
    """Steps after which the weights are replaced by their average; null: at the end only."""
    loss_scale_factor: Annotated[float, Field(gt=0)] | None = None
    """Factor on the loss before the gradients are taken, taken off again after."""
    gradient_accumulation_steps: Annotated[int, Field(gt=1)] | None = None
    """Batches whose gradients are averaged into one step."""

    def options(self, keras: Any) -> dict[str, Any]:
        """Return the fields as Keras takes them; a learning rate that is still to be found is the default."""
        given = super().options(keras)
        if given["learning_rate"] == AUTO:
            given["learning_rate"] = type(self).model_fields["learning_rate"].default
        return given

    def packs(self) -> bool:
        """Return whether several weights may be given to the optimizer as one."""
        return self.elementwise and self.clipnorm is None

    def kept(self) -> int:
        """Return how many numbers are kept for each trained weight with these options, for the estimate of memory."""
        return self.slots + self.use_ema + (self.gradient_accumulation_steps is not None)

    @model_validator(mode="after")
    def _options_act(self) -> Optimizer:
        clips = [name for name in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(self, name) is not None]
        if len(clips) > 1:
            got = f"{' and '.join(clips)}: delete all but one, or set them to null"
            raise amiss(f"expected at most one of clipnorm, clipvalue and global_clipnorm, got {got}", *clips[::-1])
        if not self.use_ema and (self.ema_overwrite_frequency is not None or self.ema_momentum != 0.99):
            raise amiss(
                "ema_momentum and ema_overwrite_frequency do nothing without use_ema: true",
                "ema_momentum",
                "ema_overwrite_frequency",
                "use_ema",
            )
        return self
