"""Tell how characters are stored as bytes: by marks and by what is valid, never by statistics of a language."""

from __future__ import annotations

import codecs
import re

LOOKED_AT = 4096
"""Bytes in which the pattern of UTF-16 is looked for."""
MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""What UTF-16 may begin with."""
ACCIDENTAL = 10
"""Invalid bytes for each valid character of UTF-8 above which the valid ones are taken for chance."""


def encoding(head: bytes, pin: str | None, whole: bool) -> tuple[str, dict[str, str]]:
    """Return a codec of Python, and what is unclear about it.

    Bytes that are neither UTF-8 nor Western European text are called UTF-8: the reader will then name their line.
    """
    if pin == "utf-16":
        return utf16(head) or "utf-16-le", {}
    if pin in (None, "utf-8") and head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig", {}
    if pin is not None:
        return pin, {}
    if found := utf16(head):
        return found, {}
    if _is_utf8(head, whole) or not _western(head):
        return "utf-8", {}
    codec, name = "latin-1", "Latin-1"
    if re.search(rb"[\x80-\x9f]", head):
        codec, name = "windows-1252", "Windows-1252"
    settle = "compare its accented letters, and settle it with data.format.encoding"
    return codec, {"encoding": f"the file is not UTF-8; taken for {name}, but its bytes fit others as well: {settle}"}


def utf32(head: bytes) -> bool:
    """Return whether a file is UTF-32, which is not read: by its mark, or by three NULs in nearly every four bytes."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return True
    places = [head[place : len(head) // 4 * 4][:LOOKED_AT:4] for place in range(4)]
    some = len(places[0])
    nuls = [part.count(0) > 0.95 * some for part in places]
    return some > 1 and nuls in ([False, True, True, True], [True, True, True, False])


def utf16(head: bytes) -> str:
    """Return the codec of UTF-16, by its mark or where every other byte is a NUL; else ""."""
    if head.startswith(MARKS):
        return "utf-16"
    first, second = head[:LOOKED_AT:2].count(0), head[1:LOOKED_AT:2].count(0)
    half = min(len(head), LOOKED_AT) // 2
    if second > 0.5 * half and first < 0.05 * half:
        return "utf-16-le"
    if first > 0.5 * half and second < 0.05 * half:
        return "utf-16-be"
    return ""


def _is_utf8(head: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _western(head: bytes) -> bool:
    """Return whether the bytes beyond ASCII look like the accents and signs of a Western European language."""
    high = len(re.findall(rb"[\x80-\xff]", head))
    valid = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", head))
    if valid and valid * ACCIDENTAL >= high - 2 * valid:
        return False
    # Bytes that no character has, one that next to none of these languages uses, and words of another alphabet.
    strange = re.findall(rb"[\x80-\xff]{3,}|[\x81\x8d\x8f\x90\x9d\xff]", head)
    return sum(map(len, strange)) * 10 <= high
