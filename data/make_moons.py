"""Write moons.csv: two interleaved half-moons, 4,000 points with noise, in random order.

usage: python data/make_moons.py PATH
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

ROWS, NOISE, SEED = 4000, 0.2, 20261123


def moons() -> str:
    """Return the CSV: x1, x2, label (0 for the upper moon, 1 for the lower one)."""
    rng = np.random.default_rng(SEED)
    angle = rng.uniform(0, np.pi, ROWS)
    label = np.arange(ROWS) % 2
    x1 = np.where(label == 0, np.cos(angle), 1 - np.cos(angle)) + rng.normal(0, NOISE, ROWS)
    x2 = np.where(label == 0, np.sin(angle), 0.5 - np.sin(angle)) + rng.normal(0, NOISE, ROWS)
    order = rng.permutation(ROWS)
    lines = [f"{x1[n]:.5f},{x2[n]:.5f},{label[n]}" for n in order]
    return "\n".join(["x1,x2,label", *lines]) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(moons())
