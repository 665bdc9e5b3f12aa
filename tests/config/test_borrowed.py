"""What is said of words and forms of other tools, and that it can be done."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from nettrain.components.borrowed import KEYS, NAMES
from nettrain.components.registries import (
    ACTIVATIONS,
    COLUMNS,
    INITIALIZERS,
    LAYERS,
    LOSSES,
    METRICS,
    OPTIMIZERS,
    SCALES,
)
from nettrain.config.config import Config
from nettrain.config.elsewhere import elsewhere
from nettrain.config.load import load, load_text
from nettrain.config.nodes import Node
from nettrain.errors import ConfigError, Span

BASE = "data: {path: a.csv, target: y}\nmodel: {layers: [output]}\n"
TRAIN = BASE + "train: {%s}\n"
DATA = BASE.replace("target: y", "target: y, %s")
LAYER = BASE.replace("[output]", "[%s, output]")
CASES = [
    (TRAIN, "lr: 0.01", "did you mean 'train.optimizer.adam.learning_rate'?", "optimizer: {adam: {learning_rate: 1}}"),
    (TRAIN, "optimizer: sgd, lr: 0.01", "did you mean 'train.optimizer.sgd.learning_rate'?", "optimizer: {sgd: 0.01}"),
    (TRAIN, "optimizer: {adam: {lr: 1}}", "adam.learning_rate'?", "optimizer: {adam: {learning_rate: 1}}"),
    (TRAIN, "optimizer: Adam, lr: 0.01", "'train.optimizer.adam.learning_rate'?\n", None),
    (TRAIN, "optimizer: sgd, momentum: 0.9", "did you mean 'train.optimizer.sgd.momentum'?", None),
    (TRAIN, "momentum: 0.9", "or 'train.optimizer.sgd.momentum'?", "optimizer: {sgd: {momentum: 0.9}}"),
    (TRAIN, "delta: 2", "did you mean 'train.loss.huber.delta'?", "loss: {huber: {delta: 2}}"),
    (TRAIN, "schedule: cosine", "train.schedule: unknown key here; a schedule stands in place of", None),
    (TRAIN, "warmup: 200", "write {steps: 200} or {epochs: 200}", "warmup: {steps: 200}"),
    (TRAIN, "warmup: true", "got true; write {}\n", "warmup: {}"),
    (TRAIN, "warmup: 0.5", "got the number 0.5; write {epochs: 0.5}\n", "warmup: {epochs: 0.5}"),
    (TRAIN, "optimizer: optim.Momentum", "write {sgd: {momentum: 0.9}}", "optimizer: {sgd: {momentum: 0.9}}"),
    (TRAIN, "optimizer: torch.optim.AdamW", "did you mean 'adamw'?", "optimizer: adamw"),
    (TRAIN, "gradient_clip_val: 1", "'train.optimizer.adam.global_clipnorm'?", "optimizer: {adam: {clipnorm: 1}}"),
    (TRAIN, "callbacks: [early]", "set train.early_stopping, train.reduce_on_plateau or", "early_stopping: {}"),
    (TRAIN, "validation_split: 0.2", "did you mean 'data.split.validation'?", None),
    (TRAIN, "random_state: 3", "'seed' stands at the top of the config", None),
    (TRAIN, "num_iterations: 3", "did you mean 'train.epochs'?", "epochs: 3"),
    (TRAIN, "early_stopping_round: 3", "'train.early_stopping.patience'?", "early_stopping: {patience: 3}"),
    (TRAIN, "max_steps: 3", "set train.epochs or train.max_time", "max_time: 3s"),
    (TRAIN, "early_stopping: {mode: min}", "leave it out", "early_stopping: {}"),
    (TRAIN, "loss: logloss", "no loss is named 'logloss'; write 'auto'", "loss: auto"),
    (TRAIN, "loss: CrossEntropy", "write 'auto'", "loss: auto"),
    (TRAIN, "loss: rmse", "write 'mean_squared_error'", "loss: mean_squared_error"),
    (DATA, "label: z", "data.label: unknown key here; did you mean 'data.target'?", None),
    (DATA, "validation_split: 0.2", "did you mean 'data.split.validation'?", "split: {validation: 0.2}"),
    (DATA, "sep: ;", "did you mean 'data.format.delimiter'?", "format: {delimiter: ;}"),
    (DATA, "format: {sep: ;}", "did you mean 'data.format.delimiter'?", "format: {delimiter: ;}"),
    (DATA, "na_values: [x]", "did you mean 'data.missing'?", "missing: [x]"),
    (DATA, "features: [z]", "list others under data.drop", "drop: [z]"),
    (DATA, "memry: 1GB, nothing: 3", "columns, weight, memory, split", None),
    (DATA, "columns: {z: numerical}", "did you mean 'number'?", "columns: {z: number}"),
    (
        DATA,
        "columns: {z: onehot}",
        "write {category: {coding: one_hot}}",
        "columns: {z: {category: {coding: one_hot}}}",
    ),
    (DATA, "columns: {z: embedding}", "{coding: embedding}}", "columns: {z: {category: {coding: embedding}}}"),
    (DATA, "columns: {z: ignore}", "name it under data.drop", "drop: z"),
    (DATA, "columns: {z: {number: {scale: z-score}}}", "did you mean 'standard'?", "columns: {z: {number: standard}}"),
    (TRAIN, "metrics: 'accuracy, auc'", "write [accuracy, auc]", "metrics: [accuracy, auc]"),
    (
        TRAIN,
        "optimizer: {type: Adam, lr: 1}",
        "write {adam: {learning_rate: 1}}",
        "optimizer: {adam: {learning_rate: 1}}",
    ),
    (TRAIN, "optimizer: {type: adam}", "no optimizer is named 'type'; write adam", "optimizer: adam"),
    (TRAIN, "optimizer: {class_name: SGD, config: {momentum: 0.9}}", "write {sgd: {momentum: 0.9}}", None),
    (TRAIN, "optimizer: {class_path: torch.optim.Adam, init_args: {lr: 1}}", "write {adam: {learning_rate: 1}}", None),
    (TRAIN, "early_stopping: 5", "write {patience: 5}", "early_stopping: {patience: 5}"),
    (TRAIN, "early_stopping: true", "write {patience: 10}", "early_stopping: {patience: 10}"),
    (TRAIN, "early_stopping: soon", "or null; got text 'soon'\n", None),
    (TRAIN, "checkpoint: 1min", 'write {every: "1min"}', "checkpoint: {every: 1min}"),
    (DATA, "split: 0.2", "write {validation: 0.2} or {test: 0.2}", "split: {test: 0.2}"),
    (DATA, "split: [0.7, 0.1, 0.2]", "write {validation: 0.1, test: 0.2}", "split: {validation: 0.1, test: 0.2}"),
    (BASE + "gates: {%s}", "accuracy: 0.9", "write {min: 0.9} or {max: 0.9}", "accuracy: {min: 0.9}"),
    (BASE.replace("{path: a.csv, target: y}", "%s"), "a.csv", "write {path: a.csv}", "{path: a.csv, target: y}"),
    (TRAIN, "precision: float16", "got text 'float16'; write mixed_float16\n", "precision: mixed_float16"),
    (TRAIN, "precision: bf16", "got text 'bf16'; write mixed_bfloat16\n", "precision: mixed_bfloat16"),
    (DATA, "format: {delimiter: tab}", "got text 'tab'; write \"\\t\"\n", r'format: {delimiter: "\t"}'),
    (DATA, r"format: {delimiter: '\t'}", r'; write "\t"', None),
    (DATA, "format: {delimiter: Semicolon}", '; write ";"', 'format: {delimiter: ";"}'),
    (DATA, "format: {delimiter: whitespace}", "; write blanks", "format: {delimiter: blanks}"),
    (DATA, "format: {quote: tabs}", "got text 'tabs'\n", None),
    (DATA, "columns: {x: {number: {clip: 5}}}", "got the number 5\n", None),
    (DATA, "columns: {x: {date: {parts: years}}}", "; write [year]", "columns: {x: {date: {parts: [year]}}}"),
    (DATA, "columns: {x: {date: {parts: all}}}", "got text 'all'\n", None),
    (
        DATA,
        "columns: {x: {category: one-hot}}",
        "write {coding: one_hot}",
        "columns: {x: {category: {coding: one_hot}}}",
    ),
    (DATA, "columns: {x: {number: median}}", "write {missing: median}", "columns: {x: {number: {missing: median}}}"),
    (DATA, "columns: {x: {category: levels}}", "got text 'levels'; did you mean 'level'?", None),
    (BASE + "slices: %s", "[sex, island]", "write {sex: {}, island: {}}", "{sex: {}, island: {}}"),
    (BASE + "slices: %s", "sex", "write {sex: {}}", "{sex: {}}"),
    (
        BASE + "gates: %s",
        "[accuracy]",
        "got a list of one item; write {accuracy: {beats_baseline: true}}\n",
        "{accuracy: {beats_baseline: true}}",
    ),
    (BASE + "gates: %s", "[3]", "got a list of one item\n", None),
    (BASE + "gates: %s", "[accuracy above 0.9]", "got a list of one item\n", None),
    (BASE + "gates: %s", "[accuracy 0.9, loss]", "write {accuracy: {min: 0.9}, loss: {beats_baseline: true}}", None),
    (LAYER, "output: 3", "takes no number of units; leave it out: it follows from the target", None),
    (LAYER, "{type: Dense, units: 8}", "write {dense: {units: 8}}", "{dense: {units: 8}}"),
    (LAYER, "Dropout(0.5)", "no layer is named 'Dropout(0.5)'; write {dropout: 0.5}", "{dropout: 0.5}"),
    (LAYER, "flatten()", "write flatten", "flatten"),
    (LAYER, "dense: {units: 8, kernel_regularizer: l2(0.01)}", "write {l2: 0.01}", None),
    ("model: {%s}", "dropout: 0.1", "dropout is a layer of its own", None),
    ("model: {%s}", "hidden_layers: [32]", "write each layer under model.layers", None),
    (LAYER, "linear: 8", "no layer is named 'linear'; did you mean 'dense'?", "dense: 8"),
    (LAYER, "nn.Linear: 8", "no layer is named 'nn.Linear'; did you mean 'dense'?", "dense: 8"),
    (LAYER, "dense: {units: 8, kernel_initializer: kaiming_normal}", "did you mean 'he_normal'?", None),
    (LAYER, "input: {shape: 8}", "no input layer is needed", None),
    (LAYER, "dense: {units: 8, activation: swish}", "did you mean 'silu'?", "dense: {units: 8, activation: silu}"),
    (LAYER, "dense: {units: 8, input_dim: 3}", "the number of inputs follows from the data", "dense: {units: 8}"),
]
"""A config with a gap, what somebody puts there, what is advised, and what may stand there."""


def said(text: str) -> str:
    with pytest.raises(ConfigError) as found:
        load_text(text.encode(), Path("c.yaml"))
    return "".join(f"{problem}\n" for problem in found.value.problems)


@pytest.mark.parametrize(("base", "written", "advice"), [row[:3] for row in CASES])
def test_what_is_advised(base: str, written: str, advice: str) -> None:
    assert advice in said(base % written)


@pytest.mark.parametrize(("base", "mended"), [(row[0], row[3]) for row in CASES if row[3]])
def test_what_is_advised_can_be_done(base: str, mended: str) -> None:
    assert load_text((base % mended).encode(), Path("c.yaml"))


NAMED = [
    ("MSELoss", "did you mean 'mean_squared_error'?"),
    ("nn.L1Loss", "did you mean 'mean_absolute_error'?"),
    ("torch.nn.SmoothL1Loss", "did you mean 'huber'?"),
    ("HuberLoss", "did you mean 'huber'?"),
    ("PoissonNLLLoss", "did you mean 'poisson'?"),
    ("KLDivLoss", "did you mean 'kl_divergence'?"),
    ("BCELoss", "did you mean 'binary_crossentropy'?"),
    ("BCEWithLogitsLoss", "write {binary_crossentropy: {from_logits: true}}"),
    ("CrossEntropyLoss", "write 'auto', which takes the cross-entropy that fits the target"),
    ("HingeEmbeddingLoss", "nothing here is like it; all with: nettrain list losses"),
    ("FocalLoss", "did you mean 'binary_focal_crossentropy' or 'categorical_focal_crossentropy'?"),
    (
        "quantile",
        "quantiles are not trained: mean_absolute_error is least at the median; there is the metric pinball_loss",
    ),
]


@pytest.mark.parametrize(("word", "advice"), NAMED)
def test_losses_of_other_tools(word: str, advice: str) -> None:
    assert f"no loss is named '{word}'; {advice}\n" in said(TRAIN % f"loss: {word}")


@pytest.mark.parametrize(
    ("word", "advice"),
    [
        ("BatchNorm1d", "did you mean 'batch_normalization'?"),
        ("AvgPool1d", "did you mean 'average_pooling1d'?"),
        ("RNN", "did you mean 'simple_rnn'?"),
        ("BiLSTM", "write {bidirectional: {layer: {lstm: 32}}}"),
        ("Dropout1d", "did you mean 'spatial_dropout1d'?"),
        ("nn.GELU", "write {activation: gelu}"),
        ("Hardswish", "write {activation: hard_silu}"),
        ("nn.MultiHeadAttention", "nothing here is like it; all with: nettrain list layers"),
    ],
)
def test_layers_of_other_tools(word: str, advice: str) -> None:
    assert f"no layer is named '{word}'; {advice}\n" in said(LAYER % word)


METRIC = [
    ("top_k_accuracy", "did you mean 'top_k_categorical_accuracy'?"),
    ("top_5_accuracy", "write {top_k_categorical_accuracy: 5}"),
    ("average_precision_score", "did you mean 'average_precision'?"),
    ("pr_auc", "did you mean 'average_precision'?"),
    ("neg_root_mean_squared_log_error", "write 'mean_squared_logarithmic_error', its square"),
    ("MultiClass", "did you mean 'log_loss'?"),
    ("TotalF1", "write {f1_score: weighted}"),
    ("false_positive_rate", "it is 1 less the recall of the other of two labels: write {recall: {class_id: 0}}"),
    ("d2_log_loss_score", "nothing here is like it; all with: nettrain list metrics"),
]


@pytest.mark.parametrize(("word", "advice"), METRIC)
def test_no_other_metric_is_advised_than_the_one_that_is_meant(word: str, advice: str) -> None:
    assert f"no metric is named '{word}'; {advice}\n" in said(TRAIN % f"metrics: [{word}]")


PLACES = {
    "metrics": TRAIN % "metrics: [%s]",
    "losses": TRAIN % "loss: %s",
    "optimizers": TRAIN % "optimizer: %s",
    "layers": LAYER,
    "columns": DATA % "columns: {z: %s}",
}


@pytest.mark.parametrize(
    ("folder", "advice"),
    [(folder, told) for folder, names in NAMES.items() for told in names.values() if "write {" in told],
)
def test_what_is_advised_for_a_name_can_be_done(folder: str, advice: str) -> None:
    assert load_text((PLACES[folder] % advice[advice.index("{") :]).encode(), Path("c.yaml"))


@pytest.mark.parametrize("word", [word for word, told in KEYS.items() if " " not in told])
def test_every_key_is_found(word: str) -> None:
    told = elsewhere(Config, Node({}, Span("")), ("somewhere", *word.split(".")))
    assert KEYS[word] in told
    assert "did you mean" in told or "stands at the top" in told


def test_no_name_is_known_here() -> None:
    every = {"layers": LAYERS, "activations": ACTIVATIONS, "losses": LOSSES, "columns": COLUMNS, "scales": SCALES}
    every |= {"metrics": METRICS, "optimizers": OPTIMIZERS, "initializers": INITIALIZERS}
    for folder, names in NAMES.items():
        assert not set(names) & set(every[folder])
        for told in names.values():
            if told.startswith("did you mean"):
                assert told.split("'")[1] in every[folder]


def test_quotes_that_a_shell_would_take_are_quoted() -> None:
    with pytest.raises(ConfigError) as found:
        load([Path("configs/penguins.yaml")], ["data.format.delimiter=tab"])
    setting = r"""--set 'data.format.delimiter="\t"'"""
    assert str(found.value).endswith(f"got text 'tab'; write {setting}")
    assert load([Path("configs/penguins.yaml")], shlex.split(setting)[1:]).config.data.format.delimiter == "\t"
