"""The text under each field of a schema, read from its source when somebody asks."""

from __future__ import annotations

import ast
import importlib.util
from functools import cache
from pathlib import Path

from nettrain.components.schema import Schema


@cache
def documentation(schema: type[Schema]) -> dict[str, str]:
    """Return the documentation of each field by its name, on one line."""
    found: dict[str, str] = {}
    for origin in reversed(schema.__mro__):
        if issubclass(origin, Schema):
            found |= _classes(origin.__module__).get(origin.__name__, {})
    return {name: found[name] for name in schema.model_fields if name in found}


@cache
def _classes(module: str) -> dict[str, dict[str, str]]:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        return {}
    tree = ast.parse(Path(spec.origin).read_text("utf-8"))
    return {node.name: _fields(node) for node in tree.body if isinstance(node, ast.ClassDef)}


def _fields(node: ast.ClassDef) -> dict[str, str]:
    texts = {}
    for statement, following in zip(node.body, node.body[1:], strict=False):
        if not isinstance(statement, ast.AnnAssign) or not isinstance(statement.target, ast.Name):
            continue
        if isinstance(following, ast.Expr) and isinstance(following.value, ast.Constant):
            texts[statement.target.id] = " ".join(str(following.value.value).split())
    return texts
