"""How progress may be shown. Nothing heavy is imported: the command line needs it before all else."""

from __future__ import annotations

from typing import Literal, TypeAlias

Progress: TypeAlias = Literal["auto", "live", "plain", "json", "none"]
"""What a user can ask for; auto looks at the stream."""
