"""Frames in memory and on disk: the same ones in the same order, as often as wanted, and let go of at last."""

from __future__ import annotations

import os
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from nettrain.data import chunks
from nettrain.data.chunks import Chunks

FRAMES = [pl.DataFrame({"n": [float(n), None, n / 3], "w": ["a", None, f"w{n}"]}) for n in range(12)]
BUDGETS = {"in memory": 1 << 20, "on disk": 0, "on disk from the middle on": 6 * int(FRAMES[0].estimated_size())}


def held(made: list[pl.DataFrame]) -> None:
    assert len(made) == len(FRAMES)
    for one, other in zip(made, FRAMES, strict=True):
        assert_frame_equal(one, other)


def files_in(folder: Path) -> int:
    """Return how many files without a name this process holds open in a folder."""
    targets = [os.readlink(f"/proc/self/fd/{number}") for number in os.listdir("/proc/self/fd") if _is_open(number)]
    return sum(target.startswith(str(folder)) for target in targets)


def _is_open(number: str) -> bool:
    return os.path.lexists(f"/proc/self/fd/{number}")


@pytest.mark.parametrize("part", [1, 1 << 28], ids=["a file a frame", "one file"])
@pytest.mark.parametrize("budget", BUDGETS.values(), ids=BUDGETS)
def test_frames_come_back_and_are_let_go_of(
    budget: int, part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chunks, "PART", part)
    made = Chunks(budget, tmp_path)
    for frame in FRAMES:
        made.add(frame)
    assert made.rows == 36
    assert made.spilled == (budget < 1 << 20)
    assert files_in(tmp_path) == (0 if not made.spilled else 12 if part == 1 else 1)
    assert list(tmp_path.iterdir()) == []
    held(list(made))
    held(list(made))
    draining = made.drained()
    first = [next(draining) for _ in range(6)]
    assert files_in(tmp_path) <= (7 if part == 1 else 1)
    held([*first, *draining])
    assert files_in(tmp_path) == 0
    assert list(made) == []


@pytest.mark.parametrize("budget", BUDGETS.values(), ids=BUDGETS)
def test_small_frames_are_put_together(budget: int, tmp_path: Path) -> None:
    made = Chunks(budget, tmp_path, least=int(sum(frame.estimated_size() for frame in FRAMES[:5])))
    for frame in FRAMES:
        made.add(frame)
    assert made.rows == 36
    for told in (list(made), list(made.drained())):
        assert [frame.height for frame in told] == [15, 15, 6]
        assert_frame_equal(pl.concat(told), pl.concat(FRAMES))
