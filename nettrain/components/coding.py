"""The coding: how one of some words enters the network."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from nettrain.components.component import Component

if TYPE_CHECKING:
    import polars as pl

Facts = dict[str, Any]


class Coding(Component):
    """A way from words to inputs. Each word has a code: 0, 1, 2, ...; the last one is that of unseen words."""

    spreads: ClassVar[bool] = False
    """Whether `apply` gives the number of the one input that is 1 while the others are 0."""
    keeps_words: ClassVar[bool] = True
    """Whether the words of the training rows must be known later on."""

    @abstractmethod
    def fit(self, counts: Sequence[int]) -> Facts:
        """Return what is kept of the training rows; `counts` are their numbers by code."""

    @abstractmethod
    def positions(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return what each input stands for; `names` are what each code stands for."""

    @abstractmethod
    def apply(self, words: pl.Expr, codes: pl.Expr, facts: Facts) -> pl.Expr:
        """Return the one expression that fills the inputs: UInt32 if the coding `spreads`, else Float32."""

    def codes(self, count: int) -> int:
        """Return how many codes the one input can hold, of `count`; 0 where it holds a quantity."""
        return 0
