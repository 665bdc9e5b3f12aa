"""What the plan refuses: config against data, each with its place in the YAML and its whole message."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.errors import ConfigError, DataError
from nettrain.plan import making
from nettrain.plan.making import make_plan
from tests.making import write_table

HEAD = "data: {path: table.csv, target: y}\nmodel:\n  layers:\n"
DENSE = "    - dense: 8\n"

REFUSED = {
    "codes that another layer computes": (
        "binary",
        "    - dense: 8\n    - embedding: {input_dim: 9, output_dim: 2}\n    - flatten\n    - output\n",
        "c.yaml:5:7: model.layers[1].embedding: looks up whole numbers from 0 to 8, but dense computes what reaches "
        "it, and nothing learns before an embedding: begin with it",
    ),
    "softmax over marked steps": (
        "binary",
        "    - reshape: [4, 2]\n    - masking\n    - dense: 3\n    - softmax\n    - flatten\n    - output\n",
        "c.yaml:7:7: model.layers[3].softmax: cannot take the marks that masking puts on steps; write activation: "
        "softmax, which needs none",
    ),
    "scaled numbers as codes": (
        "binary",
        "    - embedding: {input_dim: 9, output_dim: 2}\n    - flatten\n    - output\n",
        "c.yaml:4:7: model.layers[0].embedding: looks up whole numbers from 0 to 8, but 'c0' is scaled: declare it "
        "with scale: none if it holds such numbers; declare columns of words or codes as {category: "
        "{coding: embedding}}",
    ),
    "codes that are scaled": (
        "binary",
        "    - reshape: [2, 4]\n    - time_distributed: {layer: {embedding: {input_dim: 9, output_dim: 2}}}\n"
        "    - flatten\n    - output\n",
        "c.yaml:5:7: model.layers[1].time_distributed: looks up whole numbers from 0 to 8, but 'c0' is scaled: declare "
        "it with scale: none if it holds such numbers",
    ),
    "codes inside of the first layer": (
        "binary",
        "    - spectral_normalization: {layer: {embedding: {input_dim: 9, output_dim: 2}}}\n    - flatten\n"
        "    - output\n",
        "c.yaml:4:7: model.layers[0].spectral_normalization: looks up whole numbers from 0 to 8, but 'c0' is scaled: "
        "declare it with scale: none if it holds such numbers",
    ),
    "a plateau beside a schedule": (
        "binary",
        "    - output\ntrain:\n  optimizer: {sgd: {learning_rate: {exponential_decay: "
        "{initial_learning_rate: 0.1, decay_steps: 10, decay_rate: 0.5}}}}\n  reduce_on_plateau: {patience: 2}\n",
        "c.yaml:7:3: train.reduce_on_plateau: lowers a learning rate, but sgd follows the schedule exponential_decay: "
        "leave reduce_on_plateau out, or give learning_rate as a number or auto",
    ),
    "dilation backwards in the plain graph": (
        "binary",
        "    - reshape: [8, 1]\n    - conv1d_transpose: {filters: 2, kernel_size: 3, dilation_rate: 2}\n    - flatten\n"
        "    - output\ntrain: {compile: graph}\n",
        "c.yaml:5:7: model.layers[1].conv1d_transpose: conv1d_transpose with dilation_rate 2 is computed by XLA alone "
        "on every processor, but train.compile is graph",
    ),
    "dilation backwards on several devices": (
        "binary",
        "    - reshape: [8, 1]\n    - time_distributed: {layer: {dense: 2}}\n"
        "    - conv1d_transpose: {filters: 2, kernel_size: 3, dilation_rate: 2}\n    - flatten\n    - output\n"
        "train: {devices: 2}\n",
        "c.yaml:6:7: model.layers[2].conv1d_transpose: conv1d_transpose with dilation_rate 2 is computed by XLA alone "
        "on every processor, but several devices take the plain graph",
    ),
    "weights that a wrapped layer changes on several devices": (
        "binary",
        "    - reshape: [8, 1]\n    - time_distributed: {layer: {spectral_normalization: {layer: {dense: 2}}}}\n"
        "    - flatten\n    - output\ntrain: {devices: 2}\n",
        "c.yaml:5:7: model.layers[1].time_distributed: changes its weights by itself, which several devices would do "
        "apart: leave it out, or take train.devices: 1",
    ),
    "two warm-ups": (
        "binary",
        "    - output\ntrain:\n  optimizer: {sgd: {learning_rate: {cosine_decay: "
        "{initial_learning_rate: 0, decay_steps: 10, warmup_target: 0.1, warmup_steps: 5}}}}\n  warmup: {steps: 2}\n",
        "c.yaml:7:3: train.warmup: cosine_decay has a warm-up of its own: leave out its warmup_target and "
        "warmup_steps, or this",
    ),
    "a plateau of nothing": (
        "binary",
        "    - output\ntrain: {reduce_on_plateau: {monitor: val_los}}\n",
        "c.yaml:5:38: train.reduce_on_plateau.monitor: nothing is called 'val_los'; did you mean 'val_loss'?",
    ),
    "a threshold for three labels": (
        "multiclass",
        "    - output\n  threshold: 0.3\n",
        "c.yaml:5:14: model.threshold: is for two labels, but the target 'y' has 3 labels (a, b, c)",
    ),
    "a threshold for numbers": (
        "regression",
        "    - output\n  threshold: {minimize: false_negatives}\n",
        "c.yaml:5:3: model.threshold: is for two labels, but the target 'y' has numbers",
    ),
    "a threshold for margins": (
        "binary",
        "    - dense: 1\n  threshold: 0.3\ntrain: {loss: hinge}\n",
        "c.yaml:5:14: model.threshold: is for probabilities, which hinge does not give",
    ),
    "a threshold for what no threshold changes": (
        "binary",
        "    - output\n  threshold: {minimize: log_loss}\n",
        "c.yaml:5:25: model.threshold.minimize.log_loss: does not depend on the threshold; choose from "
        "false_negatives, false_positives",
    ),
    "a threshold for a metric with its own": (
        "binary",
        "    - output\n  threshold: {maximize: {recall: {thresholds: 0.3}}}\n",
        "c.yaml:5:26: model.threshold.maximize.recall: does not depend on the threshold; choose from accuracy, "
        "balanced_accuracy, categorical_accuracy, cohen_kappa, f1_score, fbeta_score, matthews_correlation, precision, "
        "recall, sparse_categorical_accuracy, true_negatives, true_positives",
    ),
    "a threshold for a label that is not there": (
        "binary",
        "    - output\n  threshold: {maximize: {recall: {class_id: 2}}}\n",
        "c.yaml:5:26: model.threshold.maximize.recall: class_id is 2, but the target has 2 labels: expected 0 ('no') "
        "to 1 ('yes')",
    ),
    "a temperature for numbers": (
        "regression",
        "    - output\n  calibrate: temperature\n",
        "c.yaml:5:14: model.calibrate: is for labels, but the target 'y' has numbers",
    ),
    "a temperature for margins": (
        "multiclass",
        "    - dense: 3\n  calibrate: temperature\ntrain: {loss: categorical_hinge}\n",
        "c.yaml:5:14: model.calibrate: is for probabilities, which categorical_hinge does not give",
    ),
    "a shape that does not fit": (
        "binary",
        DENSE + "    - conv1d: {filters: 2, kernel_size: 3}\n    - output\n",
        "c.yaml:5:7: model.layers[1].conv1d: takes rows of shape (steps, features), but rows of shape (8) reach it",
    ),
    "an option that does not fit": (
        "binary",
        "    - reshape: [8, 1]\n    - conv1d: {filters: 2, kernel_size: 9}\n    - flatten\n    - output\n",
        "c.yaml:5:41: model.layers[1].conv1d.kernel_size: the window is 9 steps long, but its input has 8; "
        "shorten it, or set padding: same",
    ),
    "an initializer for a matrix on a bias": (
        "binary",
        "    - dense: {units: 4, bias_initializer: orthogonal}\n    - output\n",
        "c.yaml:4:43: model.layers[0].dense.bias_initializer.orthogonal: is for weights of two axes or more, "
        "but this one has 1",
    ),
    "a constraint along an axis that is not there": (
        "binary",
        "    - dense: {units: 4, kernel_constraint: {max_norm: {axis: 2}}}\n    - output\n",
        "c.yaml:4:45: model.layers[0].dense.kernel_constraint.max_norm: takes the norm along axis 2, "
        "but this weight has 2 axes",
    ),
    "the same inside a wrapper": (
        "binary",
        "    - reshape: [4, 2]\n    - time_distributed: {layer: {dense: {units: 2, bias_initializer: identity}}}\n"
        "    - flatten\n    - output\n",
        "c.yaml:5:70: model.layers[1].time_distributed.layer.dense.bias_initializer.identity: is for weights of two "
        "axes, but this one has 1",
    ),
    "too few outputs": (
        "multiclass",
        DENSE,
        "c.yaml:4:7: model.layers[0].dense: the last layer has 8 outputs, but sparse_categorical_crossentropy on "
        "3 labels (a, b, c) needs 3; `output` fits by itself",
    ),
    "one output for three labels": (
        "multiclass",
        "    - dense: 1\n",
        "c.yaml:4:7: model.layers[0].dense: the last layer has 1 output, but sparse_categorical_crossentropy on "
        "3 labels (a, b, c) needs 3; `output` fits by itself",
    ),
    "a sequence at the end": (
        "binary",
        "    - reshape: [8, 1]\n    - dense: 1\n",
        "c.yaml:5:7: model.layers[1].dense: the last layer gives rows of shape (8, 1), expected one axis: "
        "put flatten before it",
    ),
    "no probabilities": (
        "binary",
        "    - dense: 1\n",
        "c.yaml:4:7: model.layers[0].dense: binary_crossentropy needs probabilities, but the last layer ends with "
        "linear; end it with sigmoid, or set from_logits: true",
    ),
    "a softmax over one output": (
        "binary",
        "    - dense: {units: 1, activation: softmax}\n",
        "c.yaml:4:7: model.layers[0].dense: binary_crossentropy needs probabilities, but the last layer ends with "
        "softmax; end it with sigmoid",
    ),
    "probabilities where logits are wanted": (
        "binary",
        "    - dense: {units: 1, activation: sigmoid}\ntrain: {loss: {binary_crossentropy: {from_logits: true}}}\n",
        "c.yaml:4:7: model.layers[0].dense: binary_crossentropy takes free numbers, but the last layer ends with "
        "sigmoid; end it with linear",
    ),
    "a loss for another target": (
        "regression",
        "    - output\ntrain: {loss: huber, metrics: [accuracy]}\n",
        "c.yaml:5:32: train.metrics[0].accuracy: is not for numbers; choose from concordance_correlation, "
        "cosine_similarity, explained_variance, log_cosh_error, mean_absolute_error, mean_absolute_percentage_error, "
        "mean_squared_error, mean_squared_logarithmic_error, median_absolute_error, pearson_correlation, pinball_loss, "
        "poisson and 2 more",
    ),
    "a metric of labels, for what may be labels": (
        "regression",
        "    - output\ntrain: {metrics: [accuracy]}\n",
        "c.yaml:5:19: train.metrics[0].accuracy: is not for numbers; choose from concordance_correlation, "
        "cosine_similarity, explained_variance, log_cosh_error, mean_absolute_error, mean_absolute_percentage_error, "
        "mean_squared_error, mean_squared_logarithmic_error, median_absolute_error, pearson_correlation, pinball_loss, "
        "poisson and 2 more; if its numbers are labels, declare data.columns: {y: category}",
    ),
    "a loss in the target's own unit": (
        "regression",
        "    - dense: {units: 1, activation: softplus}\ntrain: {loss: poisson}\n",
        "c.yaml:5:15: train.loss.poisson: needs the target in its own unit, but it is scaled; "
        "declare data.columns: {y: {number: {scale: none}}}",
    ),
    "a metric of probabilities behind margins": (
        "binary",
        "    - dense: 1\ntrain: {loss: hinge, metrics: [log_loss]}\n",
        "c.yaml:5:32: train.metrics[0].log_loss: needs probabilities, which hinge does not give",
    ),
    "metrics with a threshold behind margins": (
        "binary",
        "    - dense: 1\ntrain: {loss: hinge, metrics: [f1_score: {threshold: 0.3}]}\n",
        "c.yaml:5:32: train.metrics[0].f1_score: threshold is for probabilities, which hinge does not give: leave it "
        "out",
    ),
    "metrics with thresholds behind margins": (
        "binary",
        "    - dense: 1\ntrain: {loss: hinge, metrics: [accuracy, precision: {thresholds: 0.3}]}\n",
        "c.yaml:5:42: train.metrics[1].precision: thresholds is for probabilities, which hinge does not give: leave it "
        "out",
    ),
    "a metric twice": (
        "binary",
        "    - output\ntrain: {metrics: [auc, accuracy, auc]}\n",
        "c.yaml:5:34: train.metrics[2].auc: stands here twice",
    ),
    "a monitor that nothing is called": (
        "binary",
        "    - output\ntrain: {monitor: val_acuracy}\n",
        "c.yaml:5:18: train.monitor: nothing is called 'val_acuracy'; did you mean 'val_accuracy'?",
    ),
    "a gate on no metric": (
        "binary",
        "    - output\ngates: {acc: {min: 0.5}}\n",
        "c.yaml:5:9: gates.acc: 'acc' is not among the metrics of this run; did you mean 'accuracy'?",
    ),
    "a gate on what is like no metric": (
        "binary",
        "    - output\ngates: {g0: {min: 0.5}}\n",
        "c.yaml:5:9: gates.g0: 'g0' is not among the metrics of this run; choose from accuracy, log_loss, auc, "
        "average_precision, balanced_accuracy, binary_accuracy, binary_crossentropy, brier_score, "
        "categorical_accuracy, categorical_crossentropy, categorical_hinge, cohen_kappa and 35 more",
    ),
    "a gate for a metric of another tool": (
        "binary",
        "    - output\ngates: {pr_auc: {min: 0.5}}\n",
        "c.yaml:5:9: gates.pr_auc: 'pr_auc' is not among the metrics of this run; did you mean 'average_precision'?",
    ),
    "a gate on a metric that is not computed": (
        "binary",
        "    - output\ngates: {auc: {min: 0.5}}\n",
        "c.yaml:5:9: gates.auc: 'auc' is not among the metrics of this run; add it to train.metrics",
    ),
    "a gate on a metric of numbers": (
        "regression",
        "    - output\ngates: {hinge: {max: 1}}\n",
        "c.yaml:5:9: gates.hinge: 'hinge' is not for numbers; choose from concordance_correlation, cosine_similarity, "
        "explained_variance, log_cosh_error, mean_absolute_error, mean_absolute_percentage_error, mean_squared_error, "
        "mean_squared_logarithmic_error, median_absolute_error, pearson_correlation, pinball_loss, poisson and 2 more",
    ),
    "a gate on a short name": (
        "multiclass",
        "    - output\ngates: {top_k: {min: 0.5}}\n",
        "c.yaml:5:9: gates.top_k: 'top_k' is not among the metrics of this run; did you mean "
        "'top_k_categorical_accuracy'?",
    ),
    "a monitor that is not computed": (
        "binary",
        "    - output\ntrain: {monitor: val_auc}\n",
        "c.yaml:5:18: train.monitor: 'auc' is not among the metrics of this run; add it to train.metrics",
    ),
    "a monitor that is not computed, and never on training rows": (
        "binary",
        "    - output\ntrain: {monitor: average_precision}\n",
        "c.yaml:5:18: train.monitor: 'average_precision' is not among the metrics of this run; add it to "
        "train.metrics, and monitor val_average_precision: it is computed on validation rows only",
    ),
    "a monitor of training rows that is not computed": (
        "binary",
        "    - output\ntrain: {monitor: auc}\n",
        "c.yaml:5:18: train.monitor: 'auc' is not among the metrics of this run; add it to train.metrics",
    ),
    "a weight for no label": (
        "binary",
        "    - output\ntrain: {class_weights: {yes: 1, nope: 2}}\n",
        "c.yaml:5:39: train.class_weights.nope: no label is called 'nope'; choose from no, yes",
    ),
    "a label without a weight": (
        "multiclass",
        "    - output\ntrain: {class_weights: {a: 1}}\n",
        "c.yaml:5:9: train.class_weights: no weight for 'b', 'c': give every label one",
    ),
    "a monitor of training rows that is only judged": (
        "binary",
        "    - output\ntrain: {metrics: [matthews_correlation], monitor: matthews_correlation}\n",
        "c.yaml:5:51: train.monitor: nothing is called 'matthews_correlation'; "
        "did you mean 'val_matthews_correlation'?",
    ),
    "weights for numbers": (
        "regression",
        "    - output\ntrain: {class_weights: balanced}\n",
        "c.yaml:5:24: train.class_weights: are for labels, but the target has numbers",
    ),
}


def problems(folder: Path, kind: str, text: str) -> list[str]:
    write_table(folder, kind)
    (folder / "c.yaml").write_text(HEAD + text)
    with pytest.raises((ConfigError, DataError)) as refused:
        make_plan(load([Path("c.yaml")]))
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize(("kind", "text", "message"), REFUSED.values(), ids=REFUSED)
def test_refused(kind: str, text: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert problems(tmp_path, kind, text) == [message]


def test_all_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "    - dense: 2\ntrain: {metrics: [huber_metric]}\n"
    assert len(problems(tmp_path, "binary", text.replace("huber_metric", "r2_score") + "gates: {auc: {min: 1}}\n")) == 3


def test_names_that_no_data_make_good_come_with_what_the_data_refuse(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_table(tmp_path, "binary")
    Path("c.yaml").write_text(
        "data: {path: table.csv, target: y, drop: [sx]}\nmodel: {layers: [{dense: 3}, output]}\n"
        "train: {early_stopping: {monitor: val_acuracy}, monitor: val_auc, freeze: [dens, 0, 2]}\n"
        "gates: {f1: {min: 0.5}, auc: {min: 0.5}}\nslices: {c0: {logloss: {max: 1}}}\n"
    )
    with pytest.raises(DataError) as raised:
        make_plan(load([Path("c.yaml")]))
    first, *others = map(str, raised.value.problems)
    assert first.startswith("c.yaml:1:43: data.drop[0]: table.csv:1: the file has no column 'sx'; ")
    assert others == [
        "c.yaml:3:35: train.early_stopping.monitor: nothing is called 'val_acuracy'; did you mean 'val_accuracy'?",
        "c.yaml:3:76: train.freeze[0]: the network has no layer 'dens'; did you mean 'dense'?",
        "c.yaml:3:85: train.freeze[2]: there is no layer 2; the network has 2, counted from 0",
        "c.yaml:4:9: gates.f1: 'f1' is not among the metrics of this run; did you mean 'f1_score'?",
        "c.yaml:5:15: slices.c0.logloss: 'logloss' is not among the metrics of this run; did you mean 'log_loss'?",
    ]


@pytest.mark.parametrize("monitor", ["precision_macro", "val_precision_micro", "loss", "val_loss"])
def test_names_that_a_run_gives_its_metrics_are_known_without_data(
    monitor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    metrics = "[precision: {average: micro}, precision: {average: macro}]"
    Path("c.yaml").write_text(
        f"data: {{path: none.csv, target: y}}\nmodel: {{layers: [output]}}\ntrain: {{monitor: {monitor}, "
        f"metrics: {metrics}}}\ngates: {{precision_macro: {{min: 0.5}}}}\n"
    )
    with pytest.raises(DataError) as raised:
        make_plan(load([Path("c.yaml")]))
    assert len(raised.value.problems) == 1


def test_too_large_for_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(making, "available", lambda: 2_000_000_000)
    (problem,) = problems(tmp_path, "binary", "    - dense: 64\n    - dense: 4000000\n    - output\n")
    assert problem.startswith("c.yaml:5:7: model.layers[1].dense: training needs about ")
    assert problem.endswith("2.0 GB can be had; this layer has the most weights, 260,000,000")


@pytest.mark.parametrize("policy", ["error", "drop"])
def test_several_targets_of_words_are_told_once_each(policy: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("x,a,b\n" + "".join(f"{n},w{n % 2},v{n % 3}\n" for n in range(30)))
    (tmp_path / "c.yaml").write_text(
        f"data: {{path: t.csv, target: [a, b], on_bad_row: {policy}}}\nmodel: {{layers: [output]}}\n"
    )
    with pytest.raises(DataError) as raised:
        make_plan(load([tmp_path / "c.yaml"]))
    assert [problem.path for problem in raised.value.problems] == ["data.target[0]", "data.target[1]"]
    assert all("no number in any row" in str(problem) for problem in raised.value.problems)


def test_softmax_takes_what_is_left_of_marked_steps(tmp_path: Path) -> None:
    write_table(tmp_path, "multiclass")
    config = tmp_path / "c.yaml"
    config.write_text(HEAD + "    - reshape: [4, 2]\n    - masking\n    - lstm: 4\n    - dense: 3\n    - softmax\n")
    assert make_plan(load([config])).plan.layers[-1].output_activation == "softmax"
