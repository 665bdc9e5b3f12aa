"""The numbers of dropouts and noise: an oracle written out, uniform, independent of place, layer and step."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest
import tensorflow as tf

from nettrain.components.layer import Random
from nettrain.components.registries import LAYERS
from nettrain.engine.draws import Draw
from nettrain.engine.start import start
from nettrain.engine.steps import Steps
from nettrain.plan.rows import rows_of
from tests.making import planned

ROWS, WIDTH = 512, 128


def mix(word: np.ndarray) -> np.ndarray:
    word = (word ^ (word >> np.uint32(16))) * np.uint32(0x21F0AAAD)
    word = (word ^ (word >> np.uint32(15))) * np.uint32(0x735A2D97)
    return word ^ (word >> np.uint32(15))


def oracle(seed: int, count: int, size: int) -> np.ndarray:
    """Return the first `size` numbers of a draw."""
    with np.errstate(over="ignore"):
        seed_, count_ = np.array([seed], np.uint32), np.array([count], np.uint32)
        first = mix(seed_ + mix(count_))
        second = mix(count_ + mix(seed_ ^ np.uint32(0x9E3779B9)))
        return (mix(mix(np.arange(size, dtype=np.uint32) + first) ^ second) >> np.uint32(8)) / 2.0**24


def draw(seed: int, count: int) -> Draw:
    return Draw(tf, tf.constant(seed, "uint32"), tf.constant(count, "uint32"))


def uniform(seed: int, count: int, shape: tuple[int, ...] = (ROWS, WIDTH)) -> np.ndarray:
    return np.asarray(draw(seed, count).uniform(shape))


def test_numbers_are_those_of_the_formula() -> None:
    for seed, count in ((0, 0), (7, 1), (2**31 - 1, 2**32 - 1)):
        np.testing.assert_array_equal(uniform(seed, count).ravel(), oracle(seed, count, ROWS * WIDTH))
    compiled = tf.function(lambda: draw(7, 1).uniform((3, 5)), jit_compile=True)
    np.testing.assert_array_equal(compiled(), uniform(7, 1, (3, 5)))


def test_draws_follow_each_other() -> None:
    numbers = draw(3, 4)
    parts = [np.asarray(numbers.uniform(shape)).ravel() for shape in ((2, 3), (4,))]
    np.testing.assert_array_equal(np.concatenate(parts), uniform(3, 4, (10,)))


def excess(observed: np.ndarray, expected: float) -> float:
    """Return how far a chi-square statistic lies from its mean, in standard deviations."""
    freedom = observed.size - 1
    return float((((observed - expected) ** 2 / expected).sum() - freedom) / math.sqrt(2 * freedom))


@pytest.mark.parametrize("seed", [0, 1, 12345])
def test_every_bit_is_even_and_numbers_are_uniform(seed: int) -> None:
    numbers = np.concatenate([uniform(seed, count).ravel() for count in range(16)])
    whole = (numbers * 2**24).astype(np.int64)
    for bit in range(24):
        share = ((whole >> bit) & 1).mean()
        assert abs(share - 0.5) < 5 * 0.5 / math.sqrt(whole.size), bit
    assert abs(excess(np.bincount(whole >> 14, minlength=1024), whole.size / 1024)) < 5
    pairs = (whole[:-1] >> 19) * 32 + (whole[1:] >> 19)
    assert abs(excess(np.bincount(pairs, minlength=1024), pairs.size / 1024)) < 5, "neighbours"


def correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Return the correlation in standard deviations of that of independent numbers."""
    return float(np.corrcoef(one.ravel(), other.ravel())[0, 1] * math.sqrt(one.size))


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.5])
def test_masks_are_independent(rate: float) -> None:
    masks = {(seed, count): uniform(seed, count) >= rate for seed in (5, 6, 5 + 2**16) for count in range(8)}
    deviation = math.sqrt(rate * (1 - rate) / (ROWS * WIDTH))
    for (seed, count), mask in masks.items():
        assert abs(mask.mean() - (1 - rate)) < 5 * deviation
        assert np.abs(mask.mean(axis=0) - (1 - rate)).max() < 6 * deviation * math.sqrt(WIDTH), "columns"
        assert np.abs(mask.mean(axis=1) - (1 - rate)).max() < 6 * deviation * math.sqrt(ROWS), "rows"
        for lag in (1, 2, WIDTH, 2 * WIDTH, 7 * WIDTH + 1):
            assert abs(correlation(mask.ravel()[:-lag], mask.ravel()[lag:])) < 5, "places"
        for other in ((seed, count + 1), (seed + 1, count), (seed + 1, count + 1), (seed + 2**16, count)):
            if other in masks:
                assert abs(correlation(mask, masks[other])) < 5, "steps and layers"


