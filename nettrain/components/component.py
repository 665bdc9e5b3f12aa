"""A component: something that a YAML file may name, with its options."""

from __future__ import annotations

from typing import Any, ClassVar

from nettrain.components.schema import Schema


class Component(Schema):
    """A named choice in the config, written `name`, `name: value` (its first field) or `name: {option: value}`.

    The class is named as Keras names it, its file as the YAML does. Fields are Keras's options with Keras's defaults.
    Keras is an argument of `build`, never an import.
    """

    namespace: ClassVar[str] = ""
    """Where Keras keeps the class, below `keras`: "layers", "optimizers.schedules"."""

    @classmethod
    def yaml_name(cls) -> str:
        """Return the name under which a config asks for this component."""
        return cls.__module__.rpartition(".")[2]

    def options(self, keras: Any) -> dict[str, Any]:
        """Return the fields as Keras takes them: components among them are built, tuples stay tuples."""
        return {name: built(getattr(self, name), keras) for name in type(self).model_fields}

    def build(self, keras: Any) -> Any:
        """Return the Keras object."""
        home = keras
        for part in self.namespace.split("."):
            home = getattr(home, part)
        return getattr(home, type(self).__name__)(**self.options(keras))


def built(value: Any, keras: Any) -> Any:
    """Return `value` with every component in it built."""
    if isinstance(value, Component):
        return value.build(keras)
    if isinstance(value, tuple):
        return tuple(built(item, keras) for item in value)
    return value
