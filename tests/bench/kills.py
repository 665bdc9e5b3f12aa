"""A run with dropout, batch normalisation, plateau and early stopping is killed, and goes on to the same bits.

    python -m tests.bench.kills [30]

Every other kill is aimed into the writing of a checkpoint, the rest come at a random moment of the whole command.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from tests.killing import differences, fit, kill_after, kill_when_writing, prepare, whole

ROWS, PATIENCE = 3000, 25


def main(kills: int) -> int:
    """Kill, go on, compare, print a line each; return how often the end was another."""
    rng = random.Random(0)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder, ROWS, PATIENCE)
        began = time.monotonic()
        whole(folder, "config.yaml", "-o", "alone")
        lasted = time.monotonic() - began
        events = (folder / "alone/events.jsonl").read_text()
        print(
            f"left alone: {lasted:.1f} s, {events.count('EpochEnded')} epochs, {events.count('learning rate')} lowered"
        )
        wrong, done = 0, 0
        while done < kills:
            run = folder / f"run{done}"
            process = fit(folder, "config.yaml", "-o", run.name)
            if done % 2:
                moment = f"while checkpoint {(number := rng.randint(1, 12))} was written"
                killed = kill_when_writing(process, run, number)
            else:
                moment = f"after {(seconds := rng.uniform(1, lasted)):.2f} s"
                killed = kill_after(process, seconds)
            if not killed or not run.is_dir():
                print(f"  not killed {moment}: once more")
                _cleared(run)
                continue
            done += 1
            told = whole(folder, "config.yaml", "--resume", run.name)
            found = differences(folder / "alone", run)
            wrong += bool(found)
            where = next((line for line in told.splitlines() if "going on from" in line), "started over")
            print(f"{done:>3} killed {moment}: {where}: {found or 'the same'}", flush=True)
            _cleared(run)
        print(f"{done - wrong} of {done} the same weights, history, metrics, events, predictions and model")
        return wrong


def _cleared(run: Path) -> None:
    for path in sorted(run.rglob("*"), reverse=True) if run.exists() else ():
        path.rmdir() if path.is_dir() else path.unlink()
    if run.exists():
        run.rmdir()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 30))
