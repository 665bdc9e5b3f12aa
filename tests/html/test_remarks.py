"""What keeps a reader from taking a page for something else: sentences, the target among the data, the commands."""

from __future__ import annotations

from pathlib import Path

from nettrain.commands import report
from nettrain.rundir import MANIFEST, TIMING
from tests.html.reading import Page
from tests.html.runs import written


def test_commands_of_a_run_that_was_resumed(tmp_path: Path) -> None:
    """Each with the epoch that it went on from; of several overrulings the later ones hold."""
    run = written(tmp_path, "binary")
    made = run.read_json(MANIFEST)
    given = {"files": ["config.yaml"], "sets": ["train.epochs=9", "train.epochs=4"]}
    command = ["/bin/nettrain", "fit", "--resume", "runs/3"]
    run.write_json(MANIFEST, {**made, "command": command, "config": {**made["config"], **given}})
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert page.of("dd")[0] == "nettrain fit --resume runs/3; nothing of an earlier command is on record"
    assert ", each of them those before it." in page.of("p")
    began = {"command": ["/bin/nettrain", "fit", "a.yaml"], "epoch": 2, "step": 0}
    again = {"command": ["/bin/nettrain", "fit", "--resume", "."], "epoch": 3, "step": 17}
    run.write_json(TIMING, {**run.read_json(TIMING), "earlier": [began, again]})
    report.run(run.path)
    page = Page((run.path / "report.html").read_text())
    assert list(zip(page.of("dt"), page.of("dd"), strict=True))[:3] == [
        ("command (the first)", "nettrain fit a.yaml"),
        ("resumed (1)", "after epoch 2: nettrain fit --resume ."),
        ("resumed (2)", "after epoch 3, step 17: nettrain fit --resume runs/3"),
    ]
