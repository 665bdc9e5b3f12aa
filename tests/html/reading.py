"""A page as a reader has it: its tags and texts, what it says first, and its tables."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from nettrain.commands import report
from nettrain.rundir import RunDir

VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Page(HTMLParser):
    """A page taken apart; fails where tags are not closed in the order in which they were opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def of(self, tag: str) -> list[str]:
        return [text.strip() for inside, text in self.texts if inside == tag and text.strip()]


def verdict_of(run: RunDir) -> str:
    """Return what a run's page says first, a line of words."""
    report.run(run.path)
    (verdict,) = re.findall(r'<p class="verdict.*?">(.*?)</p>', (run.path / "report.html").read_text(), re.DOTALL)
    return " ".join(re.sub("<.*?>", "", verdict).split())


def rows_under(text: str, caption: str) -> list[list[str]]:
    """Return the cells of the table with a caption that begins so, its head among them."""
    table = text.partition(f"<caption>{caption}")[2].partition("</table>")[0]
    return [re.findall(r"<t[hd][^>]*>([^<]*)<", line) for line in table.split("<tr>")[1:]]
