"""JSON records: text for a person and a diff, and a checksum that tells what was changed since."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from nettrain.events import finite

CHECKSUM = "checksum"


def json_text(record: Any) -> str:
    """Return JSON for a person and a diff: two blanks, sorted keys, floats by repr, nan and infinities as null."""
    return json.dumps(finite(record), sort_keys=True, indent=2, allow_nan=False) + "\n"


def sealed(record: Mapping[str, Any]) -> str:
    """Return `json_text` of a record and its checksum."""
    return json_text({**record, CHECKSUM: _checksum(json.loads(json_text(record)))})


def unsealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record that was read from what `sealed` wrote, however it was spaced. Raises ValueError for others."""
    rest = {name: value for name, value in record.items() if name != CHECKSUM}
    if record.get(CHECKSUM) != _checksum(rest):
        raise ValueError("its checksum does not hold")
    return rest


def _checksum(record: Any) -> str:
    """Return the CRC-32 (ISO 3309) of JSON values as eight hexadecimal digits."""
    return f"{zlib.crc32(json.dumps(record, sort_keys=True).encode()):08x}"
