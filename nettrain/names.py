"""Names in the files of a run: the three sides of its rows (trained on, watched, judged by), and values of one."""

from __future__ import annotations

TRAIN, VALIDATION, TEST = "train", "validation", "test"
SIDES = (TRAIN, VALIDATION, TEST)
"""Rows that have another name come from a file."""
VALIDATED = "val_"
"""The beginning of the names of an epoch's values that are of validation rows: val_loss, val_ and each metric."""
