"""--report: what can be asked for, and that a report is written whatever the verb comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.errors import DataError, NettrainError, Problem, RunError, UsageError
from nettrain.events import Notice
from nettrain.reporters.account import Account
from nettrain.reporters.reports import MOST_SUMMARY, Read, Report, both, reported, wanted
from tests.reporters.accounts import ERRORS
from tests.reporters.events import STREAM


def test_reports_are_read() -> None:
    assert wanted([]) == []
    assert wanted(["junit:a:b.xml", "github", "markdown:c.md"]) == [
        Report("junit", Path("a:b.xml")),
        Report("github", None),
        Report("markdown", Path("c.md")),
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["junt:a.xml"], "--report junt:a.xml: there is no report 'junt'; did you mean 'junit'?"),
        (["html"], "--report html: there is no report 'html'; choose from junit, markdown, github"),
        (["junit"], "--report junit: expected a file to write, as in --report junit:report.xml"),
        (["markdown:"], "--report markdown:: expected a file to write, as in --report markdown:report.md"),
        (["github:a"], "--report github:a: github writes no file of its own"),
        (["junit:a", "markdown:a"], "--report markdown:a: two reports cannot go to one file"),
        (["junit:a", "github", "markdown:b/../a"], "--report markdown:b/../a: two reports cannot go to one file"),
        (["github", "junit:a", "github"], "--report github: is asked for twice, and would tell everything twice"),
        (["markdown:-"], "--report markdown:-: a report needs a file, the standard output has the results"),
    ],
)
def test_what_is_no_report_is_refused(asked: list[str], message: str) -> None:
    with pytest.raises(UsageError) as found:
        wanted(asked)
    assert str(found.value).startswith(message)


@pytest.mark.parametrize("error", [None, *ERRORS], ids=lambda error: type(error).__name__)
def test_written_whatever_comes(
    error: BaseException | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "summary.md").write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    asked = [f"junit:{tmp_path}/new/report.xml", f"markdown:{tmp_path}/report.md", "github"]

    def verb() -> None:
        with reported(asked, "fit", "demo.yaml", Read) as show:
            for event in STREAM[:4] if error else STREAM:
                show(event)
            if error:
                raise error

    if error:
        with pytest.raises(type(error)):
            verb()
    else:
        verb()
    page = (tmp_path / "report.md").read_text()
    assert (tmp_path / "summary.md").read_text() == f"before\n{page}\n"
    assert (tmp_path / "new/report.xml").read_text().count("<error ") == (error is not None)
    assert f"::error title=nettrain fit demo.yaml{'' if error else '%3A gate failed'}::" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "report.md", "summary.md"]


def test_a_file_that_cannot_be_is_refused_before_the_verb(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    refused = {"": (UsageError, "is a folder"), "/file/report.xml": (RunError, "cannot be written: File exists")}
    for file, (error, message) in refused.items():
        with pytest.raises(error, match=message), reported([f"junit:{tmp_path}{file}"], "fit", "", Read):
            pytest.fail("the verb has begun")


def test_a_report_that_fails_does_not_hide_why_the_verb_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def verb() -> None:
        with reported([f"markdown:{tmp_path}/a.md"], "fit", "", Read):
            (tmp_path / "a.md").mkdir()
            raise DataError("the data are wrong")

    with pytest.raises(NettrainError, match="the data are wrong"):
        verb()
    assert capsys.readouterr().err.endswith("a.md cannot be written: Is a directory\n")


@pytest.mark.parametrize("error", [None, DataError("the data are wrong")], ids=["done", "failed"])
def test_one_that_fails_does_not_take_the_others_with_it(
    error: NettrainError | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "none/summary.md"))
    asked = ["github", f"junit:{tmp_path}/a.xml", f"markdown:{tmp_path}/a.md", f"junit:{tmp_path}/b.xml"]

    def verb() -> tuple[Problem, ...]:
        with reported(asked, "fit", "", Read) as account:
            (tmp_path / "a.xml").mkdir()
            if error:
                raise error
        return account.unwritten

    if error:
        with pytest.raises(type(error)):
            verb()
        told = [line.removeprefix("nettrain: ") for line in capsys.readouterr().err.splitlines() if line[0] != ":"]
    else:
        told = [problem.message for problem in verb()]
        assert capsys.readouterr().err == ""
    assert told == [
        f"{tmp_path}/none/summary.md ($GITHUB_STEP_SUMMARY) cannot be written: No such file or directory",
        f"{tmp_path}/a.xml cannot be written: Is a directory",
    ]
    assert (tmp_path / "a.md").is_file()
    assert (tmp_path / "b.xml").is_file()


def test_a_summary_is_no_longer_than_github_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    summary = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    summary.write_bytes(b"-" * (MOST_SUMMARY - 1000))
    with reported(["github"], "fit", "", Read) as show:
        for number in range(100):
            show(Notice(text=f"ä {number}"))
    assert MOST_SUMMARY - 30 < summary.stat().st_size <= MOST_SUMMARY
    assert summary.read_text().endswith(" more lines\n")


def test_a_link_gets_the_report_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to("new/real.md")
    with reported([f"markdown:{tmp_path}/link.md"], "fit", "", Read):
        pass
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "new/real.md").is_file()


def test_both_take_every_event() -> None:
    first, second = Account("fit", ""), Account("fit", "")
    for event in STREAM:
        both(first, second)(event)
    assert first.notices == second.notices != []
