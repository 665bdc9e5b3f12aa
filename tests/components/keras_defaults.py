"""A component's fields held against the signature of the Keras class of its name."""

from __future__ import annotations

import inspect
from typing import Any

from nettrain.components.component import Component


def assert_fields_are_keras_options(component: type[Component], keras_class: Any, left_out: dict[str, str]) -> None:
    """Assert that the options of Keras are the fields, in name and default, but for those left out with a reason."""
    assert keras_class.__name__ == component.__name__
    options = dict(inspect.signature(keras_class).parameters)
    options = {name: option for name, option in options.items() if option.kind is not option.VAR_KEYWORD}
    missing = {name for name in options if name not in component.model_fields}
    assert missing == {name for name in left_out if name in options}
    assert set(component.model_fields) <= set(options)
    for name, field in component.model_fields.items():
        assert field.is_required() == (options[name].default is inspect.Parameter.empty), name
        if not field.is_required():
            assert field.get_default() == options[name].default, name
