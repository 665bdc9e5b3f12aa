"""Events as JSON: all of each is there, on one line."""

from __future__ import annotations

import dataclasses
import json

import pytest

from nettrain.errors import Problem, Span
from nettrain.events import Event, Notice, event_json
from tests.reporters.events import OTHERS, STREAM


def test_every_kind_of_event_is_tried_kind_of_event() -> None:
    assert {type(event) for event in (*STREAM, *OTHERS)} == set(Event.__subclasses__())


@pytest.mark.parametrize("event", [*STREAM, *OTHERS], ids=lambda event: type(event).__name__)
def test_events_survive_json(event: Event) -> None:
    """All that is in an event is in its line; what is not finite is null there, for JSON has no such word."""
    line = event_json(event)
    assert "\n" not in line
    record = json.loads(line, parse_constant=pytest.fail)
    assert record.pop("event") == type(event).__name__
    assert record == json.loads(json.dumps(event.to_json()), parse_constant=lambda name: None)
    assert record.keys() >= {made.name for made in dataclasses.fields(event)}


def test_json_names_the_kind_and_sorts_its_keys() -> None:
    record = json.loads(event_json(STREAM[0]))
    assert record["event"] == "RunStarted"
    assert record["rows"] == {"train": 2100, "validation": 450, "test": 0}
    assert list(record) == sorted(record)


def test_a_notice_tells_its_place_in_parts_and_in_one() -> None:
    notice = Notice.of(Problem(Span("rows:3", 5), "data.target", "is odd"))
    assert (notice.text, notice.place) == ("data.target: is odd", "rows:3:5")
    record = json.loads(event_json(notice))
    assert {name: record[name] for name in ("file", "line", "column", "place")} == {
        "file": "rows:3",
        "line": 5,
        "column": 0,
        "place": "rows:3:5",
    }
