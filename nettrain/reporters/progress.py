"""How progress may be shown. Nothing is imported for it, since the command line needs it before anything else."""

from __future__ import annotations

from typing import Literal, TypeAlias

Progress: TypeAlias = Literal["auto", "live", "plain", "json", "none"]
"""What a user can ask for; auto looks at the stream."""
