"""Writes what nettrain says of every file in bad/ beside it. Run it after a change of wording, then read the diff."""

from __future__ import annotations

from pathlib import Path

from nettrain.config.load import load
from nettrain.errors import ConfigError

BAD = Path(__file__).parent / "bad"


def said(file: Path) -> str:
    """Return the problems of a config one a line, as a user reads them in the folder of the file."""
    try:
        load([file])
    except ConfigError as found:
        return "".join(f"{problem}\n" for problem in found.problems).replace(str(file), file.name)
    return ""


if __name__ == "__main__":
    for source in sorted(BAD.glob("*.yaml")):
        source.with_suffix(".txt").write_text(said(source), "utf-8")
