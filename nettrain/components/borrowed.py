"""Words of other tools, and what stands for them here."""

from __future__ import annotations

from collections.abc import Mapping

_EPOCHS, _TARGET, _SEED, _KINDS = "train.epochs", "data.target", "seed", "data.columns"
_INPUTS = "every column but the target is an input: list others under data.drop, kinds under data.columns"
_CALLBACKS = "there is no list of callbacks: set train.early_stopping, train.reduce_on_plateau or train.checkpoint"
_SCHEDULE = "a schedule stands in place of the optimizer's learning_rate: see 'nettrain list schedules'"
_UNSIZED = "leave it out: the number of inputs follows from the data"
_OF_THE_OTHER = "of the other of two labels: write {recall: {class_id: 0}}"
_RATE = "write 'accuracy', which is 1 less this share"
_TOP_K = "did you mean 'top_k_categorical_accuracy'?"
_UNLIKE = "nothing here is like it; all with: nettrain list {}"
_ENTROPY = "write 'auto', which takes the cross-entropy that fits the target"
_LOGITS = "write {binary_crossentropy: {from_logits: true}}"
_QUANTILES = "quantiles are not trained: mean_absolute_error is least at the median; there is the metric pinball_loss"
_FITTED = "leave it out: it follows from the target; a last layer of your own is written as dense"
_LEFT_OUT = "to leave a column out, name it under data.drop"

_ACTIVATIONS = (
    *("celu", "gelu", "hard_sigmoid", "hard_tanh", "log_sigmoid", "log_softmax", "mish", "relu6", "selu", "sigmoid"),
    *("silu", "softplus", "softsign", "tanh"),
)
"""Activations that are layers elsewhere."""

KEYS: Mapping[str, str] = {
    "split.train": "what validation and test leave is trained on: set these",
    "early_stopping.restore_best_weights": "the best epoch's weights are kept unless train.keep is last",
    "early_stopping.mode": "leave it out: each metric knows whether more of it is better",
    "early_stopping.min_epochs": "train.early_stopping.start_from_epoch",
    "model.dropout": "dropout is a layer of its own: - dropout: 0.1 under model.layers",
    "model.hidden_layers": "write each layer under model.layers: - dense: 32",
    "model.hidden_units": "write each layer under model.layers: - dense: 32",
    "output.units": _FITTED,
    "output.activation": _FITTED,
    "dropout.p": "did you mean 'rate'?",
    "number.normalization": "did you mean 'scale'?",
    "lr": "learning_rate",
    "learning_rate_init": "learning_rate",
    "eta": "learning_rate",
    "gradient_clip_val": "global_clipnorm",
    "gradient_clipping": "global_clipnorm",
    "grad_clip": "global_clipnorm",
    "max_grad_norm": "global_clipnorm",
    "callbacks": _CALLBACKS,
    "scheduler": _SCHEDULE,
    "lr_scheduler": _SCHEDULE,
    "lr_schedule": _SCHEDULE,
    "schedule": _SCHEDULE,
    "learning_rate_scheduler": _SCHEDULE,
    "learning_rate_schedule": _SCHEDULE,
    "validation_split": "data.split.validation",
    "validation_size": "data.split.validation",
    "val_size": "data.split.validation",
    "val_split": "data.split.validation",
    "test_size": "data.split.test",
    "test_split": "data.split.test",
    "stratify": "write data.split.method: stratified, which auto takes for labels",
    "shuffle": "leave it out: training rows are shuffled anew in every epoch; data.split.method deals them out",
    "verbose": "leave it out: nettrain fit takes -v and -q",
    "verbosity": "leave it out: nettrain fit takes -v and -q",
    "max_steps": "there is no number of steps to end at: set train.epochs or train.max_time",
    "num_iterations": _EPOCHS,
    "iterations": _EPOCHS,
    "n_estimators": _EPOCHS,
    "max_iter": _EPOCHS,
    "num_epochs": _EPOCHS,
    "n_epochs": _EPOCHS,
    "early_stopping_round": "train.early_stopping.patience",
    "early_stopping_rounds": "train.early_stopping.patience",
    "random_state": _SEED,
    "random_seed": _SEED,
    "objective": "train.loss",
    "loss_function": "train.loss",
    "eval_metric": "train.metrics",
    "weight_column": "data.weight",
    "sample_weight": "data.weight",
    "label": _TARGET,
    "labels": _TARGET,
    "label_column": _TARGET,
    "target_column": _TARGET,
    "output_features": _TARGET,
    "sep": "data.format.delimiter",
    "separator": "data.format.delimiter",
    "quote_char": "data.format.quote",
    "skip_rows": "data.format.skip",
    "na_values": "data.missing",
    "null_values": "data.missing",
    "usecols": _INPUTS,
    "index_col": _LEFT_OUT,
    "csv": "data.path",
    "file": "data.path",
    "dataset": "data.path",
    "features": _INPUTS,
    "inputs": _INPUTS,
    "input_features": _INPUTS,
    "ignore_column": "data.drop",
    "categorical": _KINDS,
    "categorical_feature": _KINDS,
    "categorical_features": _KINDS,
    "cat_features": _KINDS,
    "preprocessing": "how rows are dealt out stands under data.split, how columns are encoded under data.columns",
    "combiner": "inputs are joined before the first of model.layers: write the layers there",
    "monotone_constraints": "constraints on how predictions rise with a column are not supported",
    "neurons": "did you mean 'units'?",
    "out_features": "did you mean 'units'?",
    "input_dim": _UNSIZED,
    "input_shape": _UNSIZED,
    "in_features": _UNSIZED,
}
"""Keys, perhaps with the one above: where in the config their like stands (the end of its path), or a sentence."""

