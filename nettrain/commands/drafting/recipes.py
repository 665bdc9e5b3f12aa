"""Networks and schedules of sensible size for a table."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Preset: TypeAlias = Literal["small", "standard"]
SHARE = 0.2
"""Share of few rows by which they are judged and watched: smaller ones would leave none of a handful."""


class Recipe(NamedTuple):
    """What stands below `model` and `train`: lines of YAML, each with its comment; `scale` is that of numbers."""

    scale: str
    layers: tuple[tuple[str, str], ...]
    train: tuple[tuple[str, str], ...]


def recipe(preset: Preset, rows: int, inputs: int) -> Recipe:
    """Return the recipe for a table with so many training rows and inputs."""
    return _small(rows, inputs) if preset == "small" else _standard(rows)


def share(rows: int) -> float:
    """Return the share of so many rows by which they are judged, and that by which they are watched."""
    return SHARE if rows < 1_000 else 0.15 if rows < 100_000 else 0.1


def _small(rows: int, inputs: int) -> Recipe:
    """One hidden layer or two, a high rate, a short patience: seconds, to see whether there is anything to learn."""
    units = 32 if inputs <= 30 else 64
    hidden = [f"dense: {{units: {units}, activation: relu}}"]
    if rows >= 1000:
        hidden.append(f"dense: {{units: {units // 2}, activation: relu}}")
    return Recipe(
        "standard",
        tuple((layer, "") for layer in hidden),
        (
            ("optimizer: {adam: {learning_rate: 0.003}}", ""),
            ("epochs: 60", "at most"),
            ("batch_size: auto", "by the number of training rows: nettrain check shows it"),
            ("early_stopping: {patience: 8}", "ends where validation has not become better for 8 epochs"),
        ),
    )


def _standard(rows: int) -> Recipe:
    """A multilayer perceptron as strong as those of the literature on tables: quantiles made normal, AdamW, dropout,
    clipped gradients, patience 16 (Gorishniy et al. 2021 and 2022), and a rate that falls where it gets stuck."""
    units, depth, rate, speed = _size(rows)
    layers: list[tuple[str, str]] = []
    for _ in range(depth):
        layers += [(f"dense: {{units: {units}, activation: relu}}", ""), (f"dropout: {rate}", "")]
    optimizer = f"optimizer: {{adamw: {{learning_rate: {speed}, weight_decay: 0.01, global_clipnorm: 1.0}}}}"
    return Recipe(
        "quantile",
        tuple(layers),
        (
            (optimizer, ""),
            ("epochs: 300", "at most"),
            ("batch_size: auto", "by the number of training rows: nettrain check shows it"),
            ("reduce_on_plateau: {factor: 0.3, patience: 6}", "slower after 6 epochs without a better validation"),
            ("early_stopping: {patience: 16}", "ends where validation has not become better for 16 epochs"),
        ),
    )


def _size(rows: int) -> tuple[int, int, float, float]:
    """Return units of a layer, layers, the share that is dropped, and the learning rate: few rows have few steps."""
    if rows < 1_000:
        return 64, 2, 0.2, 0.003
    if rows < 5_000:
        return 128, 2, 0.2, 0.002
    return (256, 3, 0.15, 0.001) if rows < 100_000 else (384, 3, 0.1, 0.001)
