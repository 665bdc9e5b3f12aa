"""The Python API: what `nettrain` names is there however much of the package is imported."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

import nettrain


@pytest.mark.parametrize("name", nettrain.__all__)
def test_no_module_takes_the_place_of_a_function(name: str) -> None:
    """Python sets a package's attribute to each of its modules that is imported, over what stands there."""
    assert callable(getattr(nettrain, name))
    assert find_spec(f"nettrain.{name}") is None
