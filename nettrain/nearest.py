"""Which of the known words somebody may have meant by one that is not known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from difflib import SequenceMatcher

ALIKE = 0.72
"""How alike (twice the letters in common, by all letters) words with the same beginning are at least."""
BEGINNING = 3
"""Letters that such words share from the first on."""
LONG = 5
"""Letters from which a word is long enough to be known by all but one."""
MOST = 3
"""Words that may be spelled equally nearly."""


def nearest(word: str, words: Iterable[str]) -> list[str]:
    """Return the known words that are meant by `word` as likely as one another: none, one, or several.

    The first of these that fits any word: it is spelled so but for case and marks ("BatchNormalization"), or but for
    one letter of LONG ("acuracy"); it begins so ("acc"); its parts begin with these letters ("mse", "bce"); `word`
    names it with something around ("dense_layer"); few letters are wrong, a pair that is swapped counting once; it has
    one letter more ("kk"); it begins with a word of LONG ("orientation" for "orient"); it begins alike and goes on much
    alike. Where more than MOST are spelled equally nearly, none is meant ("m_16").
    """
    bare, known = _bare(word), list(dict.fromkeys(words))
    if not bare:
        return []
    rules: list[Callable[[], list[str]]] = [lambda: same(word, known)]
    if len(bare) >= LONG:
        rules.append(lambda: _misspelled(bare, known, 1))
    if len(bare) > 1:
        rules += [
            lambda: [name for name in known if _bare(name).startswith(bare)],
            lambda: [name for name in known if _initials(name) == bare],
            lambda: _within(word, known),
        ]
    rules += [
        lambda: _misspelled(bare, known, (len(bare) + 1) // 4),
        lambda: [name for name in known if _bare(name) == bare[:-1] and bare[-1].isalpha()],
        lambda: _begun(bare, known),
        lambda: _alike(bare, known),
    ]
    return next((found for rule in rules if (found := rule())), [])


def same(word: str, words: Iterable[str]) -> list[str]:
    """Return the known words that are this one but for case and marks."""
    return [name for name in words if _bare(name) == _bare(word)]


def _misspelled(bare: str, known: list[str], most: int) -> list[str]:
    """Return the words from which the fewest letters are wrong, at most so many."""
    close = [name for name in known if _bare(name) and abs(len(_bare(name)) - len(bare)) <= most]
    wrong = {name: _wrong_letters(bare, _bare(name)) for name in close}
    least = min(wrong.values(), default=most + 1)
    found = [name for name, count in wrong.items() if count == least <= most]
    return found if len(found) <= MOST else []


def _within(word: str, known: list[str]) -> list[str]:
    """Return the words that stand in this one as whole parts, none within another: "log_loss" in "neg_log_loss"."""
    parts = _parts(word)
    runs = {"".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1)}
    found = [name for name in known if len(_bare(name)) > 2 and _bare(name) in runs]
    return [name for name in found if not any(_bare(name) in _bare(other) for other in found if other != name)]


def _begun(bare: str, known: list[str]) -> list[str]:
    """Return the longest of the long words with which this one begins."""
    begun = [name for name in known if len(_bare(name)) >= LONG and bare.startswith(_bare(name))]
    longest = max((len(_bare(name)) for name in begun), default=0)
    return [name for name in begun if len(_bare(name)) == longest]


def _alike(bare: str, known: list[str]) -> list[str]:
    """Return the words with the same beginning that are most alike, if they are enough."""
    begun = [name for name in known if _bare(name)[:BEGINNING] == bare[:BEGINNING]]
    alike = {name: SequenceMatcher(None, bare, _bare(name), autojunk=False).ratio() for name in begun}
    most = max(alike.values(), default=0.0)
    found = [name for name, share in alike.items() if share == most >= ALIKE]
    return found if len(found) <= MOST else []


def holding_first(word: str, words: Iterable[str]) -> list[str]:
    """Return the known words, those first that have `word` somewhere in them."""
    return sorted(words, key=lambda name: not _bare(word) or _bare(word) not in _bare(name))


def _bare(word: str) -> str:
    """Return the letters and digits of a word, in lower case."""
    return "".join(letter for letter in word.lower() if letter.isalnum())


def _parts(word: str) -> list[str]:
    return [part for part in re.split(r"\W|_|(?<=cross)(?=entropy)", word.lower()) if part]


def _initials(name: str) -> str:
    """Return the first letters of a name's parts: "mse"; "crossentropy" has two, as it is mostly written."""
    return "".join(part[0] for part in _parts(name))


def _wrong_letters(one: str, other: str) -> int:
    """Return how many letters must be put in, taken out, changed or swapped with their neighbour.

    Source: Damerau 1964, A technique for computer detection and correction of spelling errors (the restricted form: no
    letter is touched twice).
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        two_before, before, row = before, row, [i]
        for j, its in enumerate(other, start=1):
            count = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                count = min(count, two_before[j - 2] + 1)
            row.append(count)
    return row[-1]
