"""How and where results may be written. Nothing heavy is imported: the command line needs it before all else."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

STREAM = Path("-")
"""The standard input, or the standard output."""
Form: TypeAlias = Literal["csv", "parquet"]
