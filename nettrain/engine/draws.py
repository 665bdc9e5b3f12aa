"""Random numbers that cost next to nothing under XLA: a hash of place, layer and step, fused into what uses it.

Keras draws by Philox, which XLA computes for the CPU slower than a small network. Here number i of a draw is

    mix(mix(i + a) ^ b),   a = mix(seed + mix(count)),   b = mix(count + mix(seed ^ 0x9E3779B9))

on 32-bit words, `mix` being lowbias32: xor-shifts and multiplications that spread every bit of the input over all bits
of the output. `seed` is the layer's own, `count` how often it has drawn: both stand in a variable of the network, so a
number follows from where it is drawn and from nothing else.

Source: Salmon et al. 2011, Parallel Random Numbers: As Easy as 1, 2, 3 (numbers from counters); lowbias32 from
https://github.com/skeeto/hash-prospector, with its constants of least bias.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from nettrain.components.layer import Random
from nettrain.plan.plan import Plan

GOLDEN = 0x9E3779B9


class Draw:
    """The numbers of one layer at one step; `count` and `seed` are uint32 scalars."""

    def __init__(self, tf: Any, seed: Any, count: Any) -> None:
        self.tf = tf
        self.first = self._mix(seed + self._mix(count))
        self.second = self._mix(count + self._mix(tf.bitwise.bitwise_xor(seed, self._word(GOLDEN))))
        self.drawn = 0

    def uniform(self, shape: Sequence[int]) -> Any:
        """Return float32 numbers k / 2^24, k whole, 0 <= k < 2^24."""
        return self.tf.cast(self._whole(shape), "float32") * 2.0**-24

    def normal(self, shape: Sequence[int]) -> Any:
        """Return float32 numbers of mean 0 and variance 1: sqrt(2) erfinv((2 k + 1) / 2^24 - 1), k as in `uniform`."""
        centred = self.tf.cast(2 * self._whole(shape) + (1 - 2**24), "float32") * 2.0**-24
        return self.tf.math.erfinv(centred) * math.sqrt(2.0)

    def _whole(self, shape: Sequence[int]) -> Any:
        """Return int32 numbers of 24 random bits."""
        tf, size = self.tf, math.prod(shape)
        places = tf.reshape(tf.cast(tf.range(self.drawn, self.drawn + size), "uint32"), shape)
        self.drawn += size
        bits = self._mix(tf.bitwise.bitwise_xor(self._mix(places + self.first), self.second))
        return tf.cast(self._shifted(bits, 8), "int32")

    def _mix(self, word: Any) -> Any:
        xor = self.tf.bitwise.bitwise_xor
        word = xor(word, self._shifted(word, 16)) * self._word(0x21F0AAAD)
        word = xor(word, self._shifted(word, 15)) * self._word(0x735A2D97)
        return xor(word, self._shifted(word, 15))

    def _shifted(self, word: Any, places: int) -> Any:
        return self.tf.bitwise.right_shift(word, self._word(places))

    def _word(self, value: int) -> Any:
        return self.tf.constant(value, "uint32")


def draw_fast(tf: Any, keras: Any, plan: Plan, network: Any) -> None:
    """Let the network's random layers draw as this module does; layers inside of other layers stay Keras's own."""
    for planned, layer in zip(plan.layers, network.layers, strict=True):
        if isinstance(planned.layer, Random) and hasattr(layer, "seed_generator"):
            layer.call = _call(tf, keras.ops, planned.layer, layer.seed_generator)


def _call(tf: Any, ops: Any, layer: Random, generator: Any) -> Callable[..., Any]:
    def call(inputs: Any, training: bool = False) -> Any:
        if not training:
            return inputs
        state = tf.cast(generator.next(), "uint32")
        return layer.passed(ops, inputs, Draw(tf, state[0], state[1]))

    return call
