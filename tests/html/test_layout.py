"""What scrolls, breaks and stands beside each other: what is asked of the style, where the style alone can say it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import nettrain.html
from nettrain.commands import report
from nettrain.commands.fitting.saving import history_csv
from nettrain.html.figures.palette import ROLES
from nettrain.rundir import HISTORY, METRICS, PROFILE
from tests.html.runs import written
from tests.html.test_page import Page, luminance
from tests.making import sealed


def test_what_scrolls_has_a_name(tmp_path: Path) -> None:
    run = written(tmp_path, "many", 200)
    report.run(run.path)
    tags = Page((run.path / "report.html").read_text()).tags
    scrolls = [(tag, at) for tag, at in tags if "tabindex" in at]
    assert {tag for tag, _ in scrolls} == {"div", "pre"}
    assert all(at["role"] == "region" and at["aria-label"] for _, at in scrolls)
    assert "Confusion matrix" in [at["aria-label"] for _, at in scrolls]


def test_slices_stand_as_the_config_asks_for_them(tmp_path: Path) -> None:
    """Those that only the command line asked for come first, as in the verdict."""
    run = written(tmp_path, "binary", slices={"c2": {}, "c1": {}})
    groups = [{"group": "f", "rows": 9, "small": True, "metrics": {}}]
    run.write_json(METRICS, {**run.read_json(METRICS), "slices": {"c1": groups, "c2": groups}})
    sealed(run)
    report.run(run.path, by=["c3"])
    captions = Page((run.path / "report.html").read_text()).of("caption")
    assert [caption for caption in captions if caption.startswith("By c")] == ["By c3", "By c2", "By c1"]


def test_an_axis_of_epochs_begins_at_the_first(tmp_path: Path) -> None:
    """However many there are, none is number 0."""
    run = written(tmp_path, "binary")
    run.write(HISTORY, history_csv([{"loss": 1 / n} for n in range(1, 201)]))
    sealed(run)
    report.run(run.path)
    text = (run.path / "report.html").read_text()
    drawn = text.partition('<title id="curve-loss-title">')[2].partition("</svg>")[0]
    numbers = re.findall(r"<text[^>]*>(\d+)</text>", drawn)
    assert "200" in numbers
    assert "0" not in numbers


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_interval_of_a_strip_can_be_seen(scheme: str) -> None:
    """Its line needs a contrast of 3 (WCAG 2.2, success criterion 1.4.11), as light as it is."""
    style = (Path(nettrain.html.__file__).parent / "page.css").read_text()
    (found,) = re.findall(r"\.strip \.interval {.*opacity: ([\d.]+)", style)
    line, paper = (
        [int(getattr(ROLES[name], scheme)[n : n + 2], 16) for n in (1, 3, 5)] for name in ("series-1", "paper")
    )
    seen = [round(float(found) * one + (1 - float(found)) * other) for one, other in zip(line, paper, strict=True)]
    high, low = sorted((luminance("#" + bytes(rgb).hex()) for rgb in (seen, paper)), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 3


def test_a_histogram_has_a_head_and_words(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert "histogram" in page.of("th")
    counts = run.read_json(PROFILE)["profile"]["c0"]["histogram"]
    assert f"rows from the lowest to the highest: {', '.join(map(str, counts))}" in page.of("span")


RULES = [
    ("thead th.number", "overflow-wrap: break-word", "a long name prints over no other"),
    (".gates li", "display: flex", "what wraps stands under the words, not under the badge"),
    (".scroll", "local", "a shadow shows that there is more"),
    ("figure svg", "min-width", "a small screen makes no figure so small that it cannot be read"),
]
PRINTED = [
    ("html", "font-size: 9.5pt", "sizes follow that of the sheet"),
    ("figure, tr, p, .network li", "break-inside: avoid", "no heading stands alone"),
    ("h2, h2 + p, h3, caption, thead", "break-after: avoid", "no heading stands alone"),
    ("#worst th, #worst td", "min-width", "short words stay whole"),
]


@pytest.mark.parametrize(("selector", "rule", "why"), [*RULES, *PRINTED])
def test_the_style_says_so(selector: str, rule: str, why: str) -> None:
    screen, _, sheet = (Path(nettrain.html.__file__).parent / "page.css").read_text().partition("@media print")
    style = sheet if (selector, rule, why) in PRINTED else screen
    found = re.findall(rf"^ *{re.escape(selector)} {{(.*?)}}", style, re.MULTILINE | re.DOTALL)
    assert rule in "".join(found), why
