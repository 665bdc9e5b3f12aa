"""Single values of YAML 1.2: text to None, bool, int, float or str, and back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

Scalar: TypeAlias = bool | int | float | str | None

MOST_DIGITS = 250
"""Longest whole number: beyond that a float could not hold it."""
LONGEST_KEY = 1024
"""Characters of a key on one line with its colon: YAML takes no more."""

WORDS: dict[str, Scalar] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
    **{sign + word: float(sign + "inf") for sign in ("", "+", "-") for word in (".inf", ".Inf", ".INF")},
}
WHOLE = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
STRANGE = "[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
"""Control characters, lone surrogates, and separators that only some programs take for the end of a line."""
USUAL = re.compile(r"[\t\n\r -~]*")
PLAIN = re.compile(r"[A-Za-z_./][A-Za-z0-9_./-]*")


def strange(text: str) -> Iterator[re.Match[str]]:
    """Yield the characters that no text may hold; ASCII is told without the large pattern, which is slow to compile."""
    return iter(()) if USUAL.fullmatch(text) else re.finditer(STRANGE, text)


def scalar(text: str) -> Scalar:
    """Return what text without quotes stands for. Raises ValueError where a whole number is too long."""
    if text in WORDS:
        return WORDS[text]
    if WHOLE.fullmatch(text):
        if len(text) > MOST_DIGITS:
            raise ValueError(f"a whole number of {len(text)} digits is too long, expected at most {MOST_DIGITS}")
        return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
    if DECIMAL.fullmatch(text):
        return float(text)
    return text


def is_number(text: str) -> bool:
    """Tell whether the text would be a number if it stood without quotes."""
    return bool(WHOLE.fullmatch(text) or DECIMAL.fullmatch(text))


def yaml_text(value: Scalar) -> str:
    """Return the YAML of a value; text stands in quotes wherever it could be taken for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        safe = PLAIN.fullmatch(value) and value not in WORDS and not is_number(value)
        return value if safe else json.dumps(value, ensure_ascii=False)
    return repr(value)


def yaml_key(name: str, indent: str = "") -> str:
    """Return a key and its colon, as block mappings at `indent` have them: on two lines where one may be no longer."""
    text = yaml_text(name)
    return f"{text}:" if len(text) <= LONGEST_KEY else f"? {text}\n{indent}:"


def yaml_line(value: Any) -> str:
    """Return the YAML of a mapping, a list or a single value on one line."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{yaml_text(key)}: {yaml_line(inner)}' for key, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(yaml_line, value))}]"
    return yaml_text(value)
