"""How files' names end: what is data is told as that, whatever was expected in its place."""

from pathlib import Path

import pytest

from nettrain.config.load import load
from nettrain.errors import UsageError
from nettrain.runs import find

ENDINGS = (".csv", ".tsv", ".parquet", ".pq", ".csv.gz", ".csv.zst")


@pytest.mark.parametrize("ending", ENDINGS)
def test_data_are_neither_a_config_nor_a_run(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"p{ending}"
    file.write_bytes(b"\xb5")
    with pytest.raises(UsageError, match=" is data, expected a config: nettrain init "):
        load([file])
    with pytest.raises(UsageError, match=" is data, expected a run: first the run, "):
        find(file)