def test_no_mask_comes_twice_nor_shifted() -> None:
    seen: dict[bytes, tuple[int, int]] = {}
    for seed in (0, 1):
        for count in range(64):
            whole = (uniform(seed, count, (256,)) * 2**24).astype(np.int64)
            for at in range(252):
                key = whole[at : at + 4].tobytes()
                assert key not in seen, (seed, count, at, seen.get(key))
                seen[key] = seed, count


def test_normal_numbers() -> None:
    numbers = np.concatenate([np.asarray(draw(9, count).normal((ROWS, WIDTH))).ravel() for count in range(16)])
    size = numbers.size
    assert np.isfinite(numbers).all()
    for power, (mean, variance) in {1: (0, 1), 2: (1, 2), 3: (0, 15), 4: (3, 96)}.items():
        assert abs((numbers.astype(float) ** power).mean() - mean) < 5 * math.sqrt(variance / size), power
    for end, share in ((1.0, 0.158655), (2.0, 0.0227501), (3.0, 0.0013499)):
        assert abs((numbers > end).mean() - share) < 5 * math.sqrt(share / size)


OPTIONS: dict[str, dict[str, Any]] = {
    "dropout": {"rate": 0.3},
    "spatial_dropout1d": {"rate": 0.3},
    "gaussian_noise": {"stddev": 0.3},
    "gaussian_dropout": {"rate": 0.3},
    "alpha_dropout": {"rate": 0.3},
}


def test_all_random_layers_are_tested() -> None:
    assert {name for name in LAYERS if issubclass(LAYERS[name], Random)} == set(OPTIONS)


@pytest.mark.parametrize("name", OPTIONS)
def test_layers_do_as_keras_does(name: str) -> None:
    """Over many rows the outputs have the distribution of Keras's own layer: mean, deviation, share of each value."""
    layer = LAYERS[name].model_validate(OPTIONS[name])
    assert isinstance(layer, Random)
    inputs = tf.constant(np.tile(np.array([-1.5, 0.5, 2.0, 3.0], "float32"), (20_000, 3, 1)))
    ours = np.asarray(layer.passed(keras.ops, inputs, draw(1, 2)))
    keras.utils.set_random_seed(1)
    theirs = np.asarray(layer.build(keras)(inputs, training=True))
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    for column in range(4):
        one, other = ours[..., column].ravel().astype(float), theirs[..., column].ravel().astype(float)
        scale = max(other.std(), 1e-9)
        assert abs(one.mean() - other.mean()) < 6 * scale * math.sqrt(6 / one.size)
        assert one.std() == pytest.approx(scale, rel=0.05)
        if "gaussian" not in name:
            np.testing.assert_allclose(np.unique(one), np.unique(other), rtol=1e-6)
    if name == "spatial_dropout1d":
        assert (ours == ours[:, :1]).all(), "one mask for all steps"


def test_a_mask_is_shared_along_an_axis_of_one() -> None:
    layer = LAYERS["dropout"].model_validate({"rate": 0.5, "noise_shape": (None, 1)})
    assert isinstance(layer, Random)
    passed = np.asarray(layer.passed(keras.ops, tf.ones((64, 5)), draw(0, 0)))
    assert (passed == passed[:, :1]).all()
    assert set(np.unique(passed)) == {0.0, 2.0}


@pytest.mark.parametrize("how", ["xla", "graph"])
def test_the_cut_of_an_epoch_changes_nothing(tmp_path: Path, how: str) -> None:
    layers = "[dense: 8, dropout: 0.3, gaussian_noise: 0.1, batch_normalization, dense: 4, dropout: 0.1, output]"
    made = planned(tmp_path, "binary", layers, f"{{batch_size: 16, compile: {how}}}")
    rows = rows_of(made.plan, made.dataset.drawn)["train"]
    ends = []
    for cuts in ([0, 7], [0, 1, 2, 5, 7]):
        steps = Steps(*start(0, 3), made.plan)
        epoch = steps.load(rows)(np.arange(len(rows), dtype=np.int32))
        for first, last in pairwise(cuts):
            steps.train(epoch, first, last)
        counts = [v for v in steps.network.non_trainable_variables if "seed_generator" in v.path]
        assert [int(np.asarray(v)[1]) for v in counts] == [7, 7, 7], "every layer has drawn once a step"
        assert len({int(np.asarray(v)[0]) for v in counts}) == 3, "every layer has a seed of its own"
        ends.append([np.asarray(v) for v in steps.variables])
    for one, other in zip(*ends, strict=True):
        np.testing.assert_array_equal(one, other)
