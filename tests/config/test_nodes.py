from __future__ import annotations

import json
import math

import pytest

from nettrain.config.nodes import MOST_BYTES, MOST_LEVELS, MOST_NODES, Node, parse, parse_value, plain
from nettrain.config.paths import shown
from nettrain.config.scalars import scalar, yaml_text
from nettrain.errors import ConfigError, Span

SCALARS = [
    ("", None),
    ("~", None),
    ("null", None),
    ("Null", None),
    ("true", True),
    ("True", True),
    ("FALSE", False),
    ("0", 0),
    ("017", 17),
    ("-3", -3),
    ("+3", 3),
    ("0o17", 15),
    ("0x1F", 31),
    ("1e-3", 0.001),
    ("1E3", 1000.0),
    (".5", 0.5),
    ("5.", 5.0),
    ("-1.5e+2", -150.0),
    (".inf", math.inf),
    ("-.Inf", -math.inf),
    ("9" * 250, int("9" * 250)),
    ("no", "no"),
    ("on", "on"),
    ("y", "y"),
    ("2024-01-01", "2024-01-01"),
    ("1_000", "1_000"),
    ("1:30", "1:30"),
    ("0b11", "0b11"),
    ("0o8", "0o8"),
    ("-0x1", "-0x1"),
    (".", "."),
    ("e3", "e3"),
    ("1e", "1e"),
    ("inf", "inf"),
    ("nan", "nan"),
    ("tRUE", "tRUE"),
    ("\u0661", "\u0661"),  # a digit, but not one of YAML's ten
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_plain_text_stands_for(text: str, value: object) -> None:
    got = scalar(text)
    assert (got, type(got)) == (value, type(value))


def test_nan_is_a_number() -> None:
    assert math.isnan(scalar(".nan"))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [text for text, value in SCALARS if not isinstance(value, str)])
def test_quotes_make_text_of_everything(text: str) -> None:
    for written in (f"a: '{text}'", f'a: "{text}"', yaml_text("a") + ": " + yaml_text(text)):
        assert plain(parse(written, "f")) == {"a": text}


@pytest.mark.parametrize(
    "value", [None, True, False, 0, -7, 1e-05, 1e22, 0.1, "a b", "", "no: x", "#", "- a", "*", "ü", 'q"', "l\nm", "\\"]
)
def test_written_values_read_back(value: str | float | None) -> None:
    assert plain(parse(f"a: {yaml_text(value)}  # note\nb: [{yaml_text(value)}]", "f")) == {"a": value, "b": (value,)}


@pytest.mark.parametrize("text", ["\U00020bb7", "a\U0001f600ü", "\u00fc"])
def test_json_is_yaml(text: str) -> None:
    """JSON's writers put a character beyond U+FFFF as two escapes."""
    assert plain(parse(json.dumps({text: [text]}), "f")) == {text: (text,)}


def test_every_node_knows_its_place() -> None:
    tree = parse("a:\n  - b: 1\n    c: [x,  y]\n  -\nd:\n", "f.yaml")
    places = {}

    def walk(node: Node, path: tuple[str | int, ...]) -> None:
        places[shown(path)] = (node.span.line, node.span.column)
        if isinstance(node.value, dict):
            for key, entry in node.value.items():
                places[shown((*path, key)) + " key"] = (entry.span.line, entry.span.column)
                walk(entry.node, (*path, key))
        if isinstance(node.value, tuple):
            for index, item in enumerate(node.value):
                walk(item, (*path, index))

    walk(tree, ())
    assert places == {
        "": (1, 1),
        "a key": (1, 1),
        "a": (2, 3),
        "a[0]": (2, 5),
        "a[0].b key": (2, 5),
        "a[0].b": (2, 8),
        "a[0].c key": (3, 5),
        "a[0].c": (3, 8),
        "a[0].c[0]": (3, 9),
        "a[0].c[1]": (3, 13),
        "a[1]": (4, 4),
        "d key": (5, 1),
        "d": (5, 1),
    }


def problems(text: bytes | str) -> list[str]:
    with pytest.raises(ConfigError) as found:
        parse(text, "f")
    return [str(problem) for problem in found.value.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"a: 1\n#" + b"x" * MOST_BYTES, "f:1:1: the file is larger than 1 MiB, too large for a config"),
        ("a: " + "{a: " * MOST_LEVELS, f"f:1:{4 * MOST_LEVELS}: nested more than 50 levels deep"),
        ("a: [" + "x," * MOST_NODES + "]", "f:1:199999: more than 100,000 values, too many for a config"),
        (b"a: 1\r\nb: \xc3\xa4 \xe4\n", "f:2:6: byte 0xe4 is not UTF-8; save the file as UTF-8"),
        ("a: '\ud800'", "f:1:5: character U+D800 cannot stand in a config: delete it"),
        ('a: "\\uD83D"', "f:1:4: a: text with the character U+D83D is not taken"),
        ("%YAML 1." + "1" * 5000 + "\n---\na: 1", "f:1:9: this number does not stand for a character or a version"),
    ],
    ids=["size", "depth", "nodes", "encoding", "surrogate", "half of an escaped pair", "version"],
)
def test_caps(text: bytes | str, expected: str) -> None:
    assert problems(text) == [expected]


def test_the_deepest_tree_is_read() -> None:
    depth = MOST_LEVELS - 1
    node = parse("a: " + "[" * depth + "]" * depth, "f")
    assert str(plain(node)).count("(") == depth


def test_faults_are_sorted_by_place() -> None:
    assert problems("a: &x 1\nb: !t 2\na: 3\n2: 4\n<<: 5\nc: *x\n") == [
        "f:1:4: anchor &x is not taken: delete it, or put text in quotes",
        "f:2:4: tags (words that begin with '!') are not taken: delete it, or put text in quotes",
        "f:3:1: a: key written twice; first at line 1",
        "f:4:1: a key must be text, got the number 2; put it in quotes",
        "f:5:1: merge key << is not taken: write the keys out",
        "f:6:4: alias *x is not taken: write the value out, or put text in quotes",
    ]


def test_faults_before_a_syntax_error_are_told_too() -> None:
    assert problems("a: 1\na: 2\nb: [1") == [
        "f:2:1: a: key written twice; first at line 1",
        "f:3:4: the bracket that opens here is never closed",
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ((), ""),
        (("model", "layers", 2, "dense", "units"), "model.layers[2].dense.units"),
        (("a", "größe", "b c", "x.y", "l\nm"), "a.größe.'b c'.'x.y'.'l\\nm'"),
    ],
)
def test_paths_are_shown(path: tuple[str | int, ...], text: str) -> None:
    assert shown(path) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("", None), ("ten", "ten"), ("1e-3", 0.001), ("[1, {a: b}]", (1, {"a": "b"})), ("'1'", "1"), ("# x", None)],
)
def test_values_of_the_command_line(text: str, value: object) -> None:
    span = Span("--set a")
    node = parse_value(text, span)
    assert plain(node) == value
    assert node.span == span
