"""Find out from the beginning of a file how it is written, and say what of that is a guess."""

from __future__ import annotations

from nettrain.config.format import Format
from nettrain.data.detection.decimals import decimals
from nettrain.data.detection.delimiter import best
from nettrain.data.detection.encoding import encoding
from nettrain.data.detection.header import header
from nettrain.data.detection.top import commented, likely_comment, skipped
from nettrain.data.detection.trial import complete
from nettrain.data.dialect import Detected, Dialect

SAMPLE = 1 << 15
"""Characters on which every candidate is tried."""
FEWEST = 20
"""Lines below which the sample is as long as the head."""
ROWS = 1000
"""Records from which everything is told that needs no trying."""


def detect(head: bytes, pins: Format, whole: bool) -> Detected:
    """Return the dialect of a file that begins with `head` (unpacked); `whole` tells that nothing follows.

    What is pinned is taken as given and is never unclear. `compression` is left to the caller. Never raises.
    """
    codec, unclear = encoding(head, pins.encoding, whole)
    text = head.decode(codec, "replace").removeprefix("\ufeff")
    given = Dialect(
        quote=_pinned(pins.quote, '"'),
        escape=_pinned(pins.escape, ""),
        skip=pins.skip or 0,
        comment=_pinned(pins.comment, ""),
        encoding=codec,
    )
    sample, cut = _sample(text)
    guess = given if pins.comment else given._replace(comment=likely_comment(sample, given.skip))
    dialect, doubt = best(sample, guess, pins, whole and not cut)
    unclear |= doubt
    if not pins.comment:
        dialect = dialect._replace(comment=commented(sample, dialect))
    told = complete(text, dialect, ROWS, whole)
    if pins.skip is None:
        skip, doubt = skipped(told)
        told = [record for record in told if record.line > skip]
        dialect, unclear = dialect._replace(skip=skip), unclear | doubt
    rows = [record.cells for record in told]
    if pins.header is None:
        named, doubt = header(rows)
        unclear |= doubt
    else:
        named = pins.header
    mark, groups, doubt = decimals(rows[named:], pins)
    return Detected(dialect._replace(header=named, decimal=mark, thousands=groups), unclear | doubt)


def _pinned(pin: str | None, otherwise: str) -> str:
    return otherwise if pin is None else "" if pin == "none" else pin


def _sample(text: str) -> tuple[str, bool]:
    """Return the text to try candidates on, and whether it is cut."""
    sample = text[:SAMPLE]
    if len(sample) == len(text) or sample.count("\n") + sample.count("\r") < FEWEST:
        return text, False
    return sample, True
