"""The command that made a run, from the arguments of the process."""

from __future__ import annotations

import pytest

from nettrain.reporters.command import spoken_command


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["/x/bin/nettrain", "fit", "a.yaml"], "nettrain fit a.yaml"),
        (["/x/nettrain/__main__.py", "fit", "a.yaml"], "nettrain fit a.yaml"),
        (["/x/bin/nettrain", "fit", "-o", "my run é", "--set", "a=[b]"], "nettrain fit -o 'my run é' --set 'a=[b]'"),
        (["tools/train.py", "fast"], "nettrain.fit(...) in train.py"),
        (["other/__main__.py"], "nettrain.fit(...) in __main__.py"),
        (["-c"], "nettrain.fit(...)"),
        ([""], "nettrain.fit(...)"),
    ],
)
def test_who_made_it(arguments: list[str], told: str) -> None:
    assert spoken_command(arguments) == told
