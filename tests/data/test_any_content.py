"""Detection takes any content for something, and soon."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nettrain.config.format import Format
from nettrain.data.dialect import BLANKS
from tests.data.detecting import NONE, found

HOSTILE = {
    "quotes": b'"' * 60_000,
    "quotes at the edges of cells": b',"' * 30_000,
    "single quotes": b",'" * 30_000,
    "blanks": b" " * 60_000 + b"x",
    "digits": b"1" * 60_000,
    "groups": b"1,234" * 12_000,
    "quoted groups": b'"' + b"1,234" * 12_000 + b'.x"\n' + b'"1 234"\n' * 3,
    "delimiters": b",;\t|: " * 10_000,
    "backslashes": b'\\"' * 30_000,
    "hashes": b"#\n" * 30_000,
    "a line of many cells": b"1," * 30_000 + b"\n" + b"1," * 30_000,
    "quotes and blanks": b'" ' * 30_000,
    "NULs": b"\0" * 60_000,
}


@pytest.mark.parametrize("head", HOSTILE.values(), ids=HOSTILE)
def test_no_content_is_too_much(head: bytes) -> None:
    assert set(found(head).unclear) <= set(Format.model_fields)


@given(
    head=st.one_of(
        st.binary(max_size=80),
        st.text(st.sampled_from("ab12 ,;\t|:.\"'\\#%/\n\r\0é-"), max_size=80).map(str.encode),
    ),
    pins=st.sampled_from(
        [
            NONE,
            Format(delimiter=BLANKS),
            Format(delimiter=" ", quote="'"),
            Format(delimiter='"'),
            Format(delimiter="'"),
            Format(delimiter="\\"),
            Format(quote="'"),
            Format(escape="'"),
            Format(delimiter='"', escape="'"),
            Format(quote=","),
            Format(quote=" "),
            Format(quote=";", escape=","),
            Format(quote="none", escape=","),
            Format(encoding="utf-16"),
        ]
    ),
    whole=st.booleans(),
)
def test_any_content_is_taken_for_something(head: bytes, pins: Format, whole: bool) -> None:
    dialect, unclear = found(head, pins, whole=whole)
    marks = [*(" \t" if dialect.delimiter == BLANKS else dialect.delimiter), *dialect.quote, *dialect.escape]
    assert len(set(marks)) == len(marks), "each has one meaning: csv refuses others since Python 3.13"
    assert not dialect.compression
    assert set(unclear) <= {"header", "delimiter", "skip", "decimal", "thousands", "encoding"}
