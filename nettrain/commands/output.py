"""How predictions may be written. Nothing is imported for it, since the command line needs it before anything else."""

from __future__ import annotations

from typing import Literal, TypeAlias

Form: TypeAlias = Literal["csv", "parquet"]
