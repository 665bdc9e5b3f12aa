"""What a small file is taken for."""

from __future__ import annotations

from nettrain.config.format import Format
from nettrain.data.detection.detect import looked
from nettrain.data.dialect import Detected

NONE = Format()


def found(text: str | bytes, pins: Format = NONE, *, whole: bool = True) -> Detected:
    return looked(text.encode() if isinstance(text, str) else text, pins, whole).found


def lines(*rows: str) -> str:
    return "".join(row + "\n" for row in rows)
