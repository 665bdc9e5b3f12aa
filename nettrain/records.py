"""JSON records: text for a person and a diff, and a checksum that tells what was changed since."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any

from nettrain.events import finite

CHECKSUM = "checksum"
ENCODER = json.JSONEncoder(sort_keys=True, allow_nan=False)


def json_text(record: Any) -> str:
    """Return JSON for a person and a diff: keys sorted, each of them and each item of a list on a line of its own,
    floats by repr, nan and infinities as null."""
    return _text(_values(record))


def sealed(record: Mapping[str, Any]) -> str:
    """Return `json_text` of a record and its checksum."""
    values = _values(record)
    return _text({**values, CHECKSUM: _checksum(values)})


def unsealed(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record that was read from what `sealed` wrote, however it was spaced. Raises ValueError for others."""
    rest = {name: value for name, value in record.items() if name != CHECKSUM}
    if record.get(CHECKSUM) != _checksum(rest):
        raise ValueError("its checksum does not hold")
    return rest


def _checksum(record: Any) -> str:
    """Return the CRC-32 (ISO 3309) of JSON values as eight hexadecimal digits."""
    return f"{zlib.crc32(ENCODER.encode(record).encode()):08x}"


def _values(record: Any) -> Any:
    """Return what a record comes back as from JSON."""
    try:
        text = ENCODER.encode(record)
    except ValueError:  # a number is not finite
        text = ENCODER.encode(finite(record))
    return json.loads(text)


def _text(record: Any) -> str:
    return _told(record, "\n") + "\n"


def _told(value: Any, line: str) -> str:
    """Return JSON, of which further lines begin with `line`: a line feed and blanks.

    An item of a list stays on one line: such lists are long, and the encoder in C writes no others.
    """
    deeper = line + "  "
    if isinstance(value, dict) and value:
        items = (f"{ENCODER.encode(key)}: {_told(value[key], deeper)}" for key in sorted(value))
        return f"{{{deeper}{f',{deeper}'.join(items)}{line}}}"
    if isinstance(value, list) and value:
        return f"[{deeper}{f',{deeper}'.join(map(ENCODER.encode, value))}{line}]"
    return ENCODER.encode(value)
