"""A Matplotlib figure as SVG that belongs to a page: its text stays text, its colours are the page's variables.

The same figure gives the same bytes: no date, identifiers from the figure's own name, the settings of no user.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from nettrain.html.bidi import isolated
from nettrain.html.figures.axes import label_offsets
from nettrain.html.figures.palette import MARKS
from nettrain.text import cells_of, printable

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

POINTS = 72
"""Of an inch: a figure of 400 points is 400 pixels wide where it is not scaled."""
WIDTH, HEIGHT = 400, 270
KEY_ROW = 17
"""Points of a row of a figure's key."""
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.formatter.use_mathtext": False,
    "axes.unicode_minus": True,
    "font.size": 11.0,
    "axes.titlesize": 12.5,
    "axes.titlelocation": "left",
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.edgecolor": MARKS["rule"],
    "axes.labelcolor": MARKS["muted"],
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "axes.titlecolor": MARKS["ink"],
    "grid.color": MARKS["rule"],
    "grid.linewidth": 0.6,
    "xtick.color": MARKS["rule"],
    "ytick.color": MARKS["rule"],
    "xtick.labelcolor": MARKS["muted"],
    "ytick.labelcolor": MARKS["muted"],
    "text.color": MARKS["ink"],
    "legend.frameon": False,
    "legend.fontsize": 10.5,
    "lines.linewidth": 1.6,
}
MARK = re.compile("|".join(MARKS.values()))
ROLE_OF = {mark: name for name, mark in MARKS.items()}
FONT = re.compile(r"font: (?:\w+ )*([\d.]+)px [^;]*|(font-size: [\d.]+px); font-family: [^;]*")
"""How Matplotlib writes a font, by its version; of it only the size is kept: the family is the page's."""
LINKS = re.compile(r"(?:url\()?#([\w-]+)")


class Told(NamedTuple):
    """A figure in words: its caption, and `detail` for who does not see it."""

    name: str
    title: str
    text: str
    detail: str = ""
    full: Mapping[str, str] = {}
    """The names behind words of the picture that may be cut: they appear over these."""


class Picture(NamedTuple):
    """A drawn figure."""

    told: Told
    svg: str
    wide: bool = False
    """Whether it is wider than a column: the page does not make it smaller but lets it scroll."""


@contextmanager
def settings(name: str) -> Iterator[None]:
    """Draw with our settings only, whatever a user's own say."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # a cache that it cannot write is nothing to the user
    import matplotlib

    with warnings.catch_warnings(), matplotlib.rc_context():
        warnings.simplefilter("ignore")  # a letter that its own font lacks: the page's fonts have it
        matplotlib.rcdefaults()
        matplotlib.rcParams.update({**SETTINGS, "svg.hashsalt": name})
        yield


def draw(told: Told, paint: Callable[[Axes], None], size: tuple[float, float] = (WIDTH, HEIGHT)) -> Picture:
    """Return what `paint` draws on one pair of axes; `size` is in points."""
    return draw_many(told, lambda figure: paint(figure.add_subplot()), size)


def draw_many(told: Told, paint: Callable[[Figure], None], size: tuple[float, float] = (WIDTH, HEIGHT)) -> Picture:
    """Return what `paint` draws on a figure."""
    with settings(told.name):
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        figure = Figure(figsize=(size[0] / POINTS, size[1] / POINTS), layout="constrained")
        paint(figure)
        label_offsets(figure)
        stream = io.StringIO()
        metadata: dict[str, Any] = {"Date": None, "Creator": None, "Format": None, "Type": None}
        canvas = FigureCanvasSVG(figure)
        canvas.print_figure(stream, format="svg", metadata=metadata, dpi=POINTS)
    root, wide = ElementTree.fromstring(stream.getvalue()), size[0] > WIDTH
    return Picture(told, _own(root, told, {"style": f"min-width: {size[0]:.0f}px"} if wide else {}), wide)


def key_columns(labels: Sequence[str]) -> int:
    """Return beside each other how many of the labels the key of a figure has room for: at most three."""
    widest = 32 + 6.5 * max(map(cells_of, labels))
    return next((n for n in (3, 2) if n * widest + (n - 1) * 20 <= WIDTH - 10), 1)


def key_height(labels: Sequence[str]) -> float:
    """Return the points by which the key below a figure makes it taller."""
    return 8 + KEY_ROW * -(-len(labels) // key_columns(labels))


def key(axes: Axes) -> None:
    """Tell which line is which below the axes, where it covers none."""
    lines, labels = axes.get_legend_handles_labels()
    figure = axes.get_figure(root=True)
    assert figure is not None, "axes are drawn on a figure"
    figure.legend(lines, labels, loc="outside lower left", ncols=key_columns([str(label) for label in labels]))


def _own(root: Element, figure: Told, more: Mapping[str, str]) -> str:
    """Return Matplotlib's SVG, with more attributes, as a part of a page."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
    used = {
        found
        for element in root.iter()
        for attribute, value in element.attrib.items()
        if attribute != "id"
        for found in LINKS.findall(value)
    }
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {key.rpartition("}")[2]: _value(value) for key, value in element.attrib.items()}
        if element.get("id") not in (None, *used):
            del element.attrib["id"]
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{figure.name}-title {figure.name}-desc",
        **more,
    }
    for tag, content in (("desc", f"{figure.text} {figure.detail}".strip()), ("title", figure.title)):
        told = Element(tag, {"id": f"{figure.name}-{tag}"})
        told.text = content
        root.insert(0, told)
    for element in [*root.iter("text")]:
        short, full = str(element.text), printable(figure.full.get(str(element.text), ""))
        if full not in short:
            ElementTree.SubElement(element, "title").text = full
    for element in root.iter():
        element.text = element.text and isolated(element.text)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)


def _value(value: str) -> str:
    value = FONT.sub(lambda found: found[2] or f"font-size: {found[1]}px", value)
    return MARK.sub(lambda found: f"var(--{ROLE_OF[found[0]]})", value)
