"""Events: JSON there and back, and what is no event."""

from __future__ import annotations

import json

import pytest

from nettrain.events import Event, event_from_json, event_json
from tests.reporters.events import STREAM


def test_the_stream_has_every_kind_of_event() -> None:
    assert {type(event) for event in STREAM} == set(Event.__subclasses__())


@pytest.mark.parametrize("event", STREAM, ids=lambda event: type(event).__name__)
def test_events_survive_json(event: Event) -> None:
    line = event_json(event)
    back = event_from_json(line)
    assert "\n" not in line
    assert type(back) is type(event)
    assert event_json(back) == line
    assert back == event or "nan" in repr(event), "what is not finite comes back as None, all else must be equal"
    assert "NaN" not in line, "JSON has no such word"


def test_json_names_the_kind_and_sorts_its_keys() -> None:
    record = json.loads(event_json(STREAM[0]))
    assert record["event"] == "RunStarted"
    assert record["rows"] == {"train": 2100, "validation": 450, "test": 0}
    assert list(record) == sorted(record)


@pytest.mark.parametrize(
    "line",
    ["", "{", "[]", "{}", '{"event": "Nothing"}', '{"event": "Notice", "text": "", "more": 1}', '{"event": "Notice"}'],
)
def test_foreign_json_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"not an event|has no field|is not whole|Expecting"):
        event_from_json(line)
