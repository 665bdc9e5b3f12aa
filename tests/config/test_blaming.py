"""Keys that do not go together: one is blamed, and those of other files are told with their places."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.config.model import BestThreshold
from tests.config.test_overruling import loaded, said


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


ONE = "model.threshold.minimize: expected one of maximize and minimize, as in {maximize: f1_score}; got both: "
TWO_CLIPS = "got clipnorm and clipvalue: delete all but one, or set them to null; "
FROM_B = "; model.threshold.maximize comes from b.yaml:1:21"


@pytest.mark.parametrize(
    ("later", "sets", "told"),
    [
        (
            "model: {threshold: {maximize: f1_score}}",
            ["model.threshold={minimize: false_negatives}"],
            f"--set model.threshold={{minimize: false_negatives}}: {ONE}delete one, or set it to null{FROM_B}",
        ),
        (
            "model: {threshold: {maximize: f1_score, minimize: false_negatives}}",
            [],
            f"b.yaml:1:41: {ONE}delete one, or set it to null",
        ),
        (
            "train: {optimizer: {adam: {clipnorm: 1}}}",
            ["train.optimizer.adam.clipvalue=1"],
            "--set train.optimizer.adam.clipvalue=1: train.optimizer.adam.clipvalue: expected at most one of clipnorm, "
            f"clipvalue and global_clipnorm, {TWO_CLIPS}train.optimizer.adam.clipnorm comes from b.yaml:1:28",
        ),
        (
            "data: {split: {test: 0.6}}",
            [],
            "b.yaml:1:22: data.split.test: validation and test together take 1.1 of the rows, expected less than 1; "
            "data.split.validation comes from a.yaml:1:40",
        ),
    ],
)
def test_what_a_merge_brought_together_is_told_with_the_place_of_each(later: str, sets: list[str], told: str) -> None:
    assert said(later, *sets) == [told]


def test_what_a_merge_brought_together_can_be_set_to_null() -> None:
    later = "model: {threshold: {maximize: f1_score}}"
    config = loaded(later, "model.threshold={minimize: false_negatives, maximize: null}").config
    assert isinstance(config.model.threshold, BestThreshold)
    assert config.model.threshold.metric.yaml_name() == "false_negatives"
