"""The steps that a built optimizer takes from one weight, compiled as the engine compiles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEPS = 5
RNG = np.random.default_rng(3)
START = RNG.normal(0, 1, (3, 4)).astype(np.float32)
GRADIENTS = RNG.normal(0, 1, (STEPS, 3, 4)).astype(np.float32)


def steps_of(built: Any, gradients: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    """Return the weight after each step."""
    import keras
    import tensorflow as tf

    weight = keras.Variable(START)
    built.build([weight])
    step = tf.function(lambda gradient: built.apply([gradient], [weight]), jit_compile=True)
    for gradient in gradients:
        step(tf.constant(gradient))
        yield weight.numpy()
