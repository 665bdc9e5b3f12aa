"""What scrolls, breaks and stands beside each other: what is asked of the style, where the style alone can say it."""

from __future__ import annotations

from pathlib import Path

from nettrain.commands import report
from tests.html.runs import written
from tests.html.test_page import Page


def test_what_scrolls_has_a_name(tmp_path: Path) -> None:
    run = written(tmp_path, "many", 200)
    report.run(run.path)
    tags = Page((run.path / "report.html").read_text()).tags
    scrolls = [(tag, at) for tag, at in tags if "tabindex" in at]
    assert {tag for tag, _ in scrolls} == {"div", "pre"}
    assert all(at["role"] == "region" and at["aria-label"] for _, at in scrolls)
    assert "Confusion matrix" in [at["aria-label"] for _, at in scrolls]
