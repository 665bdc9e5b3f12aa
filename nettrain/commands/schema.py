"""schema: the JSON Schema of a config, for editors and other tools."""

from __future__ import annotations

import json
from pathlib import Path

from nettrain.atomic import as_run_error, write_atomically
from nettrain.commands.outcome import Outcome
from nettrain.config.json_schema import json_schema
from nettrain.overwriting import in_the_way, refuse_overwriting


def run(output: Path | None = None, *, force: bool = False) -> Outcome:
    """Return the schema, or write it to a file and say how an editor finds it there.

    Raises RunError, and UsageError for a file that is in the way, which an earlier schema is not.
    """
    document = json_schema()
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if output is None:
        return Outcome(text, document, verbatim=True)
    refuse_overwriting(output)
    if output.is_file() and not force and not _earlier(output, document["title"]):
        raise in_the_way(output)
    with as_run_error(f"{output} cannot be written"):
        write_atomically(output, f"{text}\n".encode())
    where = {"output": str(output)}
    line = f"# yaml-language-server: $schema={output.name}"
    return Outcome(
        f"wrote {output}; an editor finds it by this as the first line of a config beside it:\n{line}", where
    )


def _earlier(file: Path, title: str) -> bool:
    """Return whether a file holds the schema of a config, of this nettrain or another."""
    try:
        held = json.loads(file.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(held, dict) and "$schema" in held and held.get("title") == title
