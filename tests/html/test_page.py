"""The page: whole, alone, the same twice, and nothing of a user's text becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import numpy as np
import polars as pl
import pytest

from nettrain.commands import report
from nettrain.components.metric import Judged
from nettrain.components.task import Target, Task
from nettrain.errors import RunError, UsageError
from nettrain.html import page as whole
from nettrain.html import tables
from nettrain.html.evidence import Classes, Evidence, Numbers
from nettrain.html.figures.palette import MARKS, ROLES
from nettrain.html.worst import worst
from nettrain.numbers import figure
from nettrain.rundir import CONFIG, EVENTS, HISTORY, MANIFEST, METRICS, PREDICTIONS, PROFILE
from tests.html.reading import Page
from tests.html.runs import HOSTILE, written
from tests.making import sealed

KINDS = ["binary", "multiclass", "regression", "targets", "hostile", "weighed"]
SECTIONS = ["Verdict", "Training", "Predictions", "Worst rows", "Network", "Data", "Config", "Environment"]


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def folder(kind: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(kind)
    written(folder, kind)
    report.run(folder / "run")
    return folder


@pytest.fixture(scope="module")
def text(folder: Path) -> str:
    return (folder / "run/report.html").read_text()


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def test_it_stands_alone(text: str, page: Page) -> None:
    assert len(text.encode()) < 2 << 20
    assert {tag for tag, _ in page.tags} & {"script", "iframe", "object", "img", "image", "foreignobject"} == set()
    asked = [(tag, name) for tag, at in page.tags for name in at if name in ("src", "href", "srcset", "action", "data")]
    assert {place for place in asked if place[0] not in ("a", "use")} == {("link", "href")}
    links = [str(at["href"]) for tag, at in page.tags if tag in ("a", "use", "link")]
    assert all(link.startswith("#") or link == "data:," for link in links)
    style = "".join(page.of("style")) + " ".join(str(at.get("style")) for _, at in page.tags)
    assert "@import" not in style
    assert set(re.findall(r"url\((.)", style)) <= {"#"}


def test_every_reference_leads_somewhere(page: Page) -> None:
    ids = [at["id"] for _, at in page.tags if at.get("id")]
    assert len(ids) == len(set(ids))
    used = [str(at["href"])[1:] for tag, at in page.tags if tag in ("a", "use")]
    used += [name for _, at in page.tags for name in str(at.get("aria-labelledby") or "").split()]
    used += [name for _, at in page.tags for value in at.values() for name in re.findall(r"url\(#(.*?)\)", value or "")]
    assert set(used) <= set(ids)


def test_colours_are_roles_of_the_page(text: str, page: Page) -> None:
    assert not [mark for mark in MARKS.values() if mark in text]
    used = set(re.findall(r"var\(--([\w-]+)\)", text))
    assert used <= set(ROLES)
    painted = [str(at["style"]) for _, at in page.tags if at.get("style")]
    assert not [style for style in painted if re.search(r"#[0-9a-f]{3}|rgb|DejaVu", style)]


def test_who_does_not_see_is_told(page: Page) -> None:
    headings = [tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert headings == ["h1", *["h2"] * len(SECTIONS)]
    assert page.of("h2") == SECTIONS
    pictures = [at for tag, at in page.tags if tag == "svg"]
    assert all((at.get("role") == "img") != (at.get("aria-hidden") == "true") for at in pictures)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("figure") == tags.count("figcaption") == sum(at.get("role") == "img" for at in pictures)
    assert tags.count("table") == tags.count("caption")
    assert all(at.get("scope") in ("col", "row", "rowgroup") for tag, at in page.tags if tag == "th")


def test_what_a_task_shows(kind: str, text: str, page: Page) -> None:
    titles = re.findall(r'<title id=".*?">(.*?)</title>', text)
    shown = {
        "binary": ["Confusion matrix", "ROC", "Precision and recall", "Calibration"],
        "regression": ["y: predicted against actual", "y: residuals"],
        "targets": [f"{name}: {what}" for name in "yz" for what in ("predicted against actual", "residuals")],
    }
    wanted = shown.get(kind, shown["binary"])
    assert titles[-len(wanted) :] == wanted
    assert titles[0] == "loss"
    alone = [head for head in page.of("th") if head.endswith(" alone")]
    assert alone == (["y alone", "z alone"] if kind == "targets" else [])


def test_the_same_bytes_twice(folder: Path, text: str) -> None:
    report.run(folder / "run", folder / "again.html")
    assert (folder / "again.html").read_text() == text


def test_text_of_users_stays_text(tmp_path: Path) -> None:
    written(tmp_path, "hostile")
    report.run(tmp_path / "run")
    page = Page((tmp_path / "run/report.html").read_text())
    heads = page.of("th")
    for name in HOSTILE[:3]:
        assert name in heads, "a label, and the name of a column"
    assert {name for _, at in page.tags for name in at if name.startswith("on")} == set()
    everything = "".join(text for _, text in page.texts)
    assert "\u202e" not in everything
    assert "\\u202e" in everything
    assert "49" not in heads


def test_data_that_are_gone_cost_only_their_cells(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    report.run(run.path)
    with_data = (run.path / "report.html").read_text()
    (tmp_path / "table.csv").unlink()
    report.run(run.path)
    without = (run.path / "report.html").read_text()
    assert "the data are gone" in without
    assert "the data are gone" not in with_data
    assert with_data.count("<figure") == without.count("<figure")


def test_a_profile_that_is_gone(tmp_path: Path) -> None:
    run = written(tmp_path, "multiclass")
    (run.path / PROFILE).unlink()
    report.run(run.path)
    assert "The profile of its data, profile.json, is gone." in (run.path / "report.html").read_text()


def test_all_that_the_config_was_made_of_is_shown(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    given = {"files": ["a.yaml", "<b>.yaml"], "sets": ["train={epochs: 3}"], "seed": 7}
    made = run.read_json(MANIFEST)
    run.write_json(MANIFEST, {**made, "config": {**made["config"], **given}})
    run.write("config-2.yaml", "name: second\n")
    sealed(run)
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert page.of("h3") == ["a.yaml", "<b>.yaml"]
    assert page.of("code") == [
        "--set 'train={epochs: 3}'",
        "--seed 7",
        run.read("config.yaml").decode().strip(),
        "name: second",
    ]


def test_a_logarithmic_axis_is_written_in_numbers(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    history = (run.path / HISTORY).read_text().splitlines()
    (run.path / HISTORY).write_text("\n".join([*history, "9,1e-06,1,2e-05"]) + "\n")
    sealed(run)
    report.run(run.path)
    texts = Page((run.path / "report.html").read_text()).of("text")
    assert {"1e-06", "0.01", "1"} <= set(texts)
    assert not [text for text in texts if "math" in text]


@pytest.mark.parametrize("name", [PREDICTIONS, HISTORY, EVENTS, CONFIG])
@pytest.mark.parametrize("damage", ["empty", "cut", "flipped"])
def test_damaged_files_are_told(name: str, damage: str, tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    content = run.read(name)
    half = content[: len(content) // 2]
    flipped = half + bytes([content[len(half)] ^ 0x80]) + content[len(half) + 1 :]
    run.write(name, {"empty": b"", "cut": half, "flipped": flipped}[damage])
    with pytest.raises(RunError, match=rf"{re.escape(name)} is damaged, or was changed by hand: its checksum does not"):
        report.run(run.path)
    assert not (run.path / "report.html").exists()


def test_a_page_that_cannot_be_written(tmp_path: Path) -> None:
    run = written(tmp_path, "binary")
    with pytest.raises(UsageError, match="this is a folder; name a file"):
        report.run(run.path, tmp_path)
    with pytest.raises(RunError, match="cannot be written: No such file or directory"):
        report.run(run.path, tmp_path / "no/report.html")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour. Source: WCAG 2.2."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrasts_are_those_of_wcag(scheme: str) -> None:
    """Text needs 4.5, lines 3 (WCAG 2.2, success criteria 1.4.3 and 1.4.11)."""
    of = {name: luminance(getattr(role, scheme)) for name, role in ROLES.items()}

    def contrast(first: str, second: str) -> float:
        high, low = sorted((of[first], of[second]), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for ground in ("paper", "panel"):
        for name in ("ink", "muted", "good", "bad"):
            assert contrast(name, ground) >= 4.5, (name, ground)
        for number in range(1, 7):
            assert contrast(f"series-{number}", ground) >= 3, (number, ground)
    assert contrast("ink", "heat") >= 4.5


def test_the_worst_of_labels() -> None:
    """Rows that are wrong, those without a score first, then by the score of the true label."""
    scores = np.array([[0.9, 0.1], [0.4, 0.6], [np.nan, np.nan], [0.8, 0.2], [0.3, 0.7]])
    target = Target(Task.BINARY, ("y",), ("a", "b"))
    rows = Judged(target, np.array([0, 0, 1, 1, 0]), scores, np.array([0, 1, 0, 0, 1]))
    judged = Classes(rows, probable=True)
    assert worst(cast(Evidence, SimpleNamespace(judged=judged))).tolist() == [2, 3, 4, 1]
    weighed = Classes(replace(rows, weights=np.array([1.0, 1.0, 0.0, 0.5, 0.0])), probable=True)
    assert worst(cast(Evidence, SimpleNamespace(judged=weighed))).tolist() == [3, 1]


def test_the_worst_of_numbers() -> None:
    """In deviations of their target; what weighs nothing is not told."""
    truth = np.array([[1e9, 1.0], [3e9, 3.0], [1e9, 3.0], [3e9, 1.0]])
    guess = truth + np.array([[0, 1.5], [2e9, 0], [0, 9], [0, np.nan]])
    for weights, places in ((None, [3, 2, 1, 0]), (np.array([0.1, 2.0, 0.0, 1.0]), [3, 1, 0])):
        judged = Numbers(("big", "small"), truth, guess, weights)
        assert worst(cast(Evidence, SimpleNamespace(judged=judged))).tolist() == places


@pytest.mark.parametrize("count", [2, 1000], ids=["some", "all"])
@pytest.mark.parametrize("kind", KINDS)
def test_predictions_that_are_no_finite_numbers(tmp_path: Path, kind: str, count: int) -> None:
    """A network may give finite losses on training rows and none on others: its page tells so."""
    run = written(tmp_path, kind)
    table = pl.read_csv(run.path / PREDICTIONS, infer_schema=False)
    made = [name for name in table.columns if name.startswith(("probability_", "predicted"))][-2:]
    broken = pl.int_range(pl.len()) < count
    some = table.with_columns(
        pl.when(broken).then(pl.lit(word)).otherwise(pl.col(name)).alias(name)
        for name, word in zip(made[-2:], ("NaN", "inf"), strict=False)
        if name != "predicted" or kind == "regression"
    )
    some.write_csv(run.path / PREDICTIONS)
    sealed(run)
    report.run(run.path)
    told = Page((run.path / "report.html").read_text()).of("li")
    rows = table.height
    assert f"{min(count, rows)} of {rows} rows have a prediction that is no finite number, which no curve shows" in told


def test_many_labels_fill_no_page(tmp_path: Path) -> None:
    """Curves of some, no matrix, the figures of the most frequent, and which are most often confused."""
    run = written(tmp_path, "many", 3000)
    report.run(run.path)
    text = (run.path / "report.html").read_text()
    captions = " ".join(Page(text).of("figcaption"))
    assert "Of the 295 other labels 37, evenly by their areas, are drawn thin." in captions
    assert "Most often confused" in text
    assert "By label: the 60 of 300 that have the most rows; metrics.json has all" in text
    assert "Confusion matrix" not in text
    assert run.read_json(METRICS)["confusion"] is None
    assert len(text) < 400_000


def test_many_targets_fill_no_page(tmp_path: Path) -> None:
    """Scores of some, figures of fewer, and beside each of the worst rows the one target that is farthest off."""
    run = written(tmp_path, "plenty")
    report.run(run.path)
    text = (run.path / "report.html").read_text()
    page = Page(text)
    assert "and 40 more, in metrics.json" in page.of("th")
    assert "the first 8 of 100 targets are drawn" in page.of("li")
    first = [re.findall(r"<t[hd][^>]*>([^<]*)<", line) for line in text.partition('id="worst"')[2].split("<tr>")[1:3]]
    assert first[0][:5] == ["row", "target", "actual", "predicted", "error"]
    row, target, actual, predicted, _ = first[1][:5]
    table = pl.read_csv(run.path / PREDICTIONS).row(by_predicate=pl.col("row") == int(row), named=True)
    assert [actual, predicted] == [figure(table[target]), figure(table[f"predicted_{target}"])]
    assert len(text) < 600_000


def test_no_epoch_may_be_the_best(tmp_path: Path) -> None:
    """What is watched may never have been a finite number."""
    run = written(tmp_path, "regression")
    events = run.path / EVENTS
    assert '"best_epoch": 8' in events.read_text()
    events.write_text(events.read_text().replace('"best_epoch": 8', '"best_epoch": 0'))
    sealed(run)
    report.run(run.path)
    text = (run.path / "report.html").read_text()
    assert "no epoch is the best by val_loss" in text
    assert "best epoch" not in text


def test_what_there_is_too_much_of_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole, "MOST_TARGETS", 1)
    for module in (whole, tables):
        monkeypatch.setattr(module, "MOST_COLUMNS", 3)
    monkeypatch.setattr(whole, "MOST_NOTICES", 1)
    monkeypatch.setattr(tables, "MOST_PROFILES", 5)
    run = written(tmp_path, "targets")
    record = run.read_json(PROFILE)
    run.write_json(PROFILE, {**record, "notices": ["one", "two", "three"]})
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert "the first 1 of 2 targets are drawn" in page.of("li")
    assert any(text.endswith("Of 8 columns the first 3 stand here.") for text in page.of("p"))
    heads = page.of("th")
    assert [heads.count(f"c{n}") for n in range(8)] == [2, 2, 2, 1, 1, 0, 0, 0], "once in the profile"
    assert "The first 5 of 8 columns stand here, all of them in profile.json." in page.of("p")
    assert [text for text in page.of("li") if text in ("one", "two") or "more" in text] == [
        "one",
        "and 2 more, in profile.json",
    ]
    assert not any(title.startswith("z") for title in page.of("title"))
