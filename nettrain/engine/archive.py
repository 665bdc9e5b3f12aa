"""The network as a .keras archive whose bytes follow from the network alone.

Keras writes the date of saving into it twice, and the addresses of objects in memory as their ids.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

METADATA, CONFIG = "metadata.json", "config.json"
ID = "shared_object_id"


def write_archive(network: Any, path: Path) -> None:
    """Save a network for Keras users; `keras.saving.load_model` opens it."""
    network.save(path)
    with zipfile.ZipFile(path) as saved:
        entries = {name: saved.read(name) for name in saved.namelist()}
    metadata = json.loads(entries[METADATA])
    metadata.pop("date_saved", None)
    entries[METADATA] = json.dumps(metadata).encode()
    entries[CONFIG] = json.dumps(_renumbered(json.loads(entries[CONFIG]), {})).encode()
    with zipfile.ZipFile(path, "w") as made:
        for name in sorted(entries):
            made.writestr(zipfile.ZipInfo(name), entries[name])  # dated 1980


def _renumbered(value: Any, ids: dict[int, int]) -> Any:
    """Return JSON in which shared objects are numbered from 0 in the order in which they are met."""
    if isinstance(value, dict):
        return {
            key: ids.setdefault(item, len(ids)) if key == ID and isinstance(item, int) else _renumbered(item, ids)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_renumbered(item, ids) for item in value]
    return value
