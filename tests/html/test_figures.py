"""Figures: colours that mean what the caption says, keys that cover no curve, and one row that is one row."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest

from nettrain.components.metric import Judged
from nettrain.components.registries import METRICS
from nettrain.components.task import Target, Task
from nettrain.html.evidence import Classes, Numbers
from nettrain.html.figures.axes import bent, bins
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
        ("precision-recall", "recall", 2 if len(labels) == 2 else min(len(labels), 5) + 1),
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
    areas = [float(area) for area in re.findall(r"[a-d]: (\d\.\d+)", told["roc"])]
    assert len(areas) == (1 if labels == 2 else labels)
    assert np.mean(areas) == pytest.approx(METRICS["auc"]().exact(judged.rows), abs=5e-4)


def test_the_error_before_the_temperature_is_told_too() -> None:
    judged = drawn(2, 0)
    (text,) = (p.told.text for p in curves(judged, {"temperature": {"found": True, "value": 1.0}}) if "Calib" in p.svg)
    error = figure(METRICS["expected_calibration_error"]().exact(judged.rows))
    assert text.endswith(f" is {error}, before the temperature of 1 it was {error}.")


def words(svg: str) -> list[str]:
    """Return the texts of a figure."""
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter("text")]


def numbers(truth: list[float], off: list[float], *, bent: bool) -> Numbers:
    """Return rows of one target, predicted so much too high."""
    actual = np.array(truth)[:, None]
    return Numbers(("y",), actual, actual + np.array(off)[:, None], bent=frozenset("y" if bent else ""))


LEARNED_BENT = [
    ([0.0, 3.0, 50.0, 4e5], [1.0, -2.0, 200.0, -3e4], True, {"actual y", "predicted y", "predicted - actual"}),
    ([0.0, 3.0, 50.0, 4e5], [0.1, -0.1, 0.1, 0.2], True, {"actual y", "predicted y"}),
    ([0.0, 3.0, 50.0, 4e5], [1.0, -2.0, 200.0, -3e4], False, set()),
    ([0.0, 1.0, 5.0, 9.0], [0.1, -0.1, 0.1, 0.2], True, set()),
]
"""Truth, what predictions are too high by, whether the target is learned by its logarithm, which axes are so."""


@pytest.mark.parametrize(("truth", "off", "bent", "axes"), LEARNED_BENT)
def test_a_target_learned_by_its_logarithm_is_drawn_so(
    truth: list[float], off: list[float], bent: bool, axes: set[str]
) -> None:
    """Where it spans enough: then no value is left with all others in one dot."""
    against, residuals = target_figures(numbers(truth, off, bent=bent), 0)
    told = " (logarithmic)"
    found = [word for picture in (against, residuals) for word in words(picture.svg) if word.endswith(told)]
    assert {word.removesuffix(told) for word in found} == axes
    for picture in (against, residuals):
        assert ("Axes are logarithmic beyond 1 and -1" in picture.told.text) == bool(axes)
    if axes:
        assert {"1", "1000"} <= set(words(against.svg))


def test_the_bars_of_a_logarithmic_axis_hold_every_row() -> None:
    """Ends that are bent and bent back are not always the same numbers."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        values = rng.standard_cauchy(30) * 1e5
        ends = bins(values, 20, bends=True)
        assert np.histogram(values, ends)[0].sum() == 30
        assert np.diff(bent(ends)) == pytest.approx(np.diff(bent(ends))[0])


def test_residuals_that_are_all_but_the_same_have_bars() -> None:
    """Rounding alone may set them apart, by less than a twentieth of what numbers there are apart."""
    for off in ([1.0, np.nextafter(1, 2)], [1.0, 1.0], [1e300, 1e300]):
        values = np.array(off)
        assert np.histogram(values, bins(values, 20, bends=False))[0].sum() == 2
        assert target_figures(numbers([0.0, 0.0], off, bent=False), 0)


