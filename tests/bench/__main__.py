"""make bench: nettrain beside its peers, measured in turns; medians and ratios are printed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tests.bench import checkpoints, coverage, data, serving, starting, training, whole


def main() -> None:
    """Measure and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NETTRAIN_CACHE"] = str(Path(folder) / "cache")
        print(f"{'what':<52}{'nettrain':>10}{'peer':>10}{'ratio':>9}")
        starting.report()
        whole.report()
        training.report()
        checkpoints.report()
        data.report(Path(folder))
        coverage.report()
        serving.report()


if __name__ == "__main__":
    main()
