"""What a class and each of its fields say of themselves; that of fields is read from the source when somebody asks."""

from __future__ import annotations

import ast
import importlib.util
import inspect
from functools import cache
from pathlib import Path

from nettrain.components.schema import Schema


@cache
def documentation(schema: type[Schema]) -> dict[str, str]:
    """Return the documentation of each field by its name, on one line."""
    found: dict[str, str] = {}
    for origin in reversed(schema.__mro__):
        if issubclass(origin, Schema):
            node = _classes(origin.__module__).get(origin.__name__)
            found |= _fields(node) if node else {}
    return {name: found[name] for name in schema.model_fields if name in found}


def docstring(described: type) -> str:
    """Return the docstring of a class: from its source where Python leaves those out (PYTHONOPTIMIZE=2)."""
    if described.__doc__ is not None:
        return inspect.cleandoc(described.__doc__)
    node = _classes(described.__module__).get(described.__name__)
    return ast.get_docstring(node) or "" if node else ""


def opening(described: type) -> str:
    """Return the first paragraph of a class's docstring, on one line."""
    return docstring(described).partition("\n\n")[0].replace("\n", " ")


@cache
def _classes(module: str) -> dict[str, ast.ClassDef]:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return {}
    tree = ast.parse(Path(spec.origin).read_text("utf-8"))
    return {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}


def _fields(node: ast.ClassDef) -> dict[str, str]:
    texts = {}
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            texts[statement.target.id] = " ".join(str(following.value.value).split())
    return texts
