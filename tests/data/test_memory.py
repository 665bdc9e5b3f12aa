"""How much memory there is, in a container and out of it."""

from __future__ import annotations

from nettrain.data.memory import available, budget


def test_auto_leaves_half_of_what_is_free() -> None:
    assert 0.3 * available() < budget("auto") < 0.7 * available()


def test_a_size_is_taken_at_its_word() -> None:
    assert budget("1.5 GiB") == 1_610_612_736
