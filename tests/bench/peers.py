"""PyTorch and JAX on one network, in an environment of their own: python peers.py torch|jax ROWS COLUMNS UNITS BATCH.

Prints the rows a second of one epoch after another has warmed up. No import of nettrain: it is not installed here.
"""

from __future__ import annotations

import sys
import time
from itertools import pairwise
from typing import Any

import numpy as np

EPOCH_STEPS = 500
"""Most steps of an epoch for PyTorch, which goes step by step."""


def rows(count: int, columns: int) -> tuple[Any, Any]:
    """Return inputs (rows, columns) and labels (rows, 1), float32."""
    inputs = np.random.default_rng(0).normal(size=(count, columns)).astype("float32")
    return inputs, (inputs[:, :1] * inputs[:, 1:2] > 0).astype("float32")


def torch(count: int, columns: int, units: int, batch: int) -> float:
    """Eager PyTorch as people write it."""
    import torch as t  # type: ignore[import-not-found, unused-ignore]

    inputs, labels = (t.tensor(part) for part in rows(count, columns))
    layers = [t.nn.Linear(columns, units), t.nn.ReLU(), t.nn.Linear(units, units), t.nn.ReLU(), t.nn.Linear(units, 1)]
    network = t.nn.Sequential(*layers)
    optimizer, loss = t.optim.Adam(network.parameters()), t.nn.BCEWithLogitsLoss()
    steps = min(count // batch, EPOCH_STEPS)

    def epoch() -> None:
        order = t.randperm(count)
        for step in range(steps):
            picked = order[step * batch : (step + 1) * batch]
            value = loss(network(inputs[picked]), labels[picked])
            optimizer.zero_grad()
            value.backward()
            optimizer.step()

    return steps * batch / _second(epoch)


def jax(count: int, columns: int, units: int, batch: int) -> float:
    """A whole epoch in one `lax.scan`, adam written out."""
    import jax as j  # type: ignore[import-not-found, unused-ignore]
    import jax.numpy as jn  # type: ignore[import-not-found, unused-ignore]

    steps, rng = count // batch, np.random.default_rng(1)
    inputs, labels = (jn.asarray(part) for part in rows(count, columns))
    widths = [columns, units, units, 1]
    weights = [
        (jn.asarray(rng.normal(size=(a, b)).astype("float32") / np.sqrt(a)), jn.zeros(b)) for a, b in pairwise(widths)
    ]
    tree = j.tree.map

    def loss(weights: Any, inputs: Any, labels: Any) -> Any:
        for kernel, bias in weights[:-1]:
            inputs = j.nn.relu(inputs @ kernel + bias)
        logits = inputs @ weights[-1][0] + weights[-1][1]
        return jn.mean(jn.maximum(logits, 0) - logits * labels + jn.log1p(jn.exp(-jn.abs(logits))))

    def step(state: Any, part: Any) -> Any:
        weights, mean, square, count, total = state
        value, gradient = j.value_and_grad(loss)(weights, *part)
        count = count + 1
        mean = tree(lambda m, g: 0.9 * m + 0.1 * g, mean, gradient)
        square = tree(lambda v, g: 0.999 * v + 0.001 * g * g, square, gradient)
        rate = 0.001 * jn.sqrt(1 - 0.999**count) / (1 - 0.9**count)
        weights = tree(lambda w, m, v: w - rate * m / (jn.sqrt(v) + 1e-7), weights, mean, square)
        return (weights, mean, square, count, total + value), None

    @j.jit
    def epoch(state: Any, order: Any) -> Any:
        batches = inputs[order].reshape(steps, batch, columns), labels[order].reshape(steps, batch, 1)
        return j.lax.scan(step, state, batches)[0]

    zeros = tree(jn.zeros_like, weights)
    state = (weights, zeros, zeros, jn.float32(0), jn.float32(0))
    return steps * batch / _second(lambda: j.block_until_ready(epoch(state, rng.permutation(count)[: steps * batch])))


def _second(epoch: Any) -> float:
    epoch()
    began = time.perf_counter()
    epoch()
    return time.perf_counter() - began


if __name__ == "__main__":
    print({"torch": torch, "jax": jax}[sys.argv[1]](*map(int, sys.argv[2:])))
