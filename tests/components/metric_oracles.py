"""What each metric should give, written as plain loops over the rows."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

from tests.components.metric_rows import Rows

REQUIRED: dict[str, dict[str, Any]] = {
    "sensitivity_at_specificity": {"specificity": 0.8},
    "specificity_at_sensitivity": {"sensitivity": 0.8},
    "precision_at_recall": {"recall": 0.6},
    "recall_at_precision": {"precision": 0.6},
    "top_k_categorical_accuracy": {"k": 2},
    "sparse_top_k_categorical_accuracy": {"k": 2},
}
"""Options without which a metric cannot be had, or would not fit the targets here."""


def mean(values: Sequence[float], weights: Sequence[float] | None = None) -> float:
    weights = weights or [1.0] * len(values)
    return sum(v * w for v, w in zip(values, weights, strict=True)) / sum(weights) if values else math.nan


def by_row(value: Callable[[Any, list[float], int], float]) -> Callable[[Rows], float]:
    return lambda rows: mean([value(y, p, d) for y, p, d, _ in rows], rows.w)


def by_number(value: Callable[[float, float], float]) -> Callable[[Rows], float]:
    return by_row(lambda y, p, _: mean([value(a, b) for a, b in zip(y, p, strict=True)]))


def cells(rows: Rows, label: int, called: Callable[[list[float], int, int], bool]) -> tuple[float, ...]:
    tp = fp = fn = tn = 0.0
    for y, p, d, w in rows:
        if called(p, d, label):
            tp, fp = (tp + w, fp) if y == label else (tp, fp + w)
        else:
            fn, tn = (fn + w, tn) if y == label else (fn, tn + w)
    return tp, fp, fn, tn


def chosen(p: list[float], d: int, label: int) -> bool:
    return d == label


def above(threshold: float) -> Callable[[list[float], int, int], bool]:
    return lambda p, d, label: p[label] > threshold


def among(k: int) -> Callable[[list[float], int, int], bool]:
    return lambda p, d, label: label in sorted(range(len(p)), key=lambda i: (-p[i], i))[:k]


def averaged(value: Callable[[Rows, int], float], labels: list[int] | None = None) -> Callable[[Rows], float]:
    def over_labels(rows: Rows) -> float:
        values = [value(rows, label) for label in (rows.labels if labels is None else labels)]
        return mean([v for v in values if not math.isnan(v)])

    return over_labels


def precision(called: Any = chosen, labels: list[int] | None = None) -> Callable[[Rows], float]:
    def value(rows: Rows, label: int) -> float:
        tp, fp, fn, _ = cells(rows, label, called)
        return tp / (tp + fp) if tp + fp else 0.0 if fn else math.nan

    return averaged(value, labels)


def recall(called: Any = chosen, labels: list[int] | None = None) -> Callable[[Rows], float]:
    def value(rows: Rows, label: int) -> float:
        tp, _, fn, _ = cells(rows, label, called)
        return tp / (tp + fn) if tp + fn else math.nan

    return averaged(value, labels)


def f_score(beta: float = 1.0, average: str | None = None, called: Any = chosen) -> Callable[[Rows], float]:
    def score(tp: float, fp: float, fn: float) -> float:
        whole = (1 + beta**2) * tp + beta**2 * fn + fp
        return (1 + beta**2) * tp / whole if whole else math.nan

    def value(rows: Rows) -> float:
        labels = rows.labels if average is None else list(range(rows.target.width))
        each = [cells(rows, label, called)[:3] for label in labels]
        if average == "micro":
            return score(*(sum(column) for column in zip(*each, strict=True)))
        defined = [(score(*c), c[0] + c[2]) for c in each if not math.isnan(score(*c))]
        return mean([s for s, _ in defined], [n for _, n in defined] if average == "weighted" else None)

    return value


def summed(cell: int, called: Any = chosen) -> Callable[[Rows], float]:
    return lambda rows: sum(cells(rows, label, called)[cell] for label in rows.labels)


def thresholds(rows: Rows, label: int) -> list[tuple[float, ...]]:
    """The cells at a threshold that calls nothing, then just below each distinct probability, falling."""
    points = sorted({p[label] for p in rows.p}, reverse=True)
    return [cells(rows, label, lambda p, d, i, t=t: p[i] >= t) for t in [math.inf, *points]]


def undefined(rows: Rows, label: int) -> bool:
    return not any(y == label for y in rows.y) or all(y == label for y in rows.y)


def roc(rows: Rows, label: int) -> float:
    if undefined(rows, label):
        return math.nan
    own, other = ([(p[label], w) for y, p, _, w in rows if (y == label) is side] for side in (True, False))
    pairs = [((1.0 if a > b else 0.5 if a == b else 0.0), v * w) for (a, v), (b, w) in itertools.product(own, other)]
    return mean([win for win, _ in pairs], [weight for _, weight in pairs])


def average_precision(rows: Rows, label: int) -> float:
    if label not in rows.y:
        return math.nan
    area = before = 0.0
    for tp, fp, fn, _ in thresholds(rows, label)[1:]:
        area, before = area + (tp / (tp + fn) - before) * tp / (tp + fp), tp / (tp + fn)
    return area


def at(bounded: str, value: str, least: float, labels: list[int] | None = None) -> Callable[[Rows], float]:
    figures: dict[str, Callable[..., float]] = {
        "sensitivity": lambda tp, fp, fn, tn: tp / (tp + fn),
        "specificity": lambda tp, fp, fn, tn: tn / (tn + fp),
        "precision": lambda tp, fp, fn, tn: tp / (tp + fp) if tp + fp else 0.0,
    }

    def largest(rows: Rows, label: int) -> float:
        if undefined(rows, label):
            return math.nan
        found = [figures[value](*c) for c in thresholds(rows, label) if figures[bounded](*c) >= least - 1e-12]
        return max(found, default=0.0)

    return averaged(largest, labels)


def matthews(rows: Rows) -> float:
    n = rows.target.width
    matrix = [[sum(w for y, _, d, w in rows if (y, d) == (i, j)) for j in range(n)] for i in range(n)]
    if sum(any(row) for row in matrix) < 2 or sum(any(column) for column in zip(*matrix, strict=True)) < 2:
        return 0.0
    triples = list(itertools.product(range(n), repeat=3))
    upper = sum(matrix[k][k] * matrix[m][o] - matrix[k][m] * matrix[o][k] for k, m, o in triples)
    side = [sum(matrix[k]) * (sum(map(sum, matrix)) - sum(matrix[k])) for k in range(n)]
    other = [sum(r[k] for r in matrix) * (sum(map(sum, matrix)) - sum(r[k] for r in matrix)) for k in range(n)]
    return upper / math.sqrt(sum(side) * sum(other))


def log_loss(low: float = 1e-7, smoothing: float = 0.0) -> Callable[[Rows], float]:
    def value(y: int, p: list[float], _: int) -> float:
        held = [min(max(q, low), 1 - low) for q in p]
        return -sum(((1 - smoothing) * (i == y) + smoothing / len(p)) * math.log(q) for i, q in enumerate(held))

    return by_row(value)


def divergence(y: int, p: list[float], _: int) -> float:
    pairs = [((1.0 if i == y else 1e-7), max(q, 1e-7)) for i, q in enumerate(p)]
    return sum(a * math.log(a / b) for a, b in pairs)


def hinge(power: int) -> Callable[[Rows], float]:
    def value(y: int, p: list[float], _: int) -> float:
        labels = [1] if len(p) == 2 else range(len(p))
        return mean([max(0.0, 1 - (1 if y == i else -1) * p[i]) ** power for i in labels])

    return by_row(value)


def over_targets(value: Callable[[list[float], list[float], list[float]], float]) -> Callable[[Rows], float]:
    def whole(rows: Rows) -> float:
        columns = range(rows.target.width)
        return mean([value([y[c] for y in rows.y], [p[c] for p in rows.p], rows.w) for c in columns])

    return whole


def moments(y: list[float], p: list[float], w: list[float]) -> tuple[float, ...]:
    a, b = mean(y, w), mean(p, w)
    same = [all(value == column[0] for value in column) for column in (y, p)]
    own = 0.0 if same[0] else mean([(u - a) ** 2 for u in y], w)
    other = 0.0 if same[1] else mean([(v - b) ** 2 for v in p], w)
    shared = 0.0 if any(same) else mean([(u - a) * (v - b) for u, v in zip(y, p, strict=True)], w)
    return a, b, own, other, shared


def pearson(y: list[float], p: list[float], w: list[float]) -> float:
    _, _, own, other, shared = moments(y, p, w)
    return (shared / math.sqrt(own * other) if other else 0.0) if own else math.nan


def concordance(y: list[float], p: list[float], w: list[float]) -> float:
    a, b, own, other, shared = moments(y, p, w)
    whole = own + other + (a - b) ** 2
    return 2 * shared / whole if whole else math.nan


def r2(y: list[float], p: list[float], w: list[float]) -> float:
    own = moments(y, p, w)[2]
    return 1 - mean([(u - v) ** 2 for u, v in zip(y, p, strict=True)], w) / own if own else math.nan


def r2_by_variance(rows: Rows) -> float:
    each = [([y[c] for y in rows.y], [p[c] for p in rows.p]) for c in range(rows.target.width)]
    variances = [moments(y, p, rows.w)[2] for y, p in each]
    return mean([r2(y, p, rows.w) for y, p in each], variances) if all(variances) else math.nan


def r2_adjusted(rows: Rows) -> float:
    free = len(rows.y) - 3
    return 1 - (1 - over_targets(r2)(rows)) * (len(rows.y) - 1) / free if free > 0 else math.nan


def cosine(y: list[float], p: list[float], _: int) -> float:
    length = math.hypot(*y) * math.hypot(*p)
    return sum(a * b for a, b in zip(y, p, strict=True)) / length if length else 0.0


def kappa(rows: Rows) -> float:
    def share(side: list[Any], label: int) -> float:
        return mean([float(code == label) for code in side], rows.w)

    chance = sum(share(rows.y, label) * share(rows.d, label) for label in range(rows.target.width))
    return (accuracy(rows) - chance) / (1 - chance) if chance < 1 else math.nan


def brier(y: int, p: list[float], _: int) -> float:
    return sum((q - (i == y)) ** 2 for i, q in enumerate(p)) / (2 if len(p) == 2 else 1)


def calibration(bins: int) -> Callable[[Rows], float]:
    def error(rows: Rows) -> float:
        off = 0.0
        for b in range(bins):
            inside = [r for r in rows if (b == 0 or r[1][r[2]] > b / bins) and r[1][r[2]] <= (b + 1) / bins]
            off += abs(sum(w * ((y == d) - p[d]) for y, p, d, w in inside))
        return off / sum(rows.w)

    return error


def middle(y: list[float], p: list[float], w: list[float]) -> float:
    """The median of rows written down as often as they weigh, in halves."""
    sizes = sorted(abs(a - b) for a, b, times in zip(y, p, w, strict=True) for _ in range(round(2 * times)))
    return (sizes[(len(sizes) - 1) // 2] + sizes[len(sizes) // 2]) / 2


def explained(y: list[float], p: list[float], w: list[float]) -> float:
    own = moments(y, p, w)[2]
    rest = moments([a - b for a, b in zip(y, p, strict=True)], p, w)[2]
    return 1 - rest / own if own else math.nan


accuracy = by_row(lambda y, p, d: float(y == d))
top_2 = by_row(lambda y, p, d: float(among(2)(p, d, y)))
square = by_number(lambda y, p: (p - y) ** 2)
ORACLES: list[tuple[str, dict[str, Any], Callable[[Rows], float]]] = [
    ("accuracy", {}, accuracy),
    ("categorical_accuracy", {}, accuracy),
    ("sparse_categorical_accuracy", {}, accuracy),
    ("binary_accuracy", {"threshold": 0.3}, by_row(lambda y, p, d: float((p[1] > 0.3) == y))),
    ("top_k_categorical_accuracy", {"k": 2}, top_2),
    ("sparse_top_k_categorical_accuracy", {"k": 2}, top_2),
    ("balanced_accuracy", {}, lambda rows: recall(labels=list(range(rows.target.width)))(rows)),
    ("matthews_correlation", {}, matthews),
    ("precision", {}, precision()),
    ("precision", {"thresholds": 0.3}, precision(above(0.3))),
    ("precision", {"top_k": 1, "class_id": 0}, precision(among(1), [0])),
    ("precision", {"top_k": 2}, precision(among(2))),
    ("recall", {}, recall()),
    ("recall", {"thresholds": 0.3, "class_id": 0}, recall(above(0.3), [0])),
    ("recall", {"top_k": 2, "thresholds": 0.3}, recall(lambda p, d, i: among(2)(p, d, i) and p[i] > 0.3)),
    ("f1_score", {}, f_score()),
    ("f1_score", {"average": "micro"}, f_score(average="micro")),
    ("f1_score", {"average": "weighted", "threshold": 0.3}, f_score(1.0, "weighted", above(0.3))),
    ("fbeta_score", {"beta": 2.0}, f_score(2.0)),
    ("fbeta_score", {"beta": 0.5, "average": "macro"}, f_score(0.5, "macro")),
    ("true_positives", {}, summed(0)),
    ("false_positives", {}, summed(1)),
    ("false_negatives", {"thresholds": 0.3}, summed(2, above(0.3))),
    ("true_negatives", {}, summed(3)),
    ("precision", {"average": "micro"}, accuracy),
    ("precision", {"average": "macro"}, lambda rows: precision(labels=list(range(rows.target.width)))(rows)),
    ("recall", {"average": "micro"}, accuracy),
    ("recall", {"average": "weighted"}, accuracy),
    ("cohen_kappa", {}, kappa),
    ("brier_score", {}, by_row(brier)),
    ("expected_calibration_error", {}, calibration(10)),
    ("expected_calibration_error", {"bins": 3}, calibration(3)),
    ("average_precision", {}, averaged(average_precision)),
    ("median_absolute_error", {}, over_targets(middle)),
    ("explained_variance", {}, over_targets(explained)),
    ("pinball_loss", {"quantile": 0.9}, by_number(lambda y, p: max(0.9 * (y - p), 0.1 * (p - y)))),
    ("auc", {}, averaged(roc)),
    ("auc", {"curve": "PR"}, averaged(average_precision)),
    ("sensitivity_at_specificity", {"specificity": 0.7}, at("specificity", "sensitivity", 0.7)),
    ("specificity_at_sensitivity", {"sensitivity": 0.7}, at("sensitivity", "specificity", 0.7)),
    ("precision_at_recall", {"recall": 0.5}, at("sensitivity", "precision", 0.5)),
    ("recall_at_precision", {"precision": 0.9, "class_id": 0}, at("precision", "sensitivity", 0.9, [0])),
    ("log_loss", {}, log_loss(2.0**-52)),
    ("binary_crossentropy", {"label_smoothing": 0.2}, log_loss(smoothing=0.2)),
    ("categorical_crossentropy", {"label_smoothing": 0.2}, log_loss(smoothing=0.2)),
    ("sparse_categorical_crossentropy", {}, log_loss()),
    ("kl_divergence", {}, by_row(divergence)),
    ("hinge", {}, hinge(1)),
    ("squared_hinge", {}, hinge(2)),
    (
        "categorical_hinge",
        {},
        by_row(lambda y, p, d: max(0.0, 1 + max(0.0 if i == y else q for i, q in enumerate(p)) - p[y])),
    ),
    ("mean_squared_error", {}, square),
    ("root_mean_squared_error", {}, lambda rows: math.sqrt(square(rows))),
    ("mean_absolute_error", {}, by_number(lambda y, p: abs(p - y))),
    ("mean_absolute_percentage_error", {}, by_number(lambda y, p: 100 * abs(p - y) / max(abs(y), 1e-7))),
    (
        "mean_squared_logarithmic_error",
        {},
        by_number(lambda y, p: math.log((1 + max(p, 1e-7)) / (1 + max(y, 1e-7))) ** 2 if y >= 0 else math.nan),
    ),
    ("log_cosh_error", {}, by_number(lambda y, p: math.log(math.cosh(p - y)))),
    ("poisson", {}, by_number(lambda y, p: p - y * math.log(p + 1e-7) if p > -1e-7 else math.nan)),
    ("cosine_similarity", {}, by_row(cosine)),
    ("r2_score", {}, over_targets(r2)),
    ("r2_score", {"class_aggregation": "variance_weighted_average"}, r2_by_variance),
    ("r2_score", {"num_regressors": 2}, r2_adjusted),
    ("pearson_correlation", {}, over_targets(pearson)),
    ("concordance_correlation", {}, over_targets(concordance)),
]