NAMES: Mapping[str, Mapping[str, str]] = {
    "layers": {
        "linear": "did you mean 'dense'?",
        "fc": "did you mean 'dense'?",
        "batch_norm1d": "did you mean 'batch_normalization'?",
        "instance_norm1d": "write {group_normalization: {groups: -1}}",
        "dropout1d": "did you mean 'spatial_dropout1d'?",
        "avg_pool1d": "did you mean 'average_pooling1d'?",
        "upsample": "did you mean 'up_sampling1d'?",
        "unflatten": "did you mean 'reshape'?",
        "rnn": "did you mean 'simple_rnn'?",
        **{f"bi{name}": f"write {{bidirectional: {{layer: {{{name}: 32}}}}}}" for name in ("lstm", "gru")},
        **{name: f"write {{activation: {name}}}" for name in _ACTIVATIONS},
        "swish": "write {activation: silu}",
        "hard_swish": "write {activation: hard_silu}",
        **dict.fromkeys(("attention", "multi_head_attention", "transformer"), _UNLIKE.format("layers")),
        "fully_connected": "did you mean 'dense'?",
        "input": "leave it out: no input layer is needed, the inputs follow from the data",
        "input_layer": "leave it out: no input layer is needed, the inputs follow from the data",
    },
    "activations": {"swish": "did you mean 'silu'?", "logistic": "did you mean 'sigmoid'?", "none": "write linear"},
    "losses": {
        "log_loss": _ENTROPY,
        "cross_entropy": _ENTROPY,
        "ce": _ENTROPY,
        "nll": _ENTROPY,
        "nll_loss": _ENTROPY,
        "softmax": _ENTROPY,
        "multiclass": _ENTROPY,
        **dict.fromkeys(("logistic", "binary_logloss", "multi_logloss", "cross_entropy_loss"), _ENTROPY),
        **dict.fromkeys(("bce_with_logits_loss", "binary_cross_entropy_with_logits", "soft_margin_loss"), _LOGITS),
        "bce_loss": "did you mean 'binary_crossentropy'?",
        "kl_div_loss": "did you mean 'kl_divergence'?",
        **dict.fromkeys(
            ("focal", "focal_loss"), "did you mean 'binary_focal_crossentropy' or 'categorical_focal_crossentropy'?"
        ),
        **dict.fromkeys(("smooth_l1", "smooth_l1_loss"), "did you mean 'huber'?"),
        "mse_loss": "did you mean 'mean_squared_error'?",
        "l1_loss": "did you mean 'mean_absolute_error'?",
        "poisson_nll_loss": "did you mean 'poisson'?",
        **dict.fromkeys(("quantile", "quantile_loss", "pinball", "pinball_loss"), _QUANTILES),
        **{
            f"{word}_loss": _UNLIKE.format("losses") for word in ("hinge_embedding", "cosine_embedding", "gaussian_nll")
        },
        "rmse": "write 'mean_squared_error', which is least where its root is",
        "root_mean_squared_error": "write 'mean_squared_error', which is least where its root is",
        "l1": "did you mean 'mean_absolute_error'?",
        "l2": "did you mean 'mean_squared_error'?",
    },
    "metrics": {
        **dict.fromkeys(("top_k_accuracy", "top_k_accuracy_score", "hits_at_k"), _TOP_K),
        "top_5_accuracy": "write {top_k_categorical_accuracy: 5}",
        **dict.fromkeys(("pr_auc", "aucpr", "auprc"), "did you mean 'average_precision'?"),
        **dict.fromkeys(("auroc", "auc_roc"), "did you mean 'auc'?"),
        "auc_mu": "write 'auc', which is the mean of each label's against the rest",
        **dict.fromkeys(("error", "binary_error", "multi_error", "merror", "zero_one_loss"), _RATE),
        **dict.fromkeys(("cross_entropy", "multiclass", "nll"), "did you mean 'log_loss'?"),
        **{f"f1_{average}": f"write {{f1_score: {average}}}" for average in ("micro", "macro", "weighted")},
        "total_f1": "write {f1_score: weighted}",
        **dict.fromkeys(("sensitivity", "tpr", "true_positive_rate", "hit_rate"), "did you mean 'recall'?"),
        **dict.fromkeys(("ppv", "positive_predictive_value"), "did you mean 'precision'?"),
        **dict.fromkeys(("specificity", "tnr", "true_negative_rate"), f"it is the recall {_OF_THE_OTHER}"),
        **dict.fromkeys(("fpr", "false_positive_rate"), f"it is 1 less the recall {_OF_THE_OTHER}"),
        **dict.fromkeys(("fnr", "false_negative_rate"), "write 'recall', which is 1 less this share"),
        "mcc": "did you mean 'matthews_correlation'?",
        "kappa": "did you mean 'cohen_kappa'?",
        "pearsonr": "did you mean 'pearson_correlation'?",
        "l1": "did you mean 'mean_absolute_error'?",
        "l2": "did you mean 'mean_squared_error'?",
        "mean_squared_log_error": "did you mean 'mean_squared_logarithmic_error'?",
        **dict.fromkeys(("rmsle", "root_mean_squared_log_error"), "write 'mean_squared_logarithmic_error', its square"),
        **dict.fromkeys(("quantile", "quantile_loss"), "did you mean 'pinball_loss'?"),
        **dict.fromkeys(("r_squared", "rsq"), "did you mean 'r2_score'?"),
        "mean_poisson_deviance": "write 'poisson', which is least where it is",
        **dict.fromkeys(("mean_error", "rmspe", "root_mean_squared_percentage_error"), _UNLIKE.format("metrics")),
        **{
            f"d2_{word}_score": _UNLIKE.format("metrics") for word in ("brier", "log_loss", "pinball", "absolute_error")
        },
    },
    "columns": {
        **dict.fromkeys(("numerical", "float", "double", "int", "integer"), "did you mean 'number'?"),
        **dict.fromkeys(("string", "str", "text", "object"), "did you mean 'category'?"),
        **dict.fromkeys(("ignore", "drop", "skip"), _LEFT_OUT),
        "one_hot": "write {category: {coding: one_hot}}",
        "embedding": "write {category: {coding: embedding}}",
    },
    "optimizers": {"momentum": "write {sgd: {momentum: 0.9}}"},
    "initializers": {
        **{f"xavier_{shape}": f"did you mean 'glorot_{shape}'?" for shape in ("normal", "uniform")},
        **{f"kaiming_{shape}": f"did you mean 'he_{shape}'?" for shape in ("normal", "uniform")},
    },
    "scales": {"zscore": "did you mean 'standard'?", "standardize": "did you mean 'standard'?"},
}
"""Names of components by folder: what to write in their place."""


VALUES: Mapping[str, str] = {
    **dict.fromkeys(("float16", "fp16", "half"), "mixed_float16"),
    **dict.fromkeys(("bfloat16", "bf16"), "mixed_bfloat16"),
    **dict.fromkeys(("tab", r"\t"), "\t"),
    **dict.fromkeys(("whitespace", "space", "spaces", r"\s+"), "blanks"),
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
}
"""Words that stand behind a key: what stands there in their place."""


def _bare(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "")


_KEYS = {_bare(word): told for word, told in KEYS.items()}
_NAMES = {folder: {_bare(word): told for word, told in names.items()} for folder, names in NAMES.items()}


def for_key(above: str, key: str) -> str:
    """Return what stands for a key of another tool below `above`, as in KEYS; "" for a word of none."""
    return _KEYS.get(_bare(f"{above}.{key}")) or _KEYS.get(_bare(key), "")


def for_name(folder: str, name: str) -> str:
    """Return what to write for a component's name in another tool, or that of its negative; "" for a word of none.

    It may stand behind its module: torch.nn.Linear.
    """
    names, bare = _NAMES.get(folder, {}), _bare(name.rpartition(".")[2])
    return names.get(bare) or names.get(bare.removeprefix("neg"), "")
