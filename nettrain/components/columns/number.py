"""number: a measured quantity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, model_validator

from nettrain.components.choice import Choice
from nettrain.components.column import Column, Facts, Line
from nettrain.components.fields import named
from nettrain.components.registries import SCALES
from nettrain.components.scale import Scale
from nettrain.components.schema import amiss
from nettrain.components.summary import Summary, deviation

if TYPE_CHECKING:
    import polars as pl

LARGEST = 3e38
"""Just below the largest number of float32; what is beyond is set to it."""
FARTHEST = 1e150
"""Where every column is clipped, so that squares and differences of float64 stay finite."""
Tail = Annotated[float, Field(gt=0, lt=0.5)]


class Number(Column):
    """A quantity: missing values filled in, clipped if asked, then scaled.

    Inputs: one, and a flag (0 or 1) for missing values if training rows miss any.
    Source: LeCun et al. 1998, Efficient BackProp (section 4.3).
    Example: number: {scale: standard, missing: median}
    """

    scale: Annotated[Scale, Choice(SCALES)] = named("standard")
    """How the number is scaled; what is measured for it comes from the training rows."""
    missing: Literal["median", "mean", "constant", "drop", "error"] = "median"
    """What becomes of a missing value: median and mean of the training rows, or `constant`, stand in; drop: the row is
    left out; error: it is refused."""
    constant: float = 0.0
    """What stands in, where missing says constant."""
    flag: bool = True
    """Whether a second input tells where a value was missing."""
    clip: Annotated[Tail | tuple[float, float] | None, Field(union_mode="left_to_right")] = None
    """Numbers beyond are set to the nearest end: a pair of ends, or the share of the training rows beyond each end."""

    expected: ClassVar[str] = "a number"

    @model_validator(mode="after")
    def _ends_in_order(self) -> Number:
        if isinstance(self.clip, tuple) and self.clip[0] >= self.clip[1]:
            raise amiss(f"clip goes from {self.clip[0]:g} to {self.clip[1]:g}, expected the lower end first", "clip")
        return self

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Read float64; text and infinities become null."""
        import polars as pl

        values = cells.cast(pl.Float64, strict=False)
        return pl.when(values.is_finite()).then(values)

    def fit(self, summary: Summary) -> Facts:
        """Keep what stands in for a missing value, the ends, what the scale measures, mean and standard deviation."""
        summary = _within(summary, -FARTHEST, FARTHEST)
        fills = {"median": summary.quantile(0.5), "mean": summary.mean, "constant": self.constant}
        clip = (
            (summary.quantile(self.clip), summary.quantile(1 - self.clip))
            if isinstance(self.clip, float)
            else self.clip
        )
        return {
            "missing": summary.missing,
            "fill": fills.get(self.missing, 0.0),
            "clip": clip,
            "scale": self.scale.fit(_within(summary, *clip) if clip else summary),
            "mean": summary.mean,
            "std": summary.std,
        }

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """One, and one for the flag."""
        return ("", " is missing") if self._flagged(facts) else ("",)

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Fill, clip, scale, and flag."""
        import polars as pl

        number, ends = values.fill_null(facts["fill"]), (-LARGEST, LARGEST)
        if self.scale.straight:  # the ends are scaled instead of every number
            ends = self._ends(facts["scale"])
        else:
            number = number.clip(-FARTHEST, FARTHEST)
        if facts["clip"]:
            number = number.clip(*facts["clip"])
        scaled = self.scale.apply(number, facts["scale"]).cast(pl.Float32).clip(*ends)
        flag = [values.is_null().cast(pl.Float32)] if self._flagged(facts) else []
        return [scaled, *flag]

    def line(self, facts: Facts) -> Line | None:
        """A line where the scale is one, and nothing is clipped first."""
        if not self.scale.straight or facts["clip"]:
            return None
        return Line(facts["fill"], *self.scale.affine(facts["scale"]), *self._ends(facts["scale"]))

    def handled(self, values: pl.Expr, facts: Facts) -> dict[str, pl.Expr]:
        """Missing values, and those beyond the ends."""
        found = super().handled(values, facts)
        if facts["clip"]:
            found["clipped"] = ((values < facts["clip"][0]) | (values > facts["clip"][1])).fill_null(False)
        return found

    def _ends(self, facts: dict[str, Any]) -> tuple[float, float]:
        """Return what numbers at the farthest ends are scaled to, within float32."""
        shift, factor = self.scale.affine(facts)
        return max((-FARTHEST - shift) / factor, -LARGEST), min((FARTHEST - shift) / factor, LARGEST)

    def _flagged(self, facts: Facts) -> bool:
        """Unless `flag` says no."""
        return self.flag and super()._flagged(facts)


def _within(summary: Summary, low: float, high: float) -> Summary:
    """Return the summary of values clipped to two ends: where any is beyond, mean and deviation are the sample's."""
    if summary.sample is None or not summary.sample.len() or low <= summary.low <= summary.high <= high:
        return summary
    sample = summary.sample.clip(low, high)
    least, most = (min(max(end, low), high) for end in (summary.low, summary.high))
    mean = sample.mean()
    assert isinstance(mean, float)
    return summary._replace(mean=mean, std=deviation(sample), low=least, high=most, sample=sample)
