"""One training at a time: seeds, names of layers and threads belong to the whole process."""

from __future__ import annotations

import functools
from collections.abc import Callable
from threading import RLock
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

_LOCK = RLock()


def alone(function: Callable[Given, Made]) -> Callable[Given, Made]:
    """Have a call wait until no other thread is in a function of this kind."""

    @functools.wraps(function)
    def called(*arguments: Given.args, **options: Given.kwargs) -> Made:
        with _LOCK:
            return function(*arguments, **options)

    return called
