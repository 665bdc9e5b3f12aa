"""One training at a time in a process: threads get the bits of fits one after the other."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path

import pytest

import nettrain
from nettrain.engine.alone import alone
from tests.making import write_config, write_table

SAME = ("history.csv", "predictions.csv", "metrics.json", "checkpoints/best.state")


def test_others_wait_and_a_call_within_does_not() -> None:
    inside: list[str] = []

    @alone
    def inner(name: str) -> str:
        return name

    @alone
    def outer(name: str) -> str:
        inside.append(name)
        time.sleep(0.05)
        inside.append(name)
        return inner(name)

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(outer, "abc")) == ["a", "b", "c"]
    assert [name for name, _ in groupby(inside)] == inside[::2]


@pytest.mark.filterwarnings("ignore:__array__:DeprecationWarning")  # of Keras, where it saves
def test_fits_in_threads_give_the_same_bits(tmp_path: Path) -> None:
    write_table(tmp_path, "binary")
    config = write_config(tmp_path, "[dense: 8, dropout: 0.3, output]", "{epochs: 3, batch_size: 16, compile: graph}")
    seeds, told = (1, 2), []

    def fit(folder: str, seed: int) -> None:
        nettrain.fit(
            config,
            seed=seed,
            output=tmp_path / f"{folder}{seed}",
            show=lambda event: told.append(threading.get_ident()),
        )

    for seed in seeds:
        fit("alone", seed)
    told.clear()
    threads = [threading.Thread(target=fit, args=("beside", seed)) for seed in seeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([*groupby(told)]) == 2, "one after the other"
    for seed in seeds:
        for name in SAME:
            assert (tmp_path / f"beside{seed}" / name).read_bytes() == (tmp_path / f"alone{seed}" / name).read_bytes()
