"""What somebody may have meant by a word that is not known: the misspellings and short names that people write."""

from __future__ import annotations

import pytest

from nettrain.components.optimizers.adam import Adam
from nettrain.components.registries import LAYERS, LOSSES, METRICS, OPTIMIZERS
from nettrain.components.weights import ACTIVATIONS
from nettrain.config.train import TrainConfig
from nettrain.errors import suggestion
from nettrain.nearest import holding_first, nearest

LISTS = {
    "layers": [*LAYERS],
    "metrics": [*METRICS],
    "losses": [*LOSSES],
    "activations": [*ACTIVATIONS],
    "optimizers": [*OPTIMIZERS],
    "adam": [*Adam.model_fields],
    "train": [*TrainConfig.model_fields],
    "columns": ["survived", "Sex", "poutcome", "fixed acidity", "volatile acidity", *(f"m_{n}" for n in range(15))],
    "watched": ["loss", "val_loss", "val_accuracy", "val_log_loss"],
    "short": ["k", "name"],
    "kinds": ["layers", "losses", *LAYERS],
}
MEANT = [
    ("layers", "Dense", "dense"),
    ("layers", "dens", "dense"),
    ("layers", "BatchNormalization", "batch_normalization"),
    ("layers", "batchnorm", "batch_normalization"),
    ("layers", "bn", "batch_normalization"),
    ("layers", "maxpool1d", "max_pooling1d"),
    ("layers", "dense_layer", "dense"),
    ("layers", "conv", "conv1d, conv1d_transpose, conv_lstm1d"),
    ("layers", "linear", ""),
    ("metrics", "acc", "accuracy"),
    ("metrics", "acuracy", "accuracy"),
    ("metrics", "AUC", "auc"),
    ("metrics", "roc_auc", "auc"),
    ("metrics", "f1", "f1_score"),
    ("metrics", "mse", "mean_squared_error"),
    ("metrics", "rmse", "root_mean_squared_error"),
    ("metrics", "mae", "mean_absolute_error, median_absolute_error"),
    ("metrics", "logloss", "log_loss"),
    ("metrics", "neg_log_loss", "log_loss"),
    ("metrics", "balanced_accuracy_score", "balanced_accuracy"),
    ("metrics", "accuracy_and_auc", "accuracy, auc"),
    ("losses", "bce", "binary_crossentropy"),
    ("losses", "scce", "sparse_categorical_crossentropy"),
    ("losses", "binary_cross_entropy", "binary_crossentropy"),
    ("losses", "crossentropy", ""),
    ("activations", "rleu", "relu"),
    ("activations", "leakyrelu", "leaky_relu"),
    ("activations", "tahn", "tanh"),
    ("optimizers", "sdg", "sgd"),
    ("optimizers", "Adam", "adam"),
    ("adam", "lr", "learning_rate"),
    ("adam", "momentum", ""),
    ("train", "bs", "batch_size"),
    ("train", "optimiser", "optimizer"),
    ("train", "shuffle", ""),
    ("short", "kk", "k"),
    ("short", "top_k", ""),
    ("columns", "SURVIVED", "survived"),
    ("columns", "Sruvived", "survived"),
    ("columns", "sex", "Sex"),
    ("columns", "outcome", "poutcome"),
    ("columns", "m_15", ""),
    ("columns", "quality", ""),
    ("columns", "survived_1912", "survived"),
    ("columns", "sexual", ""),
    ("watched", "val_acc", "val_accuracy"),
    ("watched", "val_auc", ""),
    ("kinds", "layer", "layers"),
    ("kinds", "nothing", ""),
    ("kinds", "", ""),
    ("kinds", "?", ""),
]


@pytest.mark.parametrize(("words", "word", "meant"), MEANT, ids=lambda value: str(value))
def test_what_is_meant(words: str, word: str, meant: str) -> None:
    assert ", ".join(nearest(word, LISTS[words])) == meant


@pytest.mark.parametrize("words", LISTS)
def test_a_word_means_itself_whatever_its_case_and_marks(words: str) -> None:
    for word in LISTS[words]:
        for written in (word, word.upper(), word.replace("_", "-"), word.replace("_", "").title()):
            assert word in nearest(written, LISTS[words])


@pytest.mark.parametrize("words", [name for name in LISTS if name != "columns"])
def test_one_letter_of_a_long_word_may_be_wrong(words: str) -> None:
    for word in (name for name in LISTS[words] if len(name) > 7):
        for at in range(1, len(word) - 1):
            swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
            for written in (word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], swapped):
                assert word in nearest(written, LISTS[words]), written


def test_how_it_is_said() -> None:
    assert suggestion("b", ["bc", "ad"]) == "choose from bc, ad"
    assert suggestion("bc", ["bcd", "ad"]) == "did you mean 'bcd'?"
    assert suggestion("bc", ["bcd", "bce"]) == "did you mean 'bcd' or 'bce'?"
    assert suggestion("bc", ["bcd", "bce", "bcf"]) == "did you mean 'bcd', 'bce' or 'bcf'?"
    assert suggestion("q", ["a", "b", "c"], all_with="x list") == "choose from a, b, c"
    assert suggestion("q", []) == "nothing can stand here"


def test_a_list_is_cut_where_that_leaves_out_two_at_least() -> None:
    near = [f"bc{letter}" for letter in "defghijklmnopq"]
    told = ", ".join(f"'{word}'" for word in near[:12])
    assert suggestion("bc", near[:13]) == f"did you mean {told} or '{near[12]}'?"
    assert suggestion("bc", near) == f"did you mean one of {', '.join(near[:12])} and 2 more?"
    letters = [*"abcdefghijklmn"]
    first = f"choose from {', '.join(letters[:12])}"
    assert suggestion("q", letters[:13], all_with="x list") == f"{first}, m"
    assert suggestion("q", letters) == f"{first} and 2 more"
    assert suggestion("q", letters, all_with="x list") == f"{first} and 2 more; all with: x list"


def test_names_that_hold_the_word_come_first_in_a_list() -> None:
    assert holding_first("acidity", ["ph", "fixed acidity", "sugar", "Volatile_Acidity"]) == [
        "fixed acidity",
        "Volatile_Acidity",
        "ph",
        "sugar",
    ]