OFFSETS = [
    (1e9, 1.0, ", less 1,000,000,000"),
    (-1e9, 1.0, ", plus 1,000,000,000"),
    (1.0, 1e-7, ", less 1, in 1e-07"),
    (0.0, 1e12, ", in 1e+12"),
    (0.0, 1e-9, ", in 1e-09"),
    (0.0, 100.0, ""),
]
"""The middle of a target, its spread, and what the labels of its axes say beside its name."""


@pytest.mark.parametrize(("middle", "spread", "told"), OFFSETS)
def test_nothing_is_told_in_the_corner_of_an_axis(middle: float, spread: float, told: str) -> None:
    """What is to be added to its numbers, or what they are to be multiplied by, stands in its label."""
    truth = [middle + spread * n for n in (-1.5, -0.5, 0.5, 2.0)]
    against, residuals = target_figures(numbers(truth, [spread] * 4, bent=False), 0)
    for picture in (against, residuals):
        assert f"predicted y{told}" in words(picture.svg)
        assert not [word for word in words(picture.svg) if re.search(r"^\W?\d?e|^\+|1e", word) and " in " not in word]


@pytest.mark.parametrize("weights", [None, [1.0, 3.0] * 5], ids=["rows", "weights"])
def test_precision_stands_beside_what_chance_reaches(weights: list[float] | None) -> None:
    """That is the share of the label, by the weight of the rows where they have one."""
    picture = next(p for p in curves(classes(("a", "b"), 10, weights), {}) if p.told.name == "precision-recall")
    assert (
        f"By chance precision is the label's share of the rows, dotted: b {'50.0' if weights is None else '75.0'}%."
        in (picture.told.text)
    )
    assert "by chance" in words(picture.svg)


def test_what_is_not_reached_is_not_told_as_reached() -> None:
    truth = np.array([1] * 9999 + [0] * 9999 + [1])
    score = np.where(truth == 1, 0.9, 0.1)
    score[-1] = 0.4
    target = Target(Task.BINARY, ("y",), ("no", "yes"))
    rows = Judged(target, truth, np.stack([1 - score, score], axis=1), (score > 0.5).astype(int))
    judged = Classes(rows, probable=True)
    told = {p.told.name: p.told for p in curves(judged, {"threshold": {"value": 0.5}})}
    assert "99.99% of the rows with this label are found, and 0.0% of the others" in told["roc"].text
    assert "90% predicted, 100% came true in 9,999 rows" in told["calibration"].detail
    matrix = confusion(replace(judged, rows=replace(rows, weights=np.ones(19999))), [[9999, 0], [1, 9999]])
    assert matrix is not None
    assert "(99.99%) are right, by the weight" in matrix.told.text


def test_the_cells_of_few_labels_are_told() -> None:
    picture = confusion(classes(("a", "b", "c"), 4), [[3.0, 1.0, 0.0], [0.0, 0.0, 0.0], [1200.0, 0.0, 0.0]])
    assert picture is not None
    told = "True a: 3 predicted a, 1 predicted b; true c: 1,200 predicted a."
    assert picture.told.detail == told
    assert f"{told}</desc>" in picture.svg
    many = confusion(classes(tuple("abcdefghijk"), 11), np.eye(11).tolist())
    assert many is not None
    assert many.told.detail == ""


@pytest.mark.parametrize(("labels", "wide"), [(6, False), (20, True), (45, True)])
def test_a_matrix_of_many_labels_is_not_made_smaller(labels: int, wide: bool) -> None:
    """It is at least as wide as it was drawn, so that its numbers can be read."""
    picture = confusion(classes(tuple(f"{n}" for n in range(labels)), labels), np.eye(labels).tolist())
    assert picture is not None
    assert picture.wide == wide
    root = ElementTree.fromstring(picture.svg)
    width = float(root.attrib["viewBox"].split()[2])
    assert root.get("style") == (f"min-width: {width:.0f}px" if wide else None)
    assert width >= 25 * labels
