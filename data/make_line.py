"""Write line.csv: 200 points around the line y = 3 x - 2.

usage: python data/make_line.py PATH
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROWS, NOISE, SEED = 200, 0.3, 20261123


def line() -> str:
    """Return the CSV: x, y."""
    rng = np.random.default_rng(SEED)
    x = rng.uniform(-1, 1, ROWS)
    y = 3 * x - 2 + rng.normal(0, NOISE, ROWS)
    return "\n".join(["x,y", *(f"{a:.5f},{b:.5f}" for a, b in zip(x, y, strict=True))]) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(line())
