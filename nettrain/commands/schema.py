"""schema: the JSON Schema of a config, for editors and other tools."""

from __future__ import annotations

import json
from pathlib import Path

from nettrain.atomic import told, write_atomically
from nettrain.commands.outcome import Outcome
from nettrain.config.json_schema import json_schema


def run(output: Path | None = None) -> Outcome:
    """Return the schema, or write it to a file and say how an editor finds it there. Raises RunError."""
    document = json_schema()
    text = json.dumps(document, ensure_ascii=False, indent=1)
    if output is None:
        return Outcome(text, document, verbatim=True)
    with told(f"{output} cannot be written"):
        write_atomically(output, f"{text}\n".encode())
    line = f"# yaml-language-server: $schema={output.name}"
    return Outcome(
        f"wrote {output}; an editor finds it by this as the first line of a config beside it:\n{line}", document
    )
