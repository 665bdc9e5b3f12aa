"""What a YAML file may name: one folder a registry, one file a component, the file's name is the YAML's name.

Nothing is registered by hand. `LAYERS["conv1d"]` imports the file `conv1d.py` from anywhere below `components/layers/`
and returns its component class, so a command loads only the components that its config names.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Generic, TypeVar, cast

from nettrain.components.component import Component

C = TypeVar("C", bound=Component)


class Registry(Mapping[str, type[C]], Generic[C]):
    """The components of one kind by their YAML name, imported when asked for.

    `kind` is the word for one of them in messages; `folder` its folder in this package.
    A file or folder whose name begins with an underscore holds what several components share.
    """

    def __init__(self, kind: str, folder: str) -> None:
        self.kind, self.folder = kind, folder

    @cached_property
    def _modules(self) -> dict[str, str]:
        found: dict[str, str] = {}
        open_folders = [(os.path.join(os.path.dirname(__file__), self.folder), f"nettrain.components.{self.folder}")]
        while open_folders:
            folder, package = open_folders.pop()
            for entry in os.scandir(folder):
                name, ending = os.path.splitext(entry.name)
                if name.startswith("_"):
                    continue
                if ending == ".py":
                    found[name] = f"{package}.{name}"
                elif not ending:
                    open_folders.append((entry.path, f"{package}.{name}"))
        return dict(sorted(found.items()))

    def __getitem__(self, name: str) -> type[C]:
        module = importlib.import_module(self._modules[name])
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Component) and value.__module__ == module.__name__:
                return cast(type[C], value)
        raise LookupError(f"{module.__name__} defines no component")

    def __iter__(self) -> Iterator[str]:
        return iter(self._modules)

    def __len__(self) -> int:
        return len(self._modules)

    def __contains__(self, name: object) -> bool:
        return name in self._modules
