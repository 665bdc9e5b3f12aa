"""Figures: colours that mean what the caption says, keys that cover no curve, and one row that is one row."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.html.evidence import Classes, Numbers
from nettrain.html.figures.classes import curves
from nettrain.html.figures.confusion import confusion
from nettrain.html.figures.numbers import target_figures
from nettrain.html.figures.svg import key_columns
from nettrain.numbers import figure


def classes(labels: tuple[str, ...], rows: int, weights: list[float] | None = None) -> Classes:
    """Return rows of labels in turn, with scores drawn at random."""
    rng = np.random.default_rng(0)
    scores = rng.dirichlet(np.ones(len(labels)), size=rows)
    truth = np.arange(rows) % len(labels)
    held = None if weights is None else np.array(weights)
    target = Target(Task.BINARY if len(labels) == 2 else Task.MULTICLASS, ("y",), labels)
    return Classes(Judged(target, truth, scores, scores.argmax(axis=1), held), probable=True)


HEAT = [
    ([[3.0, 1.0], [0.0, 0.0]], [0.78, 0.34]),
    ([[0.03, 0.01], [0.0, 0.002]], [0.78, 0.34]),
    ([[1e-9, 1e-9], [0.5, 0.0]], [0.56, 0.56]),
]
"""Rows or weights, and how opaque the cells are that have any: 0.12 and 0.88 of the share of the true label.

What is wholly opaque is not written.
"""


@pytest.mark.parametrize(("cells", "opacities"), HEAT)
def test_colours_are_shares_of_the_true_label(cells: list[list[float]], opacities: list[float]) -> None:
    picture = confusion(classes(("a", "b"), 4, [1.0] * 4), cells)
    assert picture is not None
    assert [float(found) for found in re.findall(r"; opacity: ([\d.]+)", picture.svg)] == opacities


RIGHT = [
    ([[1.0, 0.0], [0.0, 0.0]], None, "1 of 1 row is right:"),
    ([[0.0, 0.0], [1.0, 0.0]], None, "0 of 1 row is right:"),
    ([[1.0, 2.0], [0.0, 0.0]], None, "1 of 3 rows is right:"),
    ([[1.0, 2.0], [0.0, 2.0]], None, "3 of 5 rows are right:"),
    ([[1.0, 1.0], [0.0, 0.0]], [1.0, 1.0], "1 of 2 (50.0%) are right, by the weight of the rows:"),
]


@pytest.mark.parametrize(("cells", "weights", "told"), RIGHT, ids=[told for *_, told in RIGHT])
def test_how_many_are_right(cells: list[list[float]], weights: list[float] | None, told: str) -> None:
    picture = confusion(classes(("a", "b"), 2, weights), cells)
    assert picture is not None
    assert picture.told.text.startswith(told)


def lowest(svg: str) -> dict[str, float]:
    """Return how far from the top each text stands; of equal ones the lowest."""
    found: dict[str, float] = {}
    for element in ElementTree.fromstring(svg).iter("text"):
        place = element.get("y") or re.findall(r"translate\([-\d.]+ ([-\d.]+)\)", element.get("transform", ""))[0]
        word = "".join(element.itertext())
        found[word] = max(found.get(word, 0.0), float(place))
    return found


LABELS = [("no", "yes"), tuple("abcdefg"), ("a long name of a label", "日本語日本語日本語日本語日本語日本語", "c")]


@pytest.mark.parametrize("labels", LABELS, ids=["two", "seven", "long"])
def test_the_key_stands_below_the_axes(labels: tuple[str, ...]) -> None:
    """Its words are lower than the name of the axis below, on a figure that is tall enough for them."""
    pictures = {picture.told.name: picture for picture in curves(classes(labels, 140), {})}
    for name, axis, many in (
        ("roc", "false positive rate", 2 if len(labels) == 2 else min(len(labels), 5) + 1),
        ("precision-recall", "recall", 1 if len(labels) == 2 else min(len(labels), 5)),
        ("calibration", "predicted probability", 2),
    ):
        places, height = lowest(pictures[name].svg), float(pictures[name].svg.split('viewBox="0 0 ')[1].split()[1][:-1])
        below = [word for word, place in places.items() if place > places[axis]]
        assert len(below) == many, (name, below)
        assert max(places.values()) < height


@pytest.mark.parametrize(
    ("labels", "columns"),
    [(["a", "b"], 3), (["x" * 10], 3), (["x" * 18], 2), (["x" * 30], 1), (["日" * 9], 2), (["日" * 18, "a"], 1)],
)
def test_a_key_has_as_many_columns_as_fit(labels: list[str], columns: int) -> None:
    assert key_columns(labels) == columns


def test_one_row_is_one_row() -> None:
    one = Numbers(("y",), np.array([[1.0]]), np.array([[1.5]]))
    assert [picture.told.text[:17] for picture in target_figures(one, 0)] == ["1 row is drawn.", "1 row is drawn. N"]
    for weights, told in ((None, "came true in 1 row."), ([0.25], "came true in rows of weight 0.25.")):
        (calibration,) = curves(classes(("a", "b"), 1, weights), {})
        assert calibration.told.detail.endswith(told)


def drawn(labels: int, seed: int) -> Classes:
    """Return weighed rows whose probabilities are tenths, so that many are equal and stand where a bin ends."""
    rng = np.random.default_rng(seed)
    scores = rng.multinomial(10, np.ones(labels) / labels, 80) / 10
    target = Target(Task.BINARY if labels == 2 else Task.MULTICLASS, ("y",), tuple("abcd"[:labels]))
    weights = rng.integers(0, 4, 80) / 2
    return Classes(Judged(target, rng.integers(labels, size=80), scores, scores.argmax(axis=1), weights), True)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("labels", [2, 4])
def test_the_figures_tell_what_the_metrics_do(labels: int, seed: int) -> None:
    judged = drawn(labels, seed)
    told = {picture.told.name: picture.told.text for picture in curves(judged, {})}
    error = METRICS["expected_calibration_error"]().exact(judged.rows)
    assert (
        f"The expected calibration error of the label decided for, over 10 bins, is {figure(error)}."
        in told["calibration"]
    )
    areas = [float(area) for area in re.findall(r"[a-d]: (\d\.\d{3})", told["roc"])]
    assert len(areas) == (1 if labels == 2 else labels)
    assert np.mean(areas) == pytest.approx(METRICS["auc"]().exact(judged.rows), abs=5e-4)


def test_the_error_before_the_temperature_is_told_too() -> None:
    judged = drawn(2, 0)
    (text,) = (p.told.text for p in curves(judged, {"temperature": {"found": True, "value": 1.0}}) if "Calib" in p.svg)
    error = figure(METRICS["expected_calibration_error"]().exact(judged.rows))
    assert text.endswith(f" is {error}, before the temperature of 1 it was {error}.")
