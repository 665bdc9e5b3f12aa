"""Write sequence.csv: curves of 24 points, each of one of three shapes with random phase, height and noise.

usage: python data/make_sequence.py PATH
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROWS, STEPS, NOISE, SEED = 1500, 24, 0.25, 20261123
SHAPES = ("saw", "sine", "square")


def sequences() -> str:
    """Return the CSV: t00 to t23, shape. Every curve has two periods and begins anywhere in one."""
    rng = np.random.default_rng(SEED)
    lines = [",".join([*(f"t{step:02d}" for step in range(STEPS)), "shape"])]
    for row in range(ROWS):
        shape = SHAPES[row % len(SHAPES)]
        turn = (np.arange(STEPS) / STEPS * 2 + rng.uniform()) % 1
        curve = {
            "saw": 2 * turn - 1,
            "sine": np.sin(2 * np.pi * turn),
            "square": np.where(turn < 0.5, 1.0, -1.0),
        }[shape]
        points = curve * rng.uniform(0.8, 1.2) + rng.normal(0, NOISE, STEPS)
        lines.append(",".join([*(f"{point:.3f}" for point in points), shape]))
    header, *curves = lines
    return "\n".join([header, *(curves[n] for n in rng.permutation(ROWS))]) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(sequences())
