"""The endings of files' names: which are a config, which are data, and how these are packed."""

from __future__ import annotations

CONFIGS = (".yaml", ".yml")
PARQUET = (".parquet", ".pq")
PACKED = {".gz": "gzip", ".zst": "zstd"}
DATA = (".csv", ".tsv", *PARQUET, *PACKED)
