"""Words that are written from right to left, kept to themselves: numbers and words around them stay where they are."""

from __future__ import annotations

import re

RIGHT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
RUN = re.compile(f"[{RIGHT}]+(?:[ \\d._'…-]+[{RIGHT}]+)*")
"""Words from right to left with what stands between them in a name; a comma, a colon or an equals sign ends a name."""


def isolated(text: str, before: str = "\u2068", after: str = "\u2069") -> str:
    """Return text with a mark at both ends of each run of words from right to left; by default, Unicode's own.

    Source: Unicode Standard Annex 9, First Strong Isolate and Pop Directional Isolate.
    """
    return text if text.isascii() else RUN.sub(rf"{before}\g<0>{after}", text)
