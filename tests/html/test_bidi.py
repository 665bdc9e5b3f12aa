"""Words from right to left: a number stays beside the name that it belongs to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nettrain.commands import report
from nettrain.html.bidi import RIGHT, isolated
from nettrain.rundir import CONFIG
from tests.html.runs import HEBREW, written
from tests.html.test_page import Page
from tests.making import sealed

RUNS = [
    ("plain words, 0.5", "plain words, 0.5"),
    ("日本語 0.5", "日本語 0.5"),
    ("שלום 0.5", "[שלום] 0.5"),
    ("שלום: 0.444, עולם: 0.512", "[שלום]: 0.444, [עולם]: 0.512"),
    ("0.07 עיר=مدينة is below", "0.07 [עיר]=[مدينة] is below"),
    ("a שלום עולם b", "a [שלום עולם] b"),
    ("בניין 3 תל-אביב", "[בניין 3 תל-אביב]"),
    ("שלום (5) _", "[שלום] (5) _"),
]


@pytest.mark.parametrize(("text", "kept"), RUNS, ids=[text for text, _ in RUNS])
def test_each_name_is_kept_to_itself(text: str, kept: str) -> None:
    assert isolated(text, "[", "]") == kept
    assert isolated(text) == kept.replace("[", "\u2068").replace("]", "\u2069")


def test_no_text_of_a_page_moves_another(tmp_path: Path) -> None:
    """Neither in words nor in figures; what is copied from the config has no marks."""
    run = written(tmp_path, "hostile")
    run.write(CONFIG, run.read(CONFIG) + f"# {HEBREW}, 5\n".encode())
    sealed(run)
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    texts = [text for inside, text in page.texts if inside != "bdi"]
    texts += [value or "" for _, at in page.tags for value in at.values()]
    places = {inside for inside, text in page.texts if HEBREW in text}
    assert places >= {"th", "td", "text", "desc", "bdi", "figcaption"}
    for text in texts:
        assert not re.search(f"[{RIGHT}]", re.sub("\u2068[^\u2068\u2069]*\u2069", "", text)), text
    assert page.of("bdi") == [HEBREW]
    assert not re.search("[\u2068\u2069]", "".join(page.of("code")))
