"""category: one of some words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import model_validator

from nettrain.components.choice import Choice
from nettrain.components.coding import Coding
from nettrain.components.column import Column, Facts
from nettrain.components.fields import Fraction, Whole, named
from nettrain.components.registries import CODINGS
from nettrain.components.schema import amiss
from nettrain.components.summary import Summary
from nettrain.components.words import Lookup

if TYPE_CHECKING:
    import polars as pl


class Category(Column):
    """One of some words (levels), as `coding` says: by default one input a level, of which one is 1 and the others 0.

    A missing value is a level of its own if training rows miss any, and counts as unseen otherwise. A value that was
    never met in training sets the input "unseen", whose weights mean something because a small random share of the
    training cells, and levels that are rare, are shown to the network as unseen too.
    Inputs: those of the coding; one_hot has one a level, one for missing (if any was), one for unseen.
    Source: Suits 1957, Use of Dummy Variables in Regression Equations.
    Example: category: {missing: level, rare: 5}
    """

    missing: Literal["level", "constant", "drop", "error"] = "level"
    """What becomes of a missing value: level: a level of its own; constant: the word `constant` stands in; drop: the
    row is left out; error: it is refused."""
    constant: str = "missing"
    """The word that stands in, where missing says constant."""
    unseen: Literal["level", "error"] = "level"
    """level: a level of its own; error: refuse a value that was never met in training."""
    unseen_rate: Fraction = 0.01
    """Share of the training cells that are shown to the network as unseen."""
    rare: Whole = 0
    """Levels with fewer training rows count as unseen; 0 keeps all."""
    coding: Annotated[Coding, Choice(CODINGS)] = named("one_hot")
    """How levels become inputs."""

    expected: ClassVar[str] = "text"

    @model_validator(mode="after")
    def _words_are_known(self) -> Category:
        if not self.coding.keeps_words and (self.rare or self.unseen == "error"):
            key, what = ("rare", "rare") if self.rare else ("unseen", "unseen: error")
            told = f"{what} needs the words of the training rows, which {self.coding.yaml_name()} forgets"
            raise amiss(told, key, "coding")
        return self

    def read(self, cells: pl.Expr) -> pl.Expr:
        """Take the text as it stands."""
        return cells

    def fit(self, summary: Summary) -> Facts:
        """Keep the levels, sorted, those that are rare, the number of missing cells, and what the coding measures."""
        counts = dict(summary.levels)
        if self.missing == "constant" and summary.missing:
            counts[self.constant] = counts.get(self.constant, 0) + summary.missing
        kept = sorted(level for level, count in counts.items() if count >= self.rare)
        rare = sorted(level for level, count in counts.items() if count < self.rare)
        missing = summary.missing if self.missing == "level" else 0
        rows = [
            *(counts[level] for level in kept),
            *([missing] if missing else []),
            sum(counts[level] for level in rare),
        ]
        known = self.coding.keeps_words
        return {
            "levels": tuple(kept) if known else (),
            "rare": tuple(rare) if known else (),
            "missing": missing,
            "coding": self.coding.fit(rows),
        }

    def positions(self, facts: Facts) -> tuple[str, ...]:
        """Those of the coding."""
        missing = (" is missing",) if facts["missing"] else ()
        return self.coding.positions([*(f" = {level}" for level in facts["levels"]), *missing, " is unseen"])

    def encode(self, values: pl.Expr, facts: Facts, hidden: pl.Expr | None = None) -> list[pl.Expr]:
        """Find the code of each word, and hand it to the coding."""
        import polars as pl

        count = len(facts["levels"])
        absent, unseen = pl.lit(count, dtype=pl.UInt32), pl.lit(count + (facts["missing"] > 0), dtype=pl.UInt32)
        words = values.fill_null(self.constant) if self.missing == "constant" else values
        places = {level: place for place, level in enumerate(facts["levels"])}

        def known(met: pl.Series) -> pl.Series:
            return pl.Series([places.get(word) for word in met.to_list()], dtype=pl.UInt32)

        codes = words.map_batches(Lookup(known), return_dtype=pl.UInt32, is_elementwise=True)
        codes = codes.fill_null(unseen)
        if facts["missing"]:
            codes = pl.when(words.is_null()).then(absent).otherwise(codes)
        if hidden is not None:
            codes = pl.when(hidden).then(unseen).otherwise(codes)
        return [self.coding.apply(words, codes, facts["coding"])]

    def spreads(self, facts: Facts) -> bool:
        """Where the coding gives the number of the input that is 1, as one_hot does."""
        return self.coding.spreads

    def codes(self, facts: Facts) -> int:
        """As the coding says: of levels, missing and unseen."""
        return self.coding.codes(len(facts["levels"]) + (facts["missing"] > 0) + 1)

    def handled(self, values: pl.Expr, facts: Facts) -> dict[str, pl.Expr]:
        """Missing cells, words never met in training, and rare ones."""
        found = super().handled(values, facts)
        if self.coding.keeps_words:
            known = [*facts["levels"], *facts["rare"]]
            found["unseen"] = values.is_not_null() & ~values.is_in(known)
        if facts["rare"]:
            found["rare"] = values.is_in(list(facts["rare"])).fill_null(False)
        return found

    @property
    def refuses(self) -> frozenset[str]:
        """Words never met in training too, where the config says error."""
        return super().refuses | ({"unseen"} if self.unseen == "error" else set())
