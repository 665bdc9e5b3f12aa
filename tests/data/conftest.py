"""A folder of stores for tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from nettrain.data import store
from nettrain.data.clearing import stores_folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder where stores are kept, one of the test's own; they reach the disk before anything goes on."""
    monkeypatch.setenv("NETTRAIN_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(store, "meanwhile", lambda work, *given: work(*given))
    return stores_folder()
